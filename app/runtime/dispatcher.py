"""Each path goes to its own door and to no other."""

from __future__ import annotations

import typing
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse, RedirectResponse

from app.runtime import icon
from app.runtime.cookies import disguised, undisguised

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

OPEN_PATHS: Final = frozenset({"/healthz", "/readyz"})
"""Answer whatever Host they are asked under: a balancer asks by address."""


@dataclass(frozen=True, slots=True)
class Faces:
    """What answers; None where its plane is off.

    Args:
        protocol: OAuth and OpenID Connect, headless API included.
        hosted: pages for people.
        console: the operators' console.
        api: the management API, of the same plane as the console; it needs nothing of it.
    """

    protocol: ProtocolDoor | None
    hosted: AsgiApp | None
    console: AsgiApp | None
    api: AsgiApp | None


class Dispatcher:
    """Sends each request to its door by its path.

    Args:
        faces: what answers.
        health: `/healthz` and `/readyz`.
        hosted_shelf: where the hosted pages' files stand.
        base_url: where people reach us.
    """

    def __init__(self, faces: Faces, *, health: AsgiApp, hosted_shelf: str, base_url: str) -> None:
        """Keep the doors."""
        self._faces = faces
        self._health = health
        self._hosted_shelf = f"{hosted_shelf}/"
        self._host = urlsplit(base_url).netloc.encode("latin-1")
        self._scheme = urlsplit(base_url).scheme
        self._base_url = base_url

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer a request or a socket; nothing of it waits here, so the door is awaited alone."""
        return self._door(scope)(scope, receive, send)

    def _door(self, scope: Scope) -> AsgiApp:
        if scope["type"] not in {"http", "websocket"}:
            return _silent
        path: str = scope["path"]
        if path in OPEN_PATHS:
            return self._health
        if _host(scope) != self._host:
            return self._elsewhere(scope)
        if disguised(scope["headers"]):
            scope["headers"] = undisguised(scope["headers"])
        if scope["type"] == "http":
            scope["scheme"] = self._scheme  # what people see; a proxy may speak plainly to us
        return self._face(path) or _nothing

    def _face(self, path: str) -> AsgiApp | None:
        faces = self._faces
        if faces.protocol is not None:
            found = faces.protocol.face(path)
            if found is not None:
                return found
        if path.startswith("/api/v1/"):
            return faces.api
        if path == "/console" or path.startswith("/console/"):
            return faces.console
        files = path.startswith("/static/") and not path.startswith(self._hosted_shelf)
        if files and faces.console is not None:
            return faces.console
        if path == icon.PATH and (faces.hosted or faces.console):
            return icon.ICON
        return faces.hosted

    def _elsewhere(self, scope: Scope) -> AsgiApp:
        """Refuse a foreign Host; a person who looked at a page is shown the way."""
        if scope["type"] == "http" and scope["method"] == "GET":
            target = self._base_url + scope["path"]
            return RedirectResponse(target, 307, {"cache-control": "no-store"})
        return PlainTextResponse("This server answers under another name.", 421)


class Protocol(typing.Protocol):
    """What answers the protocol's own paths."""

    def owns(self, path: str) -> bool:
        """Tell whether a path is the protocol's."""
        ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        ...


class ProtocolDoor:
    """The protocol's endpoints with the headless API beside them.

    Args:
        protocol: answers its own paths.
        api: the headless login API.
    """

    def __init__(self, protocol: Protocol, api: AsgiApp | None) -> None:
        """Keep both."""
        self._protocol = protocol
        self._api = api

    def face(self, path: str) -> AsgiApp | None:
        """Return what answers a path of this door, or None when it is another's."""
        if self._protocol.owns(path):
            return self._protocol
        return self._api if _is_api(path) else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a path of this door; what is none of its own finds nothing."""
        await (self.face(scope["path"]) or _nothing)(scope, receive, send)


def _is_api(path: str) -> bool:
    if "/api/" not in path or not path.startswith("/t/"):
        return False
    return "/" not in path[3:].partition("/api/")[0]


def _host(scope: Scope) -> bytes:
    """Return the Host header as it came, the first if there are several; empty without one."""
    for name, value in scope["headers"]:
        if name == b"host":
            return bytes(value)
    return b""


async def _silent(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Take what is neither a request nor a socket."""


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer where a plane is off."""
    await PlainTextResponse("Not found", 404)(scope, receive, send)
