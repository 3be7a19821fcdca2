"""Attacks on the console, made against a running server."""

import asyncio
import time
import uuid

import pytest

from tests.app.console.wire import (
    PATIENCE,
    SOCKET_PATH,
    open_page,
    query,
    read_page,
    refused,
    socket,
)

PAGE = "/console/harbour/press"
EVIL = "https://evil.example"


async def _pressed(demo) -> list[str]:
    await asyncio.sleep(0.2)
    return (await demo.pages())["pressed"]


async def _comes(look, wanted) -> bool:
    """Wait until something is in what is looked at: the server is another process."""
    ends_at = time.monotonic() + PATIENCE
    while wanted not in await look():
        if time.monotonic() > ends_at:
            return False
    return True


class TestAnonymous:
    async def test_builds_no_page(self, demo):
        before = (await demo.pages())["open"]
        async with demo.visitor() as http:
            for _ in range(5):
                answer = await http.get(PAGE)
                assert answer.status_code == 303
        assert set((await demo.pages())["open"]) <= set(before)  # those nobody came for may go

    async def test_keeps_the_deep_link_through_sign_in(self, demo):
        async with demo.visitor() as http:
            answer = await http.get("/console/harbour/accounts?state=locked&after=Zg")
        wanted = "/console/harbour/accounts%3Fstate%3Dlocked%26after%3DZg"
        assert answer.headers["location"] == f"/console/sign-in?to={wanted}"

    @pytest.mark.parametrize("cookie", [None, "made-up"])
    async def test_opens_no_socket(self, demo, cookie):
        page = await open_page(demo.base, await demo.sign_in())
        assert await refused(demo.base, cookie, page.client_id) == 403

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/console/_nicegui/3.18.0/static/nicegui.js"),
            ("GET", "/console/_nicegui/standing"),
            ("GET", SOCKET_PATH + "?" + query(str(uuid.uuid4()), "polling")),
            ("POST", SOCKET_PATH + "?" + query(str(uuid.uuid4()), "polling")),
            ("POST", PAGE),
            ("GET", "/console//_nicegui_ws/socket.io/?EIO=4&transport=polling"),
            ("GET", "/console/%2e%2e/console/harbour/press"),
        ],
    )
    async def test_gets_nothing_else_either(self, demo, method, path):
        async with demo.visitor() as http:
            answer = await http.request(method, path)
        assert answer.status_code in {303, 401}


class TestForeignOrigin:
    @pytest.mark.parametrize("origin", [EVIL, "null", None, "http://127.0.0.1:1"])
    async def test_opens_no_socket_even_with_the_cookie(self, demo, origin):
        cookie = await demo.sign_in()
        page = await open_page(demo.base, cookie)
        assert await refused(demo.base, cookie, page.client_id, origin=origin) == 403

    async def test_polls_nothing_even_with_the_cookie(self, demo):
        cookie = await demo.sign_in()
        page = await open_page(demo.base, cookie)
        address = SOCKET_PATH + "?" + query(page.client_id, "polling")
        headers = {"Cookie": f"byl-c={cookie}", "Origin": EVIL}
        async with demo.visitor(**headers) as http:
            assert (await http.get(address)).status_code == 403
            assert (await http.post(address)).status_code == 403

    async def test_posts_nothing_without_an_origin(self, demo):
        headers = {"Cookie": f"byl-c={await demo.sign_in()}"}
        async with demo.visitor(**headers) as http:
            assert (await http.post(PAGE)).status_code == 403


class TestOwnPage:
    async def test_is_pressed(self, demo):
        name = f"own-{uuid.uuid4()}"
        cookie = await demo.sign_in(name)
        page = await open_page(demo.base, cookie)
        async with socket(demo.base, cookie, page.client_id) as own:
            await own.send(page.press())
            assert await _comes(lambda: _pressed(demo), name)


class TestStolenClientId:
    async def test_presses_nothing_on_another_operators_page(self, demo):
        victim = f"victim-{uuid.uuid4()}"
        cookie = await demo.sign_in(victim)
        page = await open_page(demo.base, cookie)
        thief_cookie = await demo.sign_in("thief")
        thief_page = await open_page(demo.base, thief_cookie)
        async with (
            socket(demo.base, cookie, page.client_id),
            socket(demo.base, thief_cookie, thief_page.client_id) as thief,
        ):
            await thief.send(page.press())
            assert victim not in await _pressed(demo)

    async def test_opens_no_second_socket_to_the_page(self, demo):
        page = await open_page(demo.base, await demo.sign_in())
        assert await refused(demo.base, await demo.sign_in("thief"), page.client_id) == 403

    async def test_cannot_be_left_out(self, demo):
        assert await refused(demo.base, await demo.sign_in(), None) == 403

    async def test_does_not_let_a_stranger_end_the_page(self, demo):
        cookie = await demo.sign_in()
        page = await open_page(demo.base, cookie)
        await refused(demo.base, "made-up", page.client_id)
        assert await refused(demo.base, cookie, page.client_id) == 0

    async def test_does_not_open_another_sessions_polling(self, demo):
        cookie = await demo.sign_in()
        page = await open_page(demo.base, cookie)
        headers = {"Cookie": f"byl-c={cookie}", "Origin": demo.base}
        async with demo.visitor(**headers) as http:
            opened = await http.get(SOCKET_PATH + "?" + query(page.client_id, "polling"))
            assert opened.status_code == 200
            sid = opened.text.partition('"sid":"')[2].partition('"')[0]
        thief_cookie = await demo.sign_in("thief")
        own = await open_page(demo.base, thief_cookie)
        headers["Cookie"] = f"byl-c={thief_cookie}"
        async with demo.visitor(**headers) as http:
            stolen = await http.get(SOCKET_PATH + "?" + query(own.client_id, "polling", sid=sid))
        assert stolen.status_code == 403


class TestAfterTheSessionEnded:
    @pytest.mark.parametrize("act", ["end", "change"])
    async def test_the_next_frame_closes_the_socket_and_ends_the_page(self, demo, act):
        name = f"gone-{uuid.uuid4()}"
        cookie = await demo.sign_in(name)
        page = await open_page(demo.base, cookie)
        assert page.client_id in (await demo.pages())["open"]
        async with socket(demo.base, cookie, page.client_id) as open_socket:
            await demo.tell(act, cookie)
            await open_socket.send(page.press())
            assert await open_socket.until_closed() == 4401
        pages = await demo.pages()
        assert name not in pages["pressed"]
        assert page.client_id not in pages["open"]

    async def test_the_page_asks_for_sign_in_again(self, demo):
        cookie = await demo.sign_in()
        await demo.tell("end", cookie)
        headers = {"Cookie": f"byl-c={cookie}"}
        async with demo.visitor(**headers) as http:
            assert (await http.get("/console/_nicegui/standing")).status_code == 401
            assert (await http.get(PAGE)).status_code == 303

    async def test_long_polling_stops_as_well(self, demo):
        name = f"polls-{uuid.uuid4()}"
        cookie = await demo.sign_in(name)
        page = await open_page(demo.base, cookie)
        address = SOCKET_PATH + "?" + query(page.client_id, "polling")
        headers = {"Cookie": f"byl-c={cookie}", "Origin": demo.base}
        async with demo.visitor(**headers) as http:
            opened = await http.get(address)
            sid = opened.text.partition('"sid":"')[2].partition('"')[0]
            assert (await http.post(f"{address}&sid={sid}", content="40")).status_code == 200
            await demo.tell("end", cookie)
            posted = await http.post(f"{address}&sid={sid}", content=page.press())
            polled = await http.get(f"{address}&sid={sid}")
        assert (posted.status_code, polled.status_code) == (401, 401)
        assert name not in await _pressed(demo)


class TestLogs:
    async def test_hold_no_client_id(self, demo):
        cookie = await demo.sign_in()
        page = await open_page(demo.base, cookie)
        async with socket(demo.base, cookie, page.client_id) as own:
            await own.send(page.press())
            await own.send(
                f'42["log",{{"client_id":"{page.client_id}","level":"error","message":"typed"}}]'
            )
            await asyncio.sleep(0.2)

        async def said():
            return demo.log.read_text()

        assert await _comes(said, "WebSocket")
        written = await said()
        assert page.client_id not in written
        assert "typed" not in written


class TestPolicy:
    async def test_every_script_carries_the_nonce_of_its_answer(self, demo):
        headers = {"Cookie": f"byl-c={await demo.sign_in()}"}
        async with demo.visitor(**headers) as http:
            first, second = await http.get(PAGE), await http.get(PAGE)
        nonces = []
        for answer in (first, second):
            policy = answer.headers["content-security-policy"]
            nonce = policy.partition("'nonce-")[2].partition("'")[0]
            assert answer.text.count("<script") == answer.text.count(f'<script nonce="{nonce}"')
            nonces.append(nonce)
        assert nonces[0] != nonces[1]
        assert (
            "'unsafe-inline'"
            not in first.headers["content-security-policy"].partition("style-src")[0]
        )


class TestWithoutTheGuard:
    """Shows that these are attacks: each of them works where the guard is taken away."""

    async def test_a_stranger_builds_pages(self, unguarded):
        page = await open_page(unguarded.base, None)
        assert page.client_id in (await unguarded.pages())["open"]

    async def test_a_stranger_from_anywhere_opens_sockets(self, unguarded):
        page = await open_page(unguarded.base, None)
        assert await refused(unguarded.base, None, page.client_id, origin=EVIL) == 0

    async def test_a_stranger_presses_another_visitors_button(self, unguarded):
        page = await open_page(unguarded.base, None)
        other = await open_page(unguarded.base, None)
        async with (
            socket(unguarded.base, None, page.client_id),
            socket(unguarded.base, None, other.client_id) as thief,
        ):
            await thief.send(page.press())
            assert await _comes(lambda: _pressed(unguarded), "anyone")

    async def test_polling_asks_for_nothing(self, unguarded):
        page = await open_page(unguarded.base, None)
        async with unguarded.visitor() as http:
            answer = await http.get(SOCKET_PATH + "?" + query(page.client_id, "polling"))
        assert answer.status_code == 200


def test_the_reader_of_pages_finds_what_it_looks_for():
    text = """parseElements(String.raw`{"7":{"props":{"data-testid":"press"},"events":[{"listener_id":"L"}]}}`)
    query: {'client_id': '01234567-89ab-cdef-0123-456789abcdef'}"""
    assert read_page(text).element == 7
