"""A page that was closed, and one that never opened its socket, are let go of."""

import pytest

from domain.operators.records import Role
from tests.app.console.leafing import leaf, settled
from tests.app.console.staffing import an_operator, running

PAGES = 40
BOUND_MB = 25
"""For as many pages a second time: one that is kept weighs a megabyte."""

BEFORE = 20
"""Pages that warm up what is made once."""

WEIGHTY = ("Frame", "PagesHost", "PageContext", "Navigation", "Listing", "BlTable", "Button", "Tag")
"""What holds the rest of a page; of who asked for it a closed socket's error may keep something."""

RARE = 3
"""Of one kind, for many pages: what pages may leave that were closed while they were drawn."""


@pytest.fixture
def whole(world, tmp_path):
    with running(world, tmp_path) as made:
        yield made


@pytest.fixture
def headers(whole):
    return whole.headers(whole.cookie(an_operator(whole.world, "boss", (Role.OWNER, None))))


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_pages_opened_and_closed_are_let_go(whole, headers):
    await leaf(whole, headers, PAGES)
    _, first = await settled(whole)
    await leaf(whole, headers, PAGES)
    held, then = await settled(whole)
    assert held == 0
    assert then - first <= BOUND_MB


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_what_was_closed_waits_for_no_search(whole, headers):
    """Searches are rare on a server with many pages open; until one comes, rings would pile up."""
    await leaf(whole, headers, BEFORE)
    await whole.told(prune_after=0, rings=1)
    await leaf(whole, headers, PAGES)
    told = await whole.told(prune_after=0, rings=1)
    found = {kind.rpartition(".")[2]: count for kind, count in told["rings"].items()}
    assert {kind: found[kind] for kind in WEIGHTY if found.get(kind, 0) > RARE} == {}
