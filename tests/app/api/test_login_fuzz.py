"""What fits the headless API's document and what does not: no fault and no answer it does not name."""

from __future__ import annotations

from datetime import timedelta

import pytest
import schemathesis
from schemathesis import GenerationMode

from app.api.login.application import OPERATIONS
from tests.app.api.conftest import AT, BASE, SECRET
from tests.app.protocol.conftest import basic
from tests.support import fuzzing

NOT_ASKED = {
    # Rules that no schema can say (a step, a nonce, an authorization request) are refused by 4xx.
    "positive_data_acceptance",
    # An interaction without its handle is gone: 410, which that check does not count as a no.
    "negative_data_rejection",
    # What was made across calls is walked in test_login.py.
    "use_after_free",
    "ensure_resource_availability",
    "object_level_authorization",
}
CHECKED = fuzzing.checks_but(NOT_ASKED)
EXAMPLES = 8
HEADERS = {"Authorization": basic("login-pages", SECRET), "host": BASE.removeprefix("http://")}


def operations(pages):
    schema = schemathesis.openapi.from_asgi(f"{AT}/openapi.json", pages.app)
    found = (result.ok() for result in schema.get_all_operations())
    return {each.definition.raw["operationId"]: each for each in found}


def attack(pages, operation, **how):
    fuzzing.attack(
        operation,
        CHECKED,
        examples=EXAMPLES,
        headers={**HEADERS, **pages.headers},
        before=lambda: pages.stage.clock.advance(timedelta(seconds=20)),
        path_parameters=pages.place,
        **how,
    )


NAMES = ("begin", "look", "identify", "prove", "register", "consent", "finish")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("begun", [True, False], ids=["begun", "of nobody"])
class TestFuzz:
    async def test_what_fits_and_what_does_not(self, pages, name, begun):
        if begun:
            await pages.begin()
        pages.place = {"tenant": "acme"}
        if name != "begin":
            pages.place["interaction"] = pages.id if begun else "itx_0"
        operation = operations(pages)[name]
        attack(pages, operation)
        if operation.body:
            attack(pages, operation, generation_mode=GenerationMode.NEGATIVE)


def test_nothing_is_left_out():
    assert tuple(each.name for each in OPERATIONS) == NAMES
