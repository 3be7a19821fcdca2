"""Each path goes to its own door and to no other."""

from __future__ import annotations

import typing
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse, RedirectResponse

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

OPEN_PATHS: Final = frozenset({"/healthz", "/readyz"})
"""Answer whatever Host they are asked under (rulings 26): a balancer asks by address."""


class Dispatcher:
    """Sends each request to its door by its path.

    Args:
        protocol: OAuth and OpenID Connect, headless API included; None where the plane is off.
        hosted: pages for people; None where the plane is off.
        console: the operators' console and management API; None where the plane is off.
        health: `/healthz` and `/readyz`.
        hosted_shelf: where the hosted pages' files stand.
        base_url: where people reach us.
    """

    def __init__(
        self,
        *,
        protocol: ProtocolDoor | None,
        hosted: AsgiApp | None,
        console: AsgiApp | None,
        health: AsgiApp,
        hosted_shelf: str,
        base_url: str,
    ) -> None:
        """Keep the doors."""
        self._protocol = protocol
        self._hosted = hosted
        self._console = console
        self._health = health
        self._hosted_shelf = f"{hosted_shelf}/"
        self._host = urlsplit(base_url).netloc.encode("latin-1")
        self._base_url = base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or a socket."""
        if scope["type"] not in {"http", "websocket"}:
            return
        await self._door(scope)(scope, receive, send)

    def _door(self, scope: Scope) -> AsgiApp:
        path: str = scope["path"]
        if path in OPEN_PATHS:
            return self._health
        if _host(scope) != self._host:
            return self._elsewhere(scope)
        if self._protocol is not None and self._protocol.owns(path):
            return self._protocol
        if path == "/console" or path.startswith(("/console/", "/api/v1/")):
            return self._console or _nothing
        if (
            self._console is not None
            and path.startswith("/static/")
            and not path.startswith(self._hosted_shelf)
        ):
            return self._console
        return self._hosted or _nothing

    def _elsewhere(self, scope: Scope) -> AsgiApp:
        """Refuse a foreign Host; a person who looked at a page is shown the way (rulings 27)."""
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

    def owns(self, path: str) -> bool:
        """Tell whether a path is of this door."""
        return self._protocol.owns(path) or (self._api is not None and _is_api(path))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if self._api is not None and _is_api(scope["path"]):
            await self._api(scope, receive, send)
            return
        await self._protocol(scope, receive, send)


def _is_api(path: str) -> bool:
    head, slash, _ = path.removeprefix("/t/").partition("/api/")
    return path.startswith("/t/") and bool(slash) and "/" not in head


def _host(scope: Scope) -> bytes:
    """Return the Host header as it came, the first if there are several; empty without one."""
    for name, value in scope["headers"]:
        if name == b"host":
            return bytes(value)
    return b""


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer where a plane is off."""
    await PlainTextResponse("Not found", 404)(scope, receive, send)
