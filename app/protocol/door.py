"""The door itself: from a path to its endpoint, and no exception past this point."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from app.protocol import answers
from app.protocol.authorize import authorize, pushed
from app.protocol.cors import Readers, preflight, readable
from app.protocol.doors import Desk
from app.protocol.logout import logout
from app.protocol.messages import NO_STORE, Answer, Asked, send_answer
from app.protocol.places import Places
from app.protocol.published import Published
from app.protocol.token import token
from app.protocol.tokens_shown import introspect, revoke, userinfo
from app.runtime.beforehand import NOT_YET, is_beforehand
from domain.kernel.errors import Refusal

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

LOGGER: Final = logging.getLogger("byleave.protocol")

Handler = Callable[[Desk, Asked], Awaitable[Answer | Response]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint.

    Args:
        methods: what it answers to, beside OPTIONS.
        readers: whose pages may read its answers.
        acts: whether a GET does something, which no browser may have done beforehand.
    """

    handler: Handler
    methods: tuple[str, ...]
    readers: Readers
    acts: bool = False


_PREFIXES: Final = re.compile(r"/t/[^/]*/(?:oauth2|\.well-known)/|/\.well-known/oauth-")


class ProtocolDoor:
    """An ASGI application for the paths it owns.

    Args:
        desk: the endpoints' surroundings.

    Attributes:
        places: which path leads where.
    """

    def __init__(self, desk: Desk) -> None:
        """Lay the endpoints out."""
        self._desk = desk
        self._endpoints = _endpoints()
        self.places = Places()

    def owns(self, path: str) -> bool:
        """Tell whether a path is of this door, endpoint or not."""
        return _PREFIXES.match(path) is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; nothing here is a socket."""
        if scope["type"] != "http":
            await receive()
            await send({"type": "websocket.close"})
            return
        path: str = scope["path"]
        name, slug = place = self.places.find(path)
        endpoint = self._endpoints.get(name)
        if endpoint is None:
            await send_answer(send, answers.nothing_here())
            return
        asked = Asked(scope, receive, slug)
        answer = await self._answer(endpoint, asked)
        status = answer.status_code if isinstance(answer, Response) else answer.status
        if asked.method != "OPTIONS":  # a preflight is answered whatever tenant it names
            self.places.answered(path, place, status)
        if isinstance(answer, Response):
            await answer(scope, receive, send)
            return
        more = readable(asked, endpoint.readers) if asked.method != "OPTIONS" else ()
        await send_answer(send, answer, more, head=asked.method == "HEAD")

    async def _answer(self, endpoint: Endpoint, asked: Asked) -> Answer | Response:
        try:
            if endpoint.acts and is_beforehand(asked.scope):
                return Answer(NOT_YET, b"", NO_STORE)
            if asked.method in endpoint.methods:
                return await endpoint.handler(self._desk, asked)
            if asked.method == "OPTIONS":
                return await preflight(self._desk, asked, endpoint.methods, endpoint.readers)
            return answers.not_allowed(endpoint.methods)
        except Refusal as refusal:
            return answers.refused(refusal, asked.slug)
        except Exception:
            LOGGER.exception("an endpoint failed")
            return answers.FAULT


def _endpoints() -> Mapping[str, Endpoint]:
    published = Published()
    reading, posting, both = ("GET", "HEAD"), ("POST",), ("GET", "POST")
    metadata = Endpoint(published.metadata, reading, Readers.ANYONE)
    return {
        "oauth2/authorize": Endpoint(authorize, both, Readers.NOBODY, acts=True),
        "oauth2/par": Endpoint(pushed, posting, Readers.NOBODY),
        "oauth2/token": Endpoint(token, posting, Readers.CLIENTS),
        "oauth2/userinfo": Endpoint(userinfo, both, Readers.CLIENTS),
        "oauth2/introspect": Endpoint(introspect, posting, Readers.NOBODY),
        "oauth2/revoke": Endpoint(revoke, posting, Readers.CLIENTS),
        "oauth2/logout": Endpoint(logout, both, Readers.NOBODY, acts=True),
        "oauth2/jwks": Endpoint(published.keys, reading, Readers.ANYONE),
        ".well-known/openid-configuration": metadata,
        ".well-known/oauth-authorization-server": metadata,
    }
