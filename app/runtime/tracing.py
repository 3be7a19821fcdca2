"""What a request did, as spans of OpenTelemetry: off unless a collector is named.

A span is written by hand and not by an SDK that would look into requests by itself: it holds what
stands in `Span` and nothing else. Of a path only the words of our own routes are kept (ADR-13).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

from app.runtime.dispatcher import OPEN_PATHS, AsgiApp, Message, Receive, Scope, Send

SERVER, INTERNAL = 2, 1
"""Kinds of spans, as the protocol numbers them."""

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNKNOWN: Final = "{}"
WORDS: Final = frozenset(
    {
        ".well-known", "_nicegui", "_nicegui_ws", "about", "accounts", "activate", "api",
        "api-keys", "apply", "assign", "audit", "audits", "authorize", "backups", "brand.css",
        "branding", "calendar", "cb", "chain", "clients", "clock", "config", "consent",
        "consents", "console", "data-map", "delete", "disable", "docs", "doctor", "edit",
        "enable", "end", "end-everything", "end-refresh", "end-sessions", "ending", "erase",
        "evidence", "expiring", "export", "favicon.ico", "figures", "find", "finish", "first",
        "grants",
        "identify", "introspect", "invitation", "invitations", "invite", "jobs", "jwks",
        "keys", "languages", "ledger", "limits", "link", "login", "logo-dark.png",
        "logo-dark.svg", "logo.png", "logo.svg", "logout", "me", "move", "new", "nodes",
        "oauth-authorization-server", "oauth2", "openapi.json", "openid-configuration",
        "operators", "par", "password", "pause", "personas", "plan", "privacy", "prove",
        "register", "remove", "rename", "resume", "revoke", "revoke-many", "roles", "rotate",
        "rotate-secret", "run", "runs", "scopes", "secrets", "sessions", "sign-in",
        "sign-out", "snippets", "socket.io", "standing", "static", "status", "stops", "suspend",
        "system", "t", "tenants", "test-drive", "texts", "token", "try-redirect",
        "userinfo", "uses", "v1", "verify", "view-as", "whoami", "you",
    }
)  # fmt: skip
"""Of our routes. Any other part of a path is a tenant, a person, a secret or a stranger's text."""

_DEPTH: Final = 8
_BROKEN: Final = 500
_SERVER_ERRORS: Final = range(_BROKEN, 600)


@dataclass(frozen=True, slots=True)
class Span:
    """One thing that took time.

    Args:
        trace, id, parent: 16, 8 and 8 random bytes; no parent for the whole request.
        name: method and route, or the use case.
        began, ended: nanoseconds since 1970.
        told: further words and numbers, all of our own vocabulary.
        failed: whether it was our fault.
    """

    trace: bytes
    id: bytes
    parent: bytes
    name: str
    kind: int
    began: int
    ended: int
    told: tuple[tuple[str, str | int], ...] = ()
    failed: bool = False


@dataclass(slots=True)
class Trace:
    """The request under way: what it did so far.

    Attributes:
        ended: what a page does after it was answered inherits this, is sent by nobody, and so is
            not kept either.
    """

    id: bytes = field(default_factory=lambda: os.urandom(16))
    root: bytes = field(default_factory=lambda: os.urandom(8))
    spans: list[Span] = field(default_factory=list)
    ended: bool = False

    def add(self, name: str, began: int, *, refusal: str, failed: bool) -> None:
        """Note down something inside of it that ends now.

        Args:
            refusal: the word of the refusal it ended with, or empty.
        """
        if self.ended:
            return
        told = (("byleave.refusal", refusal),) if refusal else ()
        self.spans.append(
            Span(
                *(self.id, os.urandom(8), self.root, name, INTERNAL, began, time.time_ns(), told),
                failed=failed,
            )
        )


TRACE: Final[ContextVar[Trace | None]] = ContextVar("byleave.trace", default=None)
"""Of the request that runs here."""


class Traced:
    """ASGI middleware: a span for each request, with one for each use case below it.

    Args:
        app: what answers.
        take: takes the spans of a request when it is answered.
    """

    def __init__(self, app: AsgiApp, take: Callable[[list[Span]], None]) -> None:
        """Stand before `app`."""
        self._app = app
        self._take = take

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and hand the spans over; a socket has none."""
        if scope["type"] != "http" or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        trace, began, status = Trace(), time.time_ns(), _BROKEN

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        mark = TRACE.set(trace)
        try:
            await self._app(scope, receive, sending)
        finally:
            TRACE.reset(mark)
            whole = _whole(trace, str(scope["method"]), route_of(scope["path"]), status)
            self._take([whole(began, time.time_ns()), *trace.spans])
            trace.ended, trace.spans = True, []


def _whole(trace: Trace, method: str, route: str, status: int) -> Callable[[int, int], Span]:
    method = method if method in METHODS else "_OTHER"
    told = (
        ("http.request.method", method),
        ("http.route", route),
        ("http.response.status_code", status),
    )
    return lambda began, ended: Span(
        *(trace.id, trace.root, b"", f"{method} {route}", SERVER, began, ended, told),
        failed=status in _SERVER_ERRORS,
    )


def route_of(path: str) -> str:
    """Return a path with nothing of its caller in it: only words of our own routes stay."""
    parts = path.split("/")[1 : _DEPTH + 1]
    return "/" + "/".join(part if part in WORDS or not part else UNKNOWN for part in parts)
