"""A page that was closed, and one that never opened its socket, are let go of."""

import pytest

from domain.operators.records import Role
from tests.app.console.leafing import leaf, settled
from tests.app.console.staffing import an_operator, running
from tests.laws.world import WorldTemplate

PAGES = 40
BOUND_MB = 25
"""For as many pages a second time: one that is kept weighs a megabyte."""

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


async def test_pages_opened_and_closed_are_let_go(sqlite_template, tmp_path):
    (tmp_path / "made").mkdir()
    template = WorldTemplate(sqlite_template.copy(tmp_path / "made"), tmp_path / "made")
    with template.copy(tmp_path / "data") as world:
        boss = an_operator(world, "boss", (Role.OWNER, None))
        with running(world, tmp_path) as whole:
            headers = whole.headers(whole.cookie(boss))
            await leaf(whole, headers, PAGES)
            _, first = await settled(whole)
            await leaf(whole, headers, PAGES)
            held, then = await settled(whole)
    assert held == 0
    assert then - first <= BOUND_MB
