"""Another role's view narrows what an operator may do, everywhere, and changes nothing."""

from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from app.console.box import Box
from app.console.reach import OperatorCall, changes
from app.console.sessions import GrantSessions
from app.console.view_as import ViewAs
from app.console.watching import Watch
from app.operations.jobs import JOBS
from domain.kernel.errors import Refusal
from domain.operators.api_keys import NewApiKey, create_api_key
from domain.operators.invite import NewInvitation, invite
from domain.operators.permissions import EVERYTHING, PERMISSIONS
from domain.operators.records import Role
from domain.operators.staff_list import ListOperators, operator_cards
from domain.sessions.listing import SessionsPage, page
from domain.tenants.keys import rotate
from tests.support.house import BASE_URL
from tests.support.wire import FORM, send


@pytest.fixture
def sessions(world):
    return GrantSessions(world.house.call, Box(bytes(32)), world.house.clock)


@pytest.fixture
def reach(world):
    return OperatorCall(world.house.call, world.house.clock)


async def seen_as(world, sessions, role):
    """Return the owner of the world, looking as a role."""
    cookie = sessions.cookie(world.staff.console_session, role)
    return await sessions.standing(cookie)


@pytest.mark.parametrize("role", Role)
async def test_a_view_has_what_both_have(world, sessions, reach, role):
    identity = await seen_as(world, sessions, role)
    assert identity.view == role.value
    for slug in (None, "acme"):
        assert await reach.permissions(identity, slug) == EVERYTHING & PERMISSIONS[role]


async def test_ones_own_view_narrows_nothing(world, sessions, reach):
    identity = await seen_as(world, sessions, None)
    assert await reach.permissions(identity, "acme") == EVERYTHING


async def test_no_view_widens_what_an_operator_may(world, sessions, reach):
    identity = await seen_as(world, sessions, Role.OWNER)
    admin = type(identity)(identity.session, world.staff.admin.id, "", "", Role.OWNER.value)
    assert await reach.permissions(admin, "acme") == PERMISSIONS[Role.TENANT_ADMIN]
    assert await reach.permissions(admin, "globex") == frozenset()


async def test_reads_are_narrowed_and_writes_refused_whatever_they_ask_for(world, sessions, reach):
    reader = await seen_as(world, sessions, Role.AUDIT_READER)
    with pytest.raises(Refusal, match="forbidden"):
        await reach(page, SessionsPage(), tenant="acme", actor=reader)
    owner = await seen_as(world, sessions, Role.OWNER)
    own_key = NewApiKey(owner.account_id, "mine")
    for use_case, request, tenant in (
        (create_api_key, own_key, None),
        (invite, NewInvitation((Role.SUPPORT,)), None),
    ):
        with pytest.raises(Refusal, match="view_only"):
            await reach(use_case, request, tenant=tenant, actor=owner)


async def test_a_view_runs_no_job(world, sessions, reach):
    owner = await seen_as(world, sessions, Role.OWNER)
    with pytest.raises(Refusal, match="view_only"):
        await Watch(world.house, reach).run_job(owner, JOBS[0].name)


def test_what_changes_is_told_by_its_mark():
    assert changes(rotate)
    assert changes(invite)
    assert not changes(page)


async def test_an_act_about_a_tenant_has_the_words_held_there(world, sessions, reach):
    owner = await seen_as(world, sessions, None)
    admin = type(owner)(owner.session, world.staff.admin.id, "")
    wanted = ListOperators(world.a.tenant.id)
    with pytest.raises(Refusal, match="forbidden"):
        await reach(operator_cards, wanted, tenant=None, actor=admin)
    found = await reach(operator_cards, wanted, tenant=None, actor=admin, about="acme")
    assert found.rows
    theirs = ListOperators(world.b.tenant.id)
    for about in ("acme", "globex"):
        with pytest.raises(Refusal, match="forbidden"):
            await reach(operator_cards, theirs, tenant=None, actor=admin, about=about)


class TestRoute:
    @pytest.fixture
    def app(self, world, sessions):
        routes = ViewAs(sessions, world.house.jar, BASE_URL).routes()
        return Starlette(routes=routes)

    async def post(self, world, app, cookie, origin=BASE_URL, **fields):
        headers = (
            (b"content-type", FORM),
            (b"origin", origin.encode()),
            (b"cookie", f"{world.house.jar.console}={cookie}".encode()),
        )
        return await send(app, "POST", "/console/view-as", headers, urlencode(fields).encode())

    async def test_takes_a_role_and_gives_it_back(self, world, sessions, app):
        mine = sessions.cookie(world.staff.console_session)
        answer = await self.post(world, app, mine, role="support", to="/console/acme")
        assert (answer.status, answer.location) == (303, "/console/acme")
        viewing = answer.header("set-cookie").partition("=")[2].partition(";")[0]
        assert (await sessions.standing(viewing)).view == "support"
        back = await self.post(world, app, viewing, role="", to="/console/acme")
        own = back.header("set-cookie").partition("=")[2].partition(";")[0]
        assert (await sessions.standing(own)).view == ""

    async def test_comes_from_the_console_alone_and_knows_its_roles(self, world, sessions, app):
        mine = sessions.cookie(world.staff.console_session)
        foreign = await self.post(world, app, mine, "https://evil.example", role="support", to="/")
        assert (foreign.status, foreign.header("set-cookie")) == (403, "")
        unknown = await self.post(world, app, mine, role="god", to="/console")
        assert (unknown.status, unknown.header("set-cookie")) == (400, "")

    async def test_makes_no_session_where_there_is_none(self, world, app):
        answer = await self.post(world, app, "nothing", role="owner", to="https://evil.example")
        assert (answer.status, answer.location) == (303, "/console")
        assert answer.header("set-cookie") == ""
