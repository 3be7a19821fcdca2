"""In and out of the console, over a whole house and without a browser."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from app.console.box import Box
from app.console.reach import OperatorCall
from app.console.sessions import GrantSessions
from app.console.sign_in import SignIn, inside
from app.console.unclaimed import Unclaimed
from app.runtime.errands import Errand, ProofFor, errand_of
from domain.accounts.create import add_account
from domain.accounts.disable import disable
from domain.accounts.records import AccountStatus, Audience
from domain.kernel.fresh import FRESH_FOR
from domain.kernel.work import reads
from domain.oauth.code import issue_code
from domain.oauth.grants import open_grant
from domain.oauth.records import GrantItem
from domain.operators.assign import RoleOf, assign
from domain.operators.first import has_operator
from domain.operators.install import CONSOLE, Install, install
from domain.operators.records import Role
from domain.sessions.start import start
from domain.tenants.listing import show
from domain.tenants.records import BUILT_IN
from tests.support.factories import a_request
from tests.support.house import BASE_URL, a_house
from tests.support.stage import TEST


@pytest.mark.parametrize(
    ("asked", "gone_to"),
    [
        ("/console/acme/accounts?state=locked", "/console/acme/accounts?state=locked"),
        ("/console", "/console"),
        ("https://evil.example", "/console"),
        ("//evil.example/console", "/console"),
        ("/console\\..\\evil", "/console"),
        ("/consoleevil", "/console"),
        ("/console/sign-in?to=/console/sign-in", "/console"),
        ("/console/cb?code=x", "/console"),
        ("/console/a\r\nSet-Cookie: x=y", "/console"),
        ("/console/a#<script>", "/console"),
        ("", "/console"),
        ("/console/" + "a" * 1400, "/console/" + "a" * 1400),
        ("/console/" + "a" * 1500, "/console"),
        ("/console/" + "é" * 300, "/console"),
    ],
)
def test_goes_back_inside_the_console_only(asked, gone_to):
    assert inside(asked) == gone_to


@pytest.fixture
async def house(database_url, tmp_path):
    made = a_house(database_url, tmp_path)
    await made.call(install, Install(BASE_URL), tenant=None, actor=TEST)
    yield made
    made.close()


@pytest.fixture
def sessions(house):
    return GrantSessions(house.call, Box(bytes(32)), house.clock)


@pytest.fixture
def door(house, sessions):
    box, unclaimed = Box(bytes(32)), Unclaimed(house.call, house.jar)
    signing = SignIn(
        house.call, sessions, box, house.typed, house.jar, house.clock, BASE_URL, unclaimed
    )
    app = Starlette(routes=signing.routes())
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL)


@pytest.fixture
def operator(house):
    def act(db):
        work = house.works.open(db, BUILT_IN, TEST)
        return add_account(work, status=AccountStatus.ENABLED, audience=Audience.STAFF)

    account = house.database.write(act)
    house.call.now(assign, RoleOf(account.id, Role.OWNER), tenant=None, actor=TEST)
    return account


def a_code(house, account, challenge):
    """Sign the operator in on the hosted side and give the console its code."""

    def act(db):
        work = house.works.open(db, BUILT_IN, TEST)
        client = work.clients.by_client_id(CONSOLE)
        session = start(work, account_id=account.id, amr=("pwd",), browser="Firefox").session
        ends_at = session.ends_at
        request = a_request(
            client.id, redirect_uri=f"{BASE_URL}/console/cb", code_challenge=challenge
        )
        item = GrantItem("openid", needed=True, ends_at=ends_at, rests_on_consent=False)
        grant = open_grant(
            work,
            client=client,
            request=request,
            session=session,
            items=(item,),
            ends_at=ends_at,
            once=False,
        )
        return issue_code(work, grant=grant, client=client, request=request)

    return house.database.write(act)


async def signed_in(house, door, account, to="/console/acme"):
    began = await door.get("/console/sign-in", params={"to": to})
    asked = parse_qs(urlsplit(began.headers["location"]).query)
    code = a_code(house, account, asked["code_challenge"][0])
    return await door.get("/console/cb", params={"code": code.reveal(), "state": asked["state"][0]})


class TestBeforeTheFirstOperator:
    """A sign-in that nobody can pass helps nobody: the page says what does."""

    async def test_is_over_with_the_first_one_and_not_asked_again(
        self, house, door, operator, monkeypatch
    ):
        asked = []
        call = type(house.call).__call__

        async def counting(self, use_case, *args, **more):
            asked.append(use_case)
            return await call(self, use_case, *args, **more)

        monkeypatch.setattr(type(house.call), "__call__", counting)
        for _ in range(3):
            assert (await door.get("/console/sign-in")).status_code == 303
        assert asked.count(has_operator) == 1


class TestBegin:
    async def test_puts_no_more_into_a_cookie_than_it_holds(self, house, door, operator):
        where = {"to": "/console/acme?label=" + "ü" * 5000, "again": "erase"}
        answer = await door.get("/console/sign-in", params=where)
        assert max(map(len, answer.headers.get_list("set-cookie"))) < 3000

    async def test_asks_as_any_client_would(self, door, operator):
        answer = await door.get("/console/sign-in", params={"to": "/console/acme"})
        address = urlsplit(answer.headers["location"])
        assert address.path == "/t/byleave/oauth2/authorize"
        asked = parse_qs(address.query)
        assert asked["client_id"] == ["console"]
        assert asked["code_challenge_method"] == ["S256"]
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "acme" not in cookie

    async def test_tells_the_pages_what_a_proof_is_asked_for(self, house, door, operator):
        to = "/console/acme/api-keys/new"
        answer = await door.get("/console/sign-in", params={"to": to, "again": "api_key"})
        asked = parse_qs(urlsplit(answer.headers["location"]).query)
        assert asked["prompt"] == ["login"]
        assert "api_key" not in answer.headers["location"]
        value, state, now = door.cookies[house.jar.errand], asked["state"][0], house.clock.now()
        assert errand_of(house.typed, value, state, now) == Errand(ProofFor.API_KEY, to)
        assert errand_of(house.typed, value, state + "x", now) is None

    async def test_leads_back_inside_the_console_only(self, house, door, operator):
        answer = await door.get(
            "/console/sign-in", params={"to": "//evil.example/", "again": "\u2028"}
        )
        state = parse_qs(urlsplit(answer.headers["location"]).query)["state"][0]
        found = errand_of(house.typed, door.cookies[house.jar.errand], state, house.clock.now())
        assert found == Errand(ProofFor.ANYTHING, "/console")

    async def test_has_nothing_to_tell_of_an_ordinary_sign_in(self, house, door, operator):
        await door.get("/console/sign-in", params={"to": "/console/acme"})
        assert house.jar.errand not in door.cookies


class TestComeBack:
    async def test_opens_a_session_and_goes_where_the_operator_wanted(
        self, house, door, operator, sessions
    ):
        answer = await signed_in(house, door, operator, to="/console/acme/audit")
        assert answer.headers["location"] == "/console/acme/audit"
        identity = await sessions.standing(door.cookies[house.jar.console])
        assert identity.account_id == operator.id
        assert identity.standing == "owner:"

    async def test_lets_go_of_what_the_proof_was_asked_for(self, house, door, operator):
        began = await door.get("/console/sign-in", params={"again": "erase"})
        asked = parse_qs(urlsplit(began.headers["location"]).query)
        assert house.jar.errand in door.cookies
        code = a_code(house, operator, asked["code_challenge"][0])
        back = {"code": code.reveal(), "state": asked["state"][0]}
        assert (await door.get("/console/cb", params=back)).status_code == 303
        assert house.jar.errand not in door.cookies

    async def test_refuses_a_code_without_its_beginning(self, house, door, operator):
        answer = await door.get("/console/cb", params={"code": "x", "state": "y"})
        assert answer.status_code == 400
        assert house.jar.console not in door.cookies

    @pytest.mark.parametrize("state", ["y", "\u00e9"])
    async def test_refuses_another_state(self, house, door, operator, state):
        await door.get("/console/sign-in")
        answer = await door.get("/console/cb", params={"code": "x", "state": state})
        assert answer.status_code == 400

    async def test_refuses_a_code_used_twice(self, house, door, operator, sessions):
        began = await door.get("/console/sign-in")
        asked = parse_qs(urlsplit(began.headers["location"]).query)
        code = a_code(house, operator, asked["code_challenge"][0])
        back = {"code": code.reveal(), "state": asked["state"][0]}
        name, kept = next(iter(door.cookies.items()))
        assert (await door.get("/console/cb", params=back)).status_code == 303
        cookie = door.cookies[house.jar.console]
        door.cookies.set(name, kept)
        again = await door.get("/console/cb", params=back)
        assert again.status_code == 400
        assert await sessions.standing(cookie) is None

    async def test_says_so_when_the_person_refused(self, door, operator):
        began = await door.get("/console/sign-in")
        state = parse_qs(urlsplit(began.headers["location"]).query)["state"][0]
        answer = await door.get("/console/cb", params={"error": "access_denied", "state": state})
        assert answer.status_code == 400
        assert "refused" in answer.text

    async def test_asks_for_a_new_proof_where_the_standing_one_is_not_enough(self, door, operator):
        began = await door.get("/console/sign-in", params={"again": "1"})
        asked = parse_qs(urlsplit(began.headers["location"]).query)
        assert asked["prompt"] == ["login"]
        began = await door.get("/console/sign-in")
        assert "prompt" not in parse_qs(urlsplit(began.headers["location"]).query)


class TestStanding:
    async def test_ends_with_the_account(self, house, door, operator, sessions):
        await signed_in(house, door, operator)
        cookie = door.cookies[house.jar.console]
        house.call.now(disable, operator.id, tenant=BUILT_IN, actor=TEST)
        assert await sessions.standing(cookie) is None

    async def test_changes_with_the_role(self, house, door, operator, sessions):
        await signed_in(house, door, operator)
        cookie = door.cookies[house.jar.console]
        before = await sessions.standing(cookie)
        house.call.now(assign, RoleOf(operator.id, Role.AUDITOR), tenant=None, actor=TEST)
        assert await sessions.standing(cookie) != before

    async def test_is_nobody_for_a_made_up_cookie(self, sessions):
        assert await sessions.standing("made-up") is None


class TestLeave:
    async def test_ends_the_operators_session(self, house, door, operator, sessions):
        await signed_in(house, door, operator)
        cookie = door.cookies[house.jar.console]
        answer = await door.post("/console/sign-out", headers={"Origin": BASE_URL})
        assert answer.headers["location"] == "/console"
        assert await sessions.standing(cookie) is None

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
    async def test_is_not_asked_for_by_another_site(self, house, door, operator, sessions, origin):
        await signed_in(house, door, operator)
        headers = {"Origin": origin} if origin else {}
        answer = await door.post("/console/sign-out", headers=headers)
        assert answer.status_code == 403
        assert await sessions.standing(door.cookies[house.jar.console]) is not None


class TestReach:
    async def test_reads_permissions_anew_for_each_act(self, house, door, operator, sessions):
        await signed_in(house, door, operator)
        identity = await sessions.standing(door.cookies[house.jar.console])
        reach = OperatorCall(house.call, house.clock)
        assert (await reach(show, tenant=BUILT_IN, actor=identity)).slug == BUILT_IN
        house.call.now(disable, operator.id, tenant=BUILT_IN, actor=TEST)
        assert await reach.permissions(identity, BUILT_IN) == frozenset()

    async def test_tells_whether_the_proof_is_fresh(self, house, door, operator, sessions):
        await signed_in(house, door, operator)
        identity = await sessions.standing(door.cookies[house.jar.console])
        reach = OperatorCall(house.call, house.clock)
        now = house.clock.now()
        for proven_at, fresh in ((now, True), (now - FRESH_FOR, False), (None, False)):
            actor = replace(identity, proven_at=proven_at)
            assert actor == identity
            assert await reach(_is_fresh, tenant=BUILT_IN, actor=actor) is fresh


@reads
def _is_fresh(work):
    return work.actor.fresh
