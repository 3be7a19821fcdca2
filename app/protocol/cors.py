"""Which pages of other origins may read our answers (Fetch standard, CORS protocol).

No cookie counts at these endpoints, so that an origin gains nothing but what its own request holds.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from app.protocol.doors import Desk
from app.protocol.messages import NO_STORE, Answer, Asked, Headers
from domain.clients.store import ClientWork
from domain.kernel.work import reads

VARY: Final = (b"vary", b"Origin")
ANYONE: Final[Headers] = ((b"access-control-allow-origin", b"*"),)


class Readers(Enum):
    """Whose pages may read an endpoint's answers."""

    ANYONE = "anyone"
    CLIENTS = "clients"
    NOBODY = "nobody"


@reads
def is_registered(work: ClientWork, origin: str) -> bool:
    """Tell whether some enabled client of the tenant runs at this origin."""
    return origin in work.clients.cors_origins()


async def preflight(desk: Desk, asked: Asked, methods: tuple[str, ...], readers: Readers) -> Answer:
    """Answer a browser's question before a request; it names an origin but no client."""
    origin = asked.header(b"origin")
    allow = (b"allow", ", ".join((*methods, "OPTIONS")).encode())
    if origin is None or readers is Readers.NOBODY:
        return Answer(204, b"", (allow, *NO_STORE))
    if readers is Readers.CLIENTS and not await desk.call(is_registered, origin, tenant=asked.slug):
        return Answer(204, b"", (allow, VARY, *NO_STORE))
    return Answer(
        204,
        b"",
        (
            allow,
            *_allowed(origin, readers),
            (b"access-control-allow-methods", ", ".join(methods).encode()),
            (b"access-control-allow-headers", b"authorization, content-type"),
            (b"access-control-max-age", b"600"),
        ),
    )


def readable(asked: Asked, readers: Readers) -> Headers:
    """Return the headers that let a page read the answer, if it may."""
    if readers is Readers.ANYONE:
        return ANYONE
    if readers is Readers.NOBODY:
        return ()
    origins = [value for key, value in asked.scope["headers"] if key == b"origin"]
    origin = origins[0].decode("latin-1") if len(origins) == 1 else None
    if origin is None or asked.client is None or origin not in asked.client.cors_origins:
        return (VARY,)
    return (*_allowed(origin, readers), (b"access-control-expose-headers", b"www-authenticate"))


def _allowed(origin: str, readers: Readers) -> Headers:
    if readers is Readers.ANYONE:
        return ANYONE
    return ((b"access-control-allow-origin", origin.encode("latin-1")), VARY)
