"""What a tenant publishes: its metadata and its keys, told from memory while nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import Any, Final

import orjson

from app.protocol.doors import Desk
from app.protocol.messages import JSON, NO_SNIFF, Answer, Asked, Headers
from domain.oauth.discovery import key_set, metadata, rests_on

MOST_TENANTS: Final = 1000
HEADERS: Final[Headers] = (JSON, NO_SNIFF, (b"cache-control", b"public, max-age=300"))
"""Keys are published a day before they sign, so that five minutes hide nothing."""


class Published:
    """Both documents of every tenant, as bytes.

    What they rest on is asked in each request and comes from the tenant's kept configuration; while
    it is the same, so are the bytes.
    """

    def __init__(self) -> None:
        """Start with nothing kept."""
        self._kept: dict[tuple[str, str], tuple[tuple[object, ...], Answer]] = {}

    async def metadata(self, desk: Desk, asked: Asked) -> Answer:
        """Answer the tenant's metadata (OpenID Connect Discovery 1.0, RFC 8414)."""
        issuer = desk.issuer(asked.slug)
        return await self._answer(desk, asked, "metadata", metadata, (issuer,))

    async def keys(self, desk: Desk, asked: Asked) -> Answer:
        """Answer the tenant's public keys (RFC 7517)."""
        return await self._answer(desk, asked, "keys", key_set, ())

    async def _answer(
        self,
        desk: Desk,
        asked: Asked,
        name: str,
        make: Callable[..., dict[str, Any]],
        request: tuple[str, ...],
    ) -> Answer:
        now = await desk.call(rests_on, tenant=asked.slug)
        kept = self._kept.get((asked.slug, name))
        if kept is not None and all(map(is_, kept[0], now)):
            return kept[1]
        # The very same things need no comparing; equal ones that were read anew do, once.
        if kept is None or kept[0] != now:
            document = await desk.call(make, *request, tenant=asked.slug)
            if len(self._kept) >= 2 * MOST_TENANTS:
                self._kept.clear()
            answer = Answer(200, orjson.dumps(document), HEADERS)
        else:
            answer = kept[1]
        self._kept[asked.slug, name] = (now, answer)
        return answer
