"""The window's own port: answers the window that was opened from here, and nothing else.

The console is behind this port alone. Whoever reaches it must name it rightly (Host), must not come
from another site (Origin), and must carry the key that a one-time ticket was exchanged for; other
users of the machine, pages of other sites and names that were bent to 127.0.0.1 have none of them
all (ADR-11). Inside, the house is asked under the name of its issuer.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse, PlainTextResponse, Response

from domain.kernel.secrets import Secret, new_secret

if TYPE_CHECKING:
    from app.desktop.tickets import Tickets
    from app.runtime.dispatcher import AsgiApp, Message, Receive, Scope, Send

ENTER: Final = "/desktop/enter/"
LIFT: Final = "/desktop/lift"
KEY_HEADER: Final = b"x-byleave-window"
KEY_COOKIE: Final = "byl-window"

_QUIET: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_CONSOLE: Final = "/console"
_ELSEWHERE: Final = "The console of this Byleave is in its own window."


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where a ticket leads.

    Args:
        path: inside the house.
        cookies: Set-Cookie headers that go with it.
    """

    path: str
    cookies: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What the doorman asks.

    Args:
        tickets: the one-time ones.
        enter: signs the window in; takes its User-Agent.
        lift: brings the window to the front.
        key: what the window carries while this process lives.
    """

    tickets: Tickets
    enter: Callable[[str], Awaitable[Entrance]]
    lift: Callable[[], None]
    key: Secret = field(default_factory=new_secret)


class Doorman:
    """Tells the two ports apart by the socket a request came in by, which no header can forge.

    Args:
        inner: the house.
        desk: who lets the window in.
        port: the window's.
        base_url: of the issuer, whose port answers the protocol and the hosted pages.
    """

    def __init__(self, inner: AsgiApp, desk: Desk, *, port: int, base_url: str) -> None:
        """Stand before `inner`."""
        self._inner = inner
        self._desk = desk
        self._port = port
        self._base_url = base_url
        self._host = f"127.0.0.1:{port}"
        self._origin = f"http://{self._host}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, open a socket, or live."""
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
        elif scope["server"][1] == self._port:
            await self._window(scope, receive, send)
        elif scope["path"] == _CONSOLE or scope["path"].startswith(f"{_CONSOLE}/"):
            await _turn_away(PlainTextResponse(_ELSEWHERE, 404, _QUIET), scope, receive, send)
        else:
            await self._inner(scope, receive, send)

    async def _window(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._foreign(scope) or await self._own(scope)
        if answer is None and not self._carries_key(scope):
            answer = _page("This address works in Byleave's own window alone.", 403)
        if answer is not None:
            await _turn_away(answer, scope, receive, send)
            return
        await self._inner(self._inward(scope), receive, self._outward(send))

    def _foreign(self, scope: Scope) -> Response | None:
        """Refuse another Host and another Origin, whatever is asked for."""
        if _values(scope, b"host") != [self._host]:
            return PlainTextResponse("This port has another name.", 421, _QUIET)
        if any(origin != self._origin for origin in _values(scope, b"origin")):
            return PlainTextResponse("This request came from another site.", 403, _QUIET)
        return None

    async def _own(self, scope: Scope) -> Response | None:
        """Answer what is asked of the doorman himself."""
        path = scope["path"]
        if scope["type"] != "http" or not path.startswith("/desktop/"):
            return None
        if path == LIFT and scope["method"] == "POST":
            return self._lift(scope)
        if path.startswith(ENTER) and scope["method"] == "GET":
            return await self._let_in(scope, path.removeprefix(ENTER))
        return _page("There is nothing here.", 404)

    def _lift(self, scope: Scope) -> Response:
        shown = _values(scope, KEY_HEADER)
        if len(shown) != 1 or not self._is_key(shown[0]):
            return _page("This address works in Byleave's own window alone.", 403)
        self._desk.lift()
        return Response(status_code=204, headers=_QUIET)

    async def _let_in(self, scope: Scope, shown: str) -> Response:
        if not self._desk.tickets.use(shown):
            return _page("This ticket was used or has run out. Start Byleave again.", 403)
        agent = next(iter(_values(scope, b"user-agent")), "")
        entrance = await self._desk.enter(agent)
        # A redirect would still count as coming from outside, and the key would stay behind.
        answer = _page("Byleave opens …", 200, onward=entrance.path)
        kept = f"{KEY_COOKIE}={self._desk.key.reveal()}; Path=/; HttpOnly; SameSite=Strict"
        answer.raw_headers.append((b"set-cookie", kept.encode("ascii")))
        answer.raw_headers.extend(entrance.cookies)
        return answer

    def _carries_key(self, scope: Scope) -> bool:
        return any(self._is_key(value) for value in _cookies(_values(scope, b"cookie")))

    def _is_key(self, shown: str) -> bool:
        return hmac.compare_digest(shown.encode(), self._desk.key.reveal().encode())

    def _inward(self, scope: Scope) -> Scope:
        """Return the request as the house knows itself: under the issuer's name."""
        known = {b"host": urlsplit(self._base_url).netloc, b"origin": self._base_url}
        headers = [
            (name, known[name].encode("latin-1") if name in known else value)
            for name, value in scope["headers"]
        ]
        return {**scope, "headers": headers}

    def _outward(self, send: Send) -> Send:
        """Return a `send` whose redirects stay with the window."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name, self._led(name, value)) for name, value in message["headers"]]
                message = {**message, "headers": headers}
            await send(message)

        return answer

    def _led(self, name: bytes, value: bytes) -> bytes:
        inside = value.startswith(f"{self._base_url}/".encode("latin-1"))
        if name.lower() != b"location" or not inside:
            return value
        return value.removeprefix(self._base_url.encode("latin-1"))


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _cookies(headers: Iterable[str]) -> list[str]:
    """Return what the key's cookie holds, wherever it stands."""
    found = []
    for header in headers:
        for part in header.split(";"):
            try:
                jar = SimpleCookie(part.strip())
            except CookieError:
                continue
            found += [jar[KEY_COOKIE].value] if KEY_COOKIE in jar else []
    return found


def _page(sentence: str, status: int, *, onward: str = "") -> Response:
    refresh = f'<meta http-equiv="refresh" content="0;url={escape(onward)}">' if onward else ""
    body = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Byleave</title>{refresh}'
        f'<meta name="color-scheme" content="light dark"><p>{escape(sentence)}</p></html>'
    )
    return HTMLResponse(body, status, _QUIET)


async def _turn_away(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer in the house's place; a socket is closed before it opens."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4403})
        return
    await answer(scope, receive, send)
