"""The list of API keys calls operators by their names, where who looks may know them."""

from datetime import timedelta

import pytest

from app.console.pages.api_keys import api_keys
from app.console.parts.tables import BlTable
from domain.api_keys.records import ApiKey
from domain.kernel.errors import FORBIDDEN, Refusal
from domain.kernel.ids import short
from domain.kernel.paging import Page
from domain.operators.api_keys import api_keys as list_api_keys
from domain.operators.resolve import permissions
from domain.operators.trail import operator_labels
from tests.support.clock import START

ME, OLIVE, NOBODY = b"a" * 16, b"o" * 16, b"n" * 16


def a_key(account_id):
    return ApiKey(
        id=account_id,
        account_id=account_id,
        digest=bytes(32),
        hint="abcd",
        label="export",
        permissions=("audit.read",),
        bound_to=None,
        created_at=START,
        expires_at=START + timedelta(days=90),
    )


@pytest.fixture
def operators(window, monkeypatch):
    """Draw the page; return the cells that say whose each key is."""
    monkeypatch.setattr("app.console.parts.surfaces.ui.page_title", lambda _: None)
    monkeypatch.setattr("app.console.context.ui.navigate.history.replace", lambda _: None)

    async def draw(*may):
        async def call(use_case, *_, **__):
            if use_case is operator_labels:
                if "everything" not in may:
                    raise Refusal(FORBIDDEN, permission="audit.read")
                return {OLIVE: "Olive"}
            keys = Page(tuple(map(a_key, (ME, OLIVE, NOBODY))))
            return {permissions: frozenset(may), list_api_keys: keys}[use_case]

        await api_keys(window.context(call=call, permissions=may))
        (table,) = [each for each in window.client.elements.values() if isinstance(each, BlTable)]
        return [row["by"] for row in table.props["rows"]]

    return draw


async def test_names_are_told_to_who_may_read_the_installations_trail(operators):
    assert await operators("audit.read", "operators.read", "everything") == [
        ["mk", "", False],
        ["Olive", "", False],
        [short("acc", NOBODY), "", True],
    ]


async def test_others_know_their_own(operators):
    assert await operators("audit.read") == [
        ["mk", "", False],
        [short("acc", OLIVE), "", True],
        [short("acc", NOBODY), "", True],
    ]
