"""What every answer of the API has in common: no cache, no foreign page, sane HEAD and OPTIONS.

There is no CORS: a key belongs to a machine, never into a browser.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Match

from app.api.v1.door import HEADERS
from app.api.v1.rooms import ROOT
from app.operations.yaml_nodes import LONGEST_FILE
from app.runtime.answers import NO_STORE, refusal_answer
from domain.kernel.errors import BODY_TOO_LONG, Refusal

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

BODY: Final = 64 * 1024
FILES: Final = f"{ROOT}/config/"
FILE: Final = LONGEST_FILE
"""Bytes of a body; a file may be longer than anything else."""

ALWAYS: Final = {
    **NO_STORE,
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


class Outer:
    """Stands around the API.

    Args:
        api: answers.
    """

    def __init__(self, api: Starlette) -> None:
        """Keep the application."""
        self.api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.api(scope, receive, send)
            return
        method = scope["method"]
        if method == "OPTIONS" and (allowed := self._allowed(scope)):
            answer = Response(status_code=204, headers={"allow": ", ".join(allowed), **ALWAYS})
            await answer(scope, receive, send)
            return
        if method == "HEAD":
            scope = {**scope, "method": "GET"}
        sending = _sending(scope, send, bodiless=method == "HEAD")
        most = FILE if scope["path"].startswith(FILES) else BODY
        if int(_header(scope, b"content-length") or b"0") > most:
            await refusal_answer(_too_long(most))(scope, receive, sending)
            return
        await self.api(scope, _bounded(receive, most), sending)

    def _allowed(self, scope: Scope) -> list[str]:
        """Return the methods of an address; empty where there is none."""
        found: set[str] = set()
        for route in self.api.router.routes:
            match, _ = route.matches({**scope, "method": "GET"})
            if match is not Match.NONE:
                found |= getattr(route, "methods", None) or set()
        if not found:
            return []
        return sorted(found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set()))


def _header(scope: Scope, name: bytes) -> bytes:
    """Return a header of plain digits, or nothing."""
    values = [value for key, value in scope["headers"] if key == name]
    return values[0] if values and values[0].isdigit() else b""


def _too_long(most: int) -> Refusal:
    return Refusal(BODY_TOO_LONG, most=most)


def _bounded(receive: Receive, most: int) -> Receive:
    """Return what receives a body of at most so many bytes, whatever its length was said to be."""
    read = 0

    async def receiving() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise _too_long(most)
        return message

    return receiving


def _sending(scope: Scope, send: Send, *, bodiless: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            named = {name.lower() for name, _ in headers}
            more = {**ALWAYS, **scope.get(HEADERS, {})}
            headers += [
                (name.encode(), value.encode())
                for name, value in more.items()
                if name.encode() not in named
            ]
            message = {**message, "headers": headers}
        elif bodiless:
            message = {**message, "body": b""}
        await send(message)

    return sending
