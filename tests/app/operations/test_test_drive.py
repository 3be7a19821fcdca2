import json

import pytest

from app.operations.demo import CLIENT_ID, Wish, decoded, demo_client
from app.operations.test_drive import MOST_RUNS, Drives
from domain.clients.records import Relaxation
from domain.kernel.secrets import base64url

BASE = "https://id.example"
WISH = Wish(("openid",))


def a_jwt(**claims):
    return f"e30.{base64url(json.dumps(claims).encode())}.sig"


class Protocol:
    """Answers as the endpoints would, and keeps what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    async def __call__(self, scope, receive, send):
        body = (await receive()).get("body", b"")
        self.asked.append((scope["path"], body.decode(), dict(scope["headers"])))
        status, told = self.answers.pop(0)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(told).encode()})


class TestBegin:
    async def test_asks_with_pkce_and_a_state_of_its_own(self):
        drives = Drives(Protocol(), BASE)
        run, address = await drives.begin("acme", "me", WISH)
        assert address.startswith(f"{BASE}/t/acme/oauth2/authorize?client_id=test-drive")
        assert f"state={run.state}" in address
        assert run.verifier not in address

    async def test_pushes_first_when_asked_to(self):
        protocol = Protocol((201, {"request_uri": "urn:x:abcdefgh", "expires_in": 90}))
        run, address = await Drives(protocol, BASE).begin(
            "acme", "me", Wish(("openid",), push=True)
        )
        assert address.endswith("?client_id=test-drive&request_uri=urn%3Ax%3Aabcdefgh")
        assert (run.hops[0].status, run.hops[0].got["request_uri"]) == (201, "…efgh")

    async def test_pushes_the_name_of_a_persona_so_that_it_stands_in_no_address(self):
        protocol = Protocol((201, {"request_uri": "urn:x:abcdefgh", "expires_in": 90}))
        wish = Wish(("openid",), push=True, hint="pia")
        _, address = await Drives(protocol, BASE).begin("acme", "me", wish)
        assert "pia" not in address
        assert "login_hint=pia" in protocol.asked[0][1]

    async def test_shows_a_push_that_was_refused(self):
        protocol = Protocol((400, {"error": "invalid_scope"}))
        run, address = await Drives(protocol, BASE).begin("acme", "me", Wish(("x",), push=True))
        assert address == ""
        assert run.hops[0].got == {"error": "invalid_scope"}


class TestFinish:
    async def test_exchanges_the_code_and_shows_no_token_whole(self):
        access = a_jwt(gid="g1", scope="openid")
        protocol = Protocol(
            (
                200,
                {
                    "access_token": access,
                    "refresh_token": "byl_rt_secret",
                    "id_token": a_jwt(sub="s"),
                },
            )
        )
        drives = Drives(protocol, BASE)
        run, _ = await drives.begin("acme", "me", WISH)
        run = await drives.finish(run, {"code": "the-code-1234", "state": run.state})
        assert run.grant == "g1"
        assert "code_verifier=" in protocol.asked[0][1]
        shown = json.dumps([(dict(h.sent), dict(h.got)) for h in run.hops])
        assert access not in shown
        assert "byl_rt_secret" not in shown
        assert "the-code-1234" not in shown
        assert run.hops[-1].tokens["id_token"] == {"sub": "s"}

    async def test_stops_at_a_refusal(self):
        drives = Drives(Protocol(), BASE)
        run, _ = await drives.begin("acme", "me", WISH)
        run = await drives.finish(run, {"error": "access_denied", "state": run.state})
        assert [hop.title for hop in run.hops] == ["Refused"]

    async def test_takes_an_answer_once(self):
        drives = Drives(Protocol(), BASE)
        run, _ = await drives.begin("acme", "me", WISH)
        state = run.state
        await drives.finish(run, {"error": "access_denied"})
        assert drives.by_state(state, "me", "acme") is None


class TestGet:
    @pytest.mark.parametrize(("owner", "slug"), [("other", "acme"), ("me", "globex")])
    async def test_shows_a_drive_to_nobody_else(self, owner, slug):
        drives = Drives(Protocol(), BASE)
        run, _ = await drives.begin("acme", "me", WISH)
        assert drives.get(run.id, "me", "acme") is run
        assert drives.get(run.id, owner, slug) is None
        assert drives.by_state(run.state, owner, slug) is None

    async def test_forgets_the_oldest(self):
        drives = Drives(Protocol(), BASE)
        first, _ = await drives.begin("acme", "me", WISH)
        for _ in range(MOST_RUNS):
            await drives.begin("acme", "me", WISH)
        assert drives.get(first.id, "me", "acme") is None


class TestAfterwards:
    async def test_rotates_and_looks_again(self):
        protocol = Protocol(
            (200, {"access_token": a_jwt(gid="g1"), "refresh_token": "r1"}),
            (200, {"access_token": a_jwt(gid="g1"), "refresh_token": "r2"}),
            (401, {"error": "invalid_token"}),
        )
        drives = Drives(protocol, BASE)
        run, _ = await drives.begin("acme", "me", WISH)
        run = await drives.finish(run, {"code": "c", "state": run.state})
        run = await drives.refresh(run)
        assert run.refresh == "r2"
        run = await drives.look(run, {"active": False}, 3)
        assert [hop.title for hop in run.hops[-2:]] == ["UserInfo", "Introspection: not active"]
        assert drives.newest("me", "acme") == run


class TestDemoClient:
    def test_is_an_ordinary_public_client(self):
        made = demo_client(BASE, "acme")
        assert made.client_id == CLIENT_ID
        assert made.redirect_uris == (f"{BASE}/console/acme/drive/cb",)
        assert made.require_pkce
        assert made.relaxations == ()

    def test_names_its_reason_on_this_machine(self):
        made = demo_client("http://localhost:8180", "acme")
        assert [type(each) for each in made.relaxations] == [Relaxation]


@pytest.mark.parametrize("token", ["", "opaque", "a.b", "a.!!!.c", "a.WzFd.c"])
def test_what_is_no_jwt_has_no_claims(token):
    assert decoded(token) == {}
