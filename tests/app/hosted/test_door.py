"""A path's page is found part by part, and never another one than the routes name."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Match, Mount, Route

from app.hosted.door import HostedDoor
from app.server import build, hosted_app, site_of
from tests.support.wire import Browser, send
from tests.support.worlds import world, world_template

__all__ = ["world", "world_template"]

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get", "")
VALUES = {"tenant": "acme", "interaction": "itx_x", "link": "ab-c"}
ODD = ("", "/", "//", "/more", "\n", "\x00", "é", "%2F", "?")


async def shown(request):
    return PlainTextResponse(f"{request.url.path} {sorted(request.path_params.items())}")


async def posted(request):
    return PlainTextResponse((await request.body()).decode())


async def fails(_request):
    message = "on purpose"
    raise RuntimeError(message)


async def missing(_request, _fault):
    return PlainTextResponse("nothing here", 404)


async def broken(_request, fault):
    return PlainTextResponse(f"broken: {fault}", 500)


ROUTES = [
    Route("/t/{tenant}/me", shown, methods=["GET"]),
    Route("/t/{tenant}/login/{interaction}", shown, methods=["GET"]),
    Route("/t/{tenant}/login/{interaction}", posted, methods=["POST"]),
    Route("/t/{tenant}/fails", fails, methods=["GET"]),
    Mount("/files", PlainTextResponse("file")),
    Route("/", shown, methods=["GET"]),
]


@pytest.fixture
def door():
    return HostedDoor(ROUTES, missing=missing, broken=broken)


@pytest.fixture
def starlettes():
    return Starlette(routes=ROUTES, exception_handlers={404: missing, 500: broken})


def paths_of(routes):
    """Return each route's path with values in it, and what is nearly that path."""
    for route in routes:
        if isinstance(route, Route):
            path = route.path.format(**VALUES)
            yield from (path, *(path + odd for odd in ODD), path.upper(), "/" + path)
            yield from (path.replace("acme", odd) for odd in ("", "\n", "a\n", "a/b", "Ä"))


class TestFind:
    def test_finds_what_starlette_finds_or_leaves_it_to_it(self, world):
        door = hosted_app(site_of(world.house))
        found = 0
        for path in paths_of(door.routes):
            for method in METHODS:
                scope = {"type": "http", "path": path, "method": method, "root_path": ""}
                told = [route.matches(scope) for route in door.routes]
                full = [child for match, child in told if match is Match.FULL]
                page = door.find(method, path)
                if page is not None:
                    found += 1
                    assert page == (full[0]["endpoint"], full[0]["path_params"]), path
        assert found > 3 * len(door.routes)

    def test_finds_every_page_at_its_own_path(self, world):
        door = hosted_app(site_of(world.house))
        for route in door.routes:
            if isinstance(route, Route):
                for method in route.methods:
                    assert door.find(method, route.path.format(**VALUES)), route.path


class TestAnswer:
    @pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT"])
    @pytest.mark.parametrize(
        "path",
        [
            "/", "", "/t/acme/me", "/t/acme/me/", "/t/acme/me?a=b", "/t//me", "/t/%C3%A4/me",
            "/t/a%2Fb/me", "/t/acme/me%0A", "/t/acme/login/x", "/t/acme/login/", "/files/a",
            "/files", "/nothing", "//",
        ],
    )  # fmt: skip
    async def test_answers_as_starlette_does(self, door, starlettes, method, path):
        ours = await send(door, method, path, body=b"told")
        theirs = await send(starlettes, method, path, body=b"told")
        assert (ours.status, ours.body) == (theirs.status, theirs.body)
        assert set(ours.headers) == set(theirs.headers)

    async def test_leaves_sockets_to_starlette(self, door):
        sent = []

        async def receive():
            return {"type": "websocket.connect"}

        async def take(message):
            sent.append(message)

        scope = {"type": "websocket", "path": "/t/acme/me", "root_path": "", "headers": []}
        await door(scope, receive, take)
        assert [message["type"] for message in sent] == ["websocket.close"]


class TestFault:
    async def test_a_page_that_fails_is_answered_and_the_fault_goes_on(self, door):
        sent = []

        async def take(message):
            sent.append(message)

        scope = {"type": "http", "path": "/t/acme/fails", "method": "GET", "headers": []}
        with pytest.raises(RuntimeError, match="on purpose"):
            await door(scope, None, take)
        assert sent[0]["status"] == 500
        assert sent[1]["body"] == b"broken: on purpose"

    async def test_a_page_that_fails_says_so_in_our_frame(self, world, monkeypatch):
        app = build(world.house)
        monkeypatch.setattr("app.hosted.routes.look.style_of", fails_at_once)
        sent = []

        async def take(message):
            sent.append(message)

        scope = {
            "type": "http", "path": "/t/acme/brand.css", "method": "GET", "query_string": b"",
            "headers": [(b"host", world.house.settings.base_url.partition("//")[2].encode())],
        }  # fmt: skip
        with pytest.raises(ZeroDivisionError):
            await app(scope, None, take)
        assert sent[0]["status"] == 500
        assert b"nothing was changed" in sent[1]["body"]
        assert (await Browser(app).get("/t/acme/sign-out")).status < 500


def fails_at_once(_branding):
    return 1 // 0
