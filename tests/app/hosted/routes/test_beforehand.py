"""A browser that fetches a page in case its person goes there: nothing is done for it."""

import pytest

from tests.app.hosted.routes.steps import signed_in
from tests.laws.traces import tables_of

GUESS = "prefetch;prerender"


def rows(world, table):
    return len(tables_of(world.house)[table])


def nothing_came(answer):
    assert (answer.status, answer.body) == (503, b"")
    assert answer.header("cache-control") == "no-store"
    assert not answer.location
    assert not answer.all("set-cookie")


async def test_a_sign_in_is_finished_for_who_comes_alone(visitor, world):
    page = await signed_in(visitor)
    before = rows(world, "client_grant")
    nothing_came(await visitor.get(page, sec_purpose=GUESS))
    assert rows(world, "client_grant") == before
    answer = await visitor.get(page)
    assert "code=" in answer.location
    assert rows(world, "client_grant") == before + 1


@pytest.mark.parametrize("place", ["", "/consents", "/sessions", "/password", "/delete"])
async def test_no_sign_in_to_ones_own_pages_is_begun(visitor, world, place):
    before = rows(world, "interaction")
    nothing_came(await visitor.get(f"/t/acme/me{place}", sec_purpose=GUESS))
    assert rows(world, "interaction") == before
    answer = await visitor.get(f"/t/acme/me{place}")
    assert (answer.status, rows(world, "interaction")) == (303, before + 1)
