"""A session that ended, a role that was taken away, another view: out on the next message."""

import contextlib
from contextlib import asynccontextmanager

import httpx
import pytest
import websockets

from domain.kernel.ids import show
from domain.operators.assign import RoleOf, assign, remove
from domain.operators.records import Role
from domain.operators.suspend import suspend
from tests.app.console.presser import connected, get, opened
from tests.app.console.staffing import an_operator, running
from tests.app.console.wire import SOCKET_PATH, query
from tests.laws.holdings import SYSTEM
from tests.laws.traces import differences, tables_of
from tests.laws.world import WorldTemplate

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
SIGNED_OUT = 4401


@pytest.fixture(scope="module")
def whole(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    (folder / "made").mkdir()
    template = WorldTemplate(sqlite_template.copy(folder / "made"), folder / "made")
    with template.copy(folder / "data") as world, running(world, folder) as made:
        yield made


@pytest.fixture
def boss(whole, request):
    return an_operator(whole.world, f"boss-{abs(hash(request.node.name))}", (Role.OWNER, None))


def page_of(whole):
    return f"/console/acme/accounts/{show('acc', whole.world.a.accounts['carol'].id)}"


def changes(whole, before):
    traces = differences(before, tables_of(whole.world.house))
    return [trace for trace in traces if not trace.is_evidence]


ENDS = {
    "a role is taken away": lambda call, boss: call(
        remove, RoleOf(boss.id, Role.OWNER), tenant=None, actor=SYSTEM
    ),
    "a role is given": lambda call, boss: call(
        assign, RoleOf(boss.id, Role.AUDITOR), tenant=None, actor=SYSTEM
    ),
    "the operator is suspended": lambda call, boss: call(
        suspend, boss.id, tenant=None, actor=SYSTEM
    ),
}


@pytest.mark.parametrize("name", ENDS)
async def test_the_next_message_does_nothing_and_closes_the_socket(whole, boss, name):
    headers = whole.headers(whole.cookie(boss))
    async with opened(whole.base, headers, page_of(whole)) as page:
        ENDS[name](whole.world.house.call.now, boss)
        before = tables_of(whole.world.house)
        await press_until_closed(page)
        assert page.wire.close_code == SIGNED_OUT
    assert changes(whole, before) == []


async def press_until_closed(page):
    """Press on and on; a closed socket takes nothing any more."""
    with contextlib.suppress(websockets.ConnectionClosed):
        await page.press_everything()
        await page.wire.wait_closed()


@pytest.mark.parametrize("view", [Role.AUDITOR, Role.OWNER])
async def test_a_view_takes_no_page_of_ones_own(whole, boss, view):
    """The page is let go of, and what came by the view's socket reaches nothing."""
    own = whole.headers(whole.cookie(boss))
    page = await get(whole.base, own, page_of(whole))
    before = tables_of(whole.world.house)
    async with connected(whole.base, whole.headers(whole.cookie(boss, view)), page):
        await page.press_everything()
    assert changes(whole, before) == []


@pytest.mark.parametrize("view", [Role.SUPPORT, Role.OWNER])
async def test_a_page_seen_in_a_view_changes_nothing(whole, boss, view):
    headers = whole.headers(whole.cookie(boss, view))
    before = tables_of(whole.world.house)
    async with opened(whole.base, headers, page_of(whole)) as page:
        await page.press_everything()
        assert page.pressed
    assert changes(whole, before) == []


async def test_a_role_taken_away_ends_long_polling_too(whole, boss):
    headers = whole.headers(whole.cookie(boss))
    page = await get(whole.base, headers, page_of(whole))
    address = SOCKET_PATH + "?" + query(page.client_id, "polling")
    async with httpx.AsyncClient(base_url=whole.base, headers=headers, timeout=60) as http:
        opened_ = await http.get(address)
        sid = opened_.text.partition('"sid":"')[2].partition('"')[0]
        assert (await http.post(f"{address}&sid={sid}", content="40")).status_code == 200
        ENDS["a role is taken away"](whole.world.house.call.now, boss)
        before = tables_of(whole.world.house)
        for number, listener, _ in page.events():
            told = page.message(number, listener, [])
            await http.post(f"{address}&sid={sid}", content=told)
    assert changes(whole, before) == []


@asynccontextmanager
async def two_pages(whole, boss, thief):
    """Open a page of an owner and one of somebody who may read."""
    async with (
        opened(whole.base, whole.headers(whole.cookie(boss)), page_of(whole)) as owners,
        opened(whole.base, whole.headers(whole.cookie(thief)), page_of(whole)) as thieves,
    ):
        yield owners, thieves


async def test_messages_of_an_owner_do_nothing_by_another_socket(whole, boss):
    """With the owner's client id, with one's own, and with listeners that nobody has."""
    auditor = an_operator(whole.world, "thief", (Role.AUDITOR, whole.world.a.tenant.id))
    before = tables_of(whole.world.house)
    async with two_pages(whole, boss, auditor) as (owners, thieves):
        for number, listener, _ in list(owners.events()):
            for page, heard in ((owners, listener), (thieves, listener), (thieves, "made-up")):
                await thieves.wire.send(page.message(number, heard, []))
        for broken in ("42[]", '42["event"]', '42["event",{}]', '42["event",[1]]', "42[1,2]", "4x"):
            await thieves.wire.send(broken)
        await thieves.listen()
    assert changes(whole, before) == []
    told = await whole.told()
    assert told["open"] >= 1
