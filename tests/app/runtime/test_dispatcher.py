"""Each path goes to its own door and to no other."""

import json

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from app.runtime.dispatcher import Dispatcher, Faces, ProtocolDoor
from tests.support.wire import send

BASE = "https://id.example"


def door(name):
    async def answer(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": name.encode()})

    return answer


class Protocol:
    def owns(self, path):
        return path.startswith("/t/acme/oauth2/")

    async def __call__(self, scope, receive, send):
        await door("protocol")(scope, receive, send)


def dispatcher(base_url=BASE, **without):
    doors = {
        "protocol": ProtocolDoor(Protocol(), door("login api")),
        "hosted": door("hosted"),
        "console": door("console"),
        "api": door("api"),
        **without,
    }
    return Dispatcher(
        Faces(**doors), health=door("health"), hosted_shelf="/static/abc", base_url=base_url
    )


async def answer(path, app=None, method="GET", host="id.example"):
    headers = ((b"host", host.encode()),) if host is not None else ()
    return await send(app or dispatcher(), method, path, headers)


class TestDoor:
    @pytest.mark.parametrize(
        ("path", "name"),
        [
            ("/", "hosted"),
            ("/t/acme/me", "hosted"),
            ("/t/acme/login/itx_x", "hosted"),
            ("/t/acme/oauth2/token", "protocol"),
            ("/t/acme/api/login", "login api"),
            ("/t/acme/api/login/itx_x/prove", "login api"),
            ("/t/a/b/api/login", "hosted"),
            ("/t/acme/apis", "hosted"),
            ("/console", "console"),
            ("/console/", "console"),
            ("/console/acme/people", "console"),
            ("/consoles", "hosted"),
            ("/api/v1/tenants", "api"),
            ("/static/abc/page.css", "hosted"),
            ("/static/abcd/page.css", "console"),
            ("/static/console/x.js", "console"),
            ("/healthz", "health"),
            ("/readyz", "health"),
            ("/healthz/more", "hosted"),
        ],
    )
    async def test_is_told_by_the_path(self, path, name):
        assert (await answer(path)).text == name

    @pytest.mark.parametrize("without", [{}, {"hosted": None}, {"console": None}])
    async def test_has_the_small_picture_that_browsers_ask_for(self, without):
        shown = await answer("/favicon.ico", dispatcher(**without))
        assert (shown.status, shown.header("content-type")) == (200, "image/x-icon")
        assert shown.body.startswith(b"\0\0\1\0")
        assert (await answer("/favicon.ico", dispatcher(**without), "POST")).status == 405

    async def test_has_no_picture_where_no_page_is(self):
        assert (await answer("/favicon.ico", dispatcher(hosted=None, console=None))).status == 404

    @pytest.mark.parametrize(
        ("path", "plane"),
        [("/t/acme/me", "hosted"), ("/console/x", "console"), ("/api/v1/x", "api")],
    )
    async def test_that_is_not_served_here_is_not_there(self, path, plane):
        shown = await answer(path, dispatcher(**{plane: None}))
        assert shown.status == 404

    async def test_of_the_protocol_is_not_the_pages_where_it_is_off(self):
        assert (await answer("/t/acme/oauth2/token", dispatcher(protocol=None))).text == "hosted"

    async def test_passes_over_what_is_no_request(self):
        sent = []
        await dispatcher()({"type": "lifespan"}, None, sent.append)
        assert sent == []


class TestHost:
    @pytest.mark.parametrize("host", ["evil.example", "id.example:8443", "", "id.example.evil"])
    async def test_another_one_is_shown_the_way(self, host):
        shown = await answer("/t/acme/me?x=1", host=host)
        assert (shown.status, shown.text) == (307, "")
        assert shown.location == f"{BASE}/t/acme/me"

    @pytest.mark.parametrize("method", ["POST", "HEAD", "PUT", "OPTIONS"])
    async def test_a_form_to_another_one_is_not_sent_on(self, method):
        shown = await answer("/t/acme/oauth2/token", method=method, host="evil.example")
        assert shown.status == 421
        assert shown.location == ""

    @pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "/%0d%0aa:b", "/é"])
    async def test_the_way_leads_to_us_alone(self, path):
        target = path.encode() if path.isascii() else b"/%C3%A9"
        shown = await send(dispatcher(), "GET", target, ((b"host", b"evil.example"),))
        assert shown.status == 307
        assert shown.location.startswith(f"{BASE}/")
        assert "\r" not in shown.location

    @pytest.mark.parametrize("path", ["/healthz", "/readyz"])
    async def test_does_not_matter_to_machines_that_ask_by_address(self, path):
        assert (await answer(path, host="10.0.0.5:8180")).text == "health"

    @pytest.mark.parametrize("scheme", ["https", "http"])
    async def test_under_ours_a_way_on_keeps_the_scheme_that_people_see(self, scheme):
        """A proxy speaks plainly to us: a page at a slash too many was led to http, path and all."""
        base = f"{scheme}://id.example"
        pages = Starlette(routes=[Route("/t/{tenant}/activate/{secret}", door("hosted"))])
        house = dispatcher(base_url=base, hosted=pages)

        async def plainly(scope, receive, send):
            await house({**scope, "scheme": "http"}, receive, send)

        shown = await answer("/t/acme/activate/s3cret/", plainly)
        assert (shown.status, shown.location) == (307, f"{base}/t/acme/activate/s3cret")


class TestCookies:
    @pytest.mark.parametrize("blank", [b"\xa0", b"\x85", b"\x1f", b"\x0c"])
    @pytest.mark.parametrize("sent", [b"%b__Host-byl-b=theirs", b"__Host-byl-b%b=theirs"])
    async def test_that_a_reader_would_take_for_ours_are_left_out(self, blank, sent):
        """A browser sends them from a sister domain, for by their bytes they have no prefix."""

        async def tell(request):
            return JSONResponse(request.cookies)

        house = dispatcher(hosted=Starlette(routes=[Route("/t/acme/me", tell)]))
        ours = b"__Host-byl-b=ours; other=a\xa0b"
        for cookie in (ours + b"; " + sent % blank, sent % blank + b"; " + ours):
            headers = ((b"host", b"id.example"), (b"cookie", cookie), (b"x", blank))
            told = json.loads((await send(house, "GET", "/t/acme/me", headers)).text)
            assert told == {"__Host-byl-b": "ours", "other": "a\xa0b"}
