"""The only way into the console: a pure ASGI guard before NiceGUI (ADR-10).

An anonymous request builds no page, an anonymous or foreign socket does not open, and a session
that ends takes its sockets with it. What a page may do is asked in the use cases, not here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from app.console.csp import StampedSend
from app.console.sockets import client_id_of, evict, owns_page
from app.console.standing import SCOPE_KEY, ConsoleIdentity, Sessions

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SIGNED_OUT: Final = 4401
"""Close code of a socket whose session ended."""
_OUTGOING_CHECK_SECONDS: Final = 5.0
"""How long a page may be written to before its session is asked for again, nothing coming in."""
_SOCKET_PATH: Final = "/_nicegui_ws/"
_ASSET_PATH: Final = "/_nicegui/"
_STANDING_PATH: Final = "/_nicegui/standing"
"""Asked by a page whose socket closed, to learn whether its session ended."""
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Doorway:
    """Where the console stands and how its session is carried.

    Args:
        cookie: name of the console session's cookie.
        prefix: path of the mount, without a slash at its end.
        sign_in: path that starts a sign-in; takes `?to=` a path below the prefix.
        public_origin: scheme and host people see, for a proxy that changes Host; else None.
    """

    cookie: str
    prefix: str = "/console"
    sign_in: str = "/console/sign-in"
    public_origin: str | None = None


class ConsoleGuard:
    """Stands before NiceGUI's application.

    Args:
        inner: the application behind the guard.
        sessions: tells whether a session stands.
        doorway: names and paths.
    """

    def __init__(self, inner: ASGIApp, sessions: Sessions, doorway: Doorway) -> None:
        """Guard `inner`."""
        self._inner = inner
        self._sessions = sessions
        self._doorway = doorway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request or a socket in, or turn it away."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._inner(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        identity = await self._identity(connection)
        refusal = self._turned_away(connection, identity)
        if refusal is not None or identity is None:
            await (refusal or _unauthorised())(scope, receive, StampedSend(send))
            return
        scope[SCOPE_KEY] = identity
        await self._inner(scope, receive, StampedSend(send))

    def _turned_away(
        self, connection: HTTPConnection, identity: ConsoleIdentity | None
    ) -> Response | None:
        scope = connection.scope
        path = scope["path"].removeprefix(self._doorway.prefix)
        if identity is None:
            wants_page = scope["method"] == "GET" and not path.startswith(
                (_SOCKET_PATH, _ASSET_PATH)
            )
            return self._to_sign_in(scope) if wants_page else _unauthorised()
        if path == _STANDING_PATH:
            return Response(status_code=204, headers={"Cache-Control": "no-store"})
        socket = path.startswith(_SOCKET_PATH)
        if (scope["method"] not in _SAFE or socket) and not self._from_here(
            connection, needed=scope["method"] not in _SAFE
        ):
            return PlainTextResponse("This request came from another site.", 403)
        if socket and not self._own(identity, scope):
            return PlainTextResponse("This page belongs to another session.", 403)
        return None

    def _to_sign_in(self, scope: Scope) -> Response:
        wanted = scope["path"]
        if scope["query_string"]:
            wanted += "?" + scope["query_string"].decode("latin-1")
        address = f"{self._doorway.sign_in}?to={quote(wanted, safe='/')}"
        return RedirectResponse(address, 303, {"Cache-Control": "no-store"})

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        identity = await self._identity(connection)
        if (
            identity is None
            or not self._from_here(connection, needed=True)
            or not self._own(identity, scope)
        ):
            await receive()
            await send({"type": "websocket.close", "code": SIGNED_OUT})
            return
        scope[SCOPE_KEY] = identity
        cookie = connection.cookies[self._doorway.cookie]
        socket = _WatchedSocket(self._sessions, cookie, identity, scope, receive, send)
        await self._inner(scope, socket.receive, socket.send)

    async def _identity(self, connection: HTTPConnection) -> ConsoleIdentity | None:
        value = connection.cookies.get(self._doorway.cookie)
        return await self._sessions.standing(value) if value else None

    @staticmethod
    def _own(identity: ConsoleIdentity, scope: Scope) -> bool:
        query = scope["query_string"]
        return client_id_of(query) is not None and owns_page(identity, query)

    def _from_here(self, connection: HTTPConnection, *, needed: bool) -> bool:
        origin = connection.headers.get("origin")
        if origin is None:
            return not needed
        if origin == self._doorway.public_origin:
            return True
        parts = urlsplit(origin)
        return parts.scheme in {"http", "https"} and parts.netloc == connection.headers.get("host")


def _unauthorised() -> Response:
    return PlainTextResponse("Sign in first.", 401, {"Cache-Control": "no-store"})


class _WatchedSocket:
    """A socket that closes as soon as it is seen that its session stands no more."""

    def __init__(
        self,
        sessions: Sessions,
        cookie: str,
        identity: ConsoleIdentity,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        self._sessions = sessions
        self._cookie = cookie
        self._identity = identity
        self._client_id = client_id_of(scope["query_string"]) or ""
        self._receive = receive
        self._send = send
        self._ended = False
        self._checked = time.monotonic()

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "websocket.receive" and not await self._stands():
            await self._end()
            return {"type": "websocket.disconnect", "code": SIGNED_OUT}
        return message

    async def send(self, message: Message) -> None:
        if self._ended:
            return
        late = time.monotonic() - self._checked > _OUTGOING_CHECK_SECONDS
        if late and message["type"] == "websocket.send" and not await self._stands():
            await self._end()
            return
        await self._send(message)

    async def _stands(self) -> bool:
        now = await self._sessions.standing(self._cookie)
        self._checked = time.monotonic()
        return now == self._identity

    async def _end(self) -> None:
        if self._ended:
            return
        self._ended = True
        evict(self._client_id, self._identity.session)
        await self._send({"type": "websocket.close", "code": SIGNED_OUT, "reason": "signed out"})
