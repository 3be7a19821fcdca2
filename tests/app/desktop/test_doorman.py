"""The window's port answers the window alone; the issuer's has no console."""

import json

import httpx
import pytest

from app.desktop.doorman import ENTER, KEY_COOKIE, LIFT, Desk, Doorman, Entrance
from app.desktop.tickets import Tickets
from tests.support.clock import FixedClock

WINDOW, ISSUER = 40123, 8190
BASE_URL = f"http://localhost:{ISSUER}"
OWN = f"http://127.0.0.1:{WINDOW}"


async def house(scope, receive, send):
    """Tell how the request looked from inside; send away whoever wants to sign in."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        return
    headers = [(b"content-type", b"application/json")]
    if scope["path"] == "/console/sign-in":
        headers.append((b"location", f"{BASE_URL}/t/byleave/oauth2/authorize?a=b".encode()))
    if scope["path"] == "/out":
        headers.append((b"location", b"https://shop.example/cb"))
    told = {name.decode(): value.decode() for name, value in scope["headers"]}
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})


class Door:
    """A doorman over that house, and what he was asked."""

    def __init__(self):
        self.tickets = Tickets(FixedClock())
        self.lifted = 0
        self.agents = []
        self.desk = Desk(self.tickets, self.enter, self.lift)
        self.app = Doorman(house, self.desk, port=WINDOW, base_url=BASE_URL)

    async def enter(self, agent):
        self.agents.append(agent)
        return Entrance("/console", ((b"set-cookie", b"byl-s-byleave=s; Path=/"),))

    def lift(self):
        self.lifted += 1

    async def ask(self, path, *, port=WINDOW, method="GET", key=True, **headers):
        """Ask through the socket of a port; the Host is the right one unless said otherwise."""
        usual = {"host": f"127.0.0.1:{WINDOW}" if port == WINDOW else f"localhost:{ISSUER}"}
        if key:
            usual["cookie"] = f"other=1; {KEY_COOKIE}={self.desk.key.reveal()}"
        sent = {name.replace("_", "-"): value for name, value in {**usual, **headers}.items()}
        async with httpx.AsyncClient(transport=Socket(self.app, port)) as client:
            return await client.request(method, f"http://127.0.0.1:{port}{path}", headers=sent)

    async def socket(self, **headers):
        """Open a socket; return the messages that came back."""
        usual = {"host": f"127.0.0.1:{WINDOW}", "origin": OWN}
        usual["cookie"] = f"{KEY_COOKIE}={self.desk.key.reveal()}"
        told = [(k.encode(), v.encode()) for k, v in {**usual, **headers}.items()]
        scope = {
            "type": "websocket", "path": "/console/_nicegui_ws/", "headers": told,
            "server": ("127.0.0.1", WINDOW),
        }  # fmt: skip
        sent = []

        async def receive():
            return {"type": "websocket.connect"}

        async def send(message):
            sent.append(message)

        await self.app(scope, receive, send)
        return sent


class Socket(httpx.ASGITransport):
    """A transport whose requests come in by one socket, whatever Host they name."""

    def __init__(self, app, port):
        async def by_socket(scope, receive, send):
            await app({**scope, "server": ("127.0.0.1", port)}, receive, send)

        super().__init__(by_socket)


@pytest.fixture
def door():
    return Door()


class TestWindow:
    async def test_is_the_house_under_the_issuers_name(self, door):
        answer = await door.ask("/console", origin=OWN)
        assert answer.status_code == 200
        told = answer.json()
        assert (told["host"], told["origin"]) == (f"localhost:{ISSUER}", BASE_URL)

    async def test_redirects_to_the_issuer_stay_with_the_window(self, door):
        answer = await door.ask("/console/sign-in")
        assert answer.headers["location"] == "/t/byleave/oauth2/authorize?a=b"

    async def test_redirects_to_others_are_left_alone(self, door):
        assert (await door.ask("/out")).headers["location"] == "https://shop.example/cb"

    @pytest.mark.parametrize(
        "host",
        [f"localhost:{WINDOW}", "127.0.0.1", f"evil.example:{WINDOW}", f"localhost:{ISSUER}", ""],
    )
    @pytest.mark.parametrize("path", ["/console", f"{ENTER}x", LIFT, "/healthz"])
    async def test_refuses_another_host(self, door, host, path):
        assert (await door.ask(path, host=host)).status_code == 421

    @pytest.mark.parametrize(
        "origin", ["https://evil.example", "null", BASE_URL, f"http://127.0.0.1:{WINDOW + 1}"]
    )
    async def test_refuses_another_origin(self, door, origin):
        assert (await door.ask("/console", origin=origin)).status_code == 403
        assert (await door.socket(origin=origin))[-1]["type"] == "websocket.close"

    async def test_refuses_who_carries_no_key(self, door):
        for path in ("/console", "/t/byleave/login", "/api/v1/tenants", "/healthz"):
            assert (await door.ask(path, key=False)).status_code == 403
        assert (await door.socket(cookie="a=b"))[-1]["type"] == "websocket.close"

    async def test_refuses_a_key_that_is_not_ours(self, door):
        for wrong in ("", "x", "x" * 43, "ü"):
            answer = await door.ask("/console", cookie=f"{KEY_COOKIE}={wrong}".encode())
            assert answer.status_code == 403

    async def test_opens_a_socket_for_the_window(self, door):
        assert await door.socket() == [{"type": "websocket.accept"}]


class TestTicket:
    async def test_is_exchanged_for_the_key_and_a_session(self, door):
        answer = await door.ask(ENTER + door.tickets.issue().reveal(), key=False, user_agent="Qt")
        assert answer.status_code == 200
        cookies = answer.headers.get_list("set-cookie")
        assert cookies[0] == (
            f"{KEY_COOKIE}={door.desk.key.reveal()}; Path=/; HttpOnly; SameSite=Strict"
        )
        assert cookies[1].startswith("byl-s-byleave=")
        assert 'content="0;url=/console"' in answer.text
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert door.agents == ["Qt"]

    async def test_is_refused_a_second_time(self, door):
        path = ENTER + door.tickets.issue().reveal()
        first, second = await door.ask(path, key=False), await door.ask(path)
        assert (first.status_code, second.status_code) == (200, 403)
        assert "set-cookie" not in second.headers
        assert len(door.agents) == 1

    async def test_of_nobody_is_refused(self, door):
        assert (await door.ask(f"{ENTER}guess")).status_code == 403

    async def test_is_not_used_up_by_a_foreign_page(self, door):
        path = ENTER + door.tickets.issue().reveal()
        assert (await door.ask(path, origin="https://evil.example")).status_code == 403
        assert (await door.ask(path, host="evil.example")).status_code == 421
        assert (await door.ask(path)).status_code == 200

    async def test_is_nothing_at_the_issuers_port(self, door):
        path = ENTER + door.tickets.issue().reveal()
        await door.ask(path, port=ISSUER)
        assert door.agents == []
        assert (await door.ask(path)).status_code == 200


class TestLift:
    async def test_brings_the_window_to_the_front_for_who_has_the_key(self, door):
        key = door.desk.key.reveal()
        answer = await door.ask(LIFT, method="POST", key=False, x_byleave_window=key)
        assert (answer.status_code, door.lifted) == (204, 1)

    @pytest.mark.parametrize("key", ["", "guess"])
    async def test_refuses_anybody_else(self, door, key):
        answer = await door.ask(LIFT, method="POST", x_byleave_window=key)
        assert (answer.status_code, door.lifted) == (403, 0)

    async def test_nothing_else_is_there(self, door):
        assert (await door.ask("/desktop/other")).status_code == 404
        assert (await door.ask(LIFT)).status_code == 404


class TestIssuer:
    @pytest.mark.parametrize("path", ["/console", "/console/", "/console/acme/accounts"])
    async def test_has_no_console(self, door, path):
        assert (await door.ask(path, port=ISSUER)).status_code == 404

    async def test_is_the_house_as_it_is(self, door):
        answer = await door.ask("/t/acme/.well-known/openid-configuration", port=ISSUER)
        assert answer.json()["host"] == f"localhost:{ISSUER}"
