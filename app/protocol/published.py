"""What a tenant publishes: its metadata and its keys, told from memory while nothing changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import orjson

from app.protocol.doors import Desk
from app.protocol.messages import JSON, NO_SNIFF, Answer, Asked, Headers
from domain.oauth.discovery import key_set, metadata, rests_on

MOST_TENANTS: Final = 1000
HEADERS: Final[Headers] = (JSON, NO_SNIFF, (b"cache-control", b"public, max-age=300"))
"""Keys are published a day before they sign, so that five minutes hide nothing."""

BELIEVED: Final = 1.0
"""Seconds for which another process's change may go unseen here; our own is seen at once."""


@dataclass(slots=True)
class _Kept:
    """A document as it is answered.

    Args:
        rests_on: what it was made of.
        answer: the whole answer.
        moves: how many changes of configuration this process had seen when it last asked.
        until: when it asks again whatever happens; by the monotonic clock.
    """

    rests_on: tuple[object, ...]
    answer: Answer
    moves: int
    until: float


class Published:
    """Both documents of every tenant, as bytes.

    A look-up in the database costs more than all the rest of such an answer, and readers keep it
    for minutes: so it is asked once a second, and at once when this process changed something.
    """

    def __init__(self) -> None:
        """Start with nothing kept."""
        self._kept: dict[tuple[str, str], _Kept] = {}

    async def metadata(self, desk: Desk, asked: Asked) -> Answer:
        """Answer the tenant's metadata (OpenID Connect Discovery 1.0, RFC 8414)."""
        kept = self._at_hand(desk, asked.slug, "metadata")
        if kept is not None:
            return kept
        return await self._answer(desk, asked, "metadata", metadata, (desk.issuer(asked.slug),))

    async def keys(self, desk: Desk, asked: Asked) -> Answer:
        """Answer the tenant's public keys (RFC 7517)."""
        kept = self._at_hand(desk, asked.slug, "keys")
        return kept or await self._answer(desk, asked, "keys", key_set, ())

    def _at_hand(self, desk: Desk, slug: str, name: str) -> Answer | None:
        kept = self._kept.get((slug, name))
        if kept is None or kept.moves != desk.call.moves() or time.monotonic() >= kept.until:
            return None
        return kept.answer

    async def _answer(
        self,
        desk: Desk,
        asked: Asked,
        name: str,
        make: Callable[..., dict[str, Any]],
        request: tuple[str, ...],
    ) -> Answer:
        # Before the read: a change that it does not see is then asked for by the next request.
        moves, until = desk.call.moves(), time.monotonic() + BELIEVED
        now = await desk.call(rests_on, tenant=asked.slug)
        kept = self._kept.get((asked.slug, name))
        if kept is None or kept.rests_on != now:
            document = await desk.call(make, *request, tenant=asked.slug)
            if len(self._kept) >= 2 * MOST_TENANTS:
                self._kept.clear()
            answer = Answer(200, orjson.dumps(document), HEADERS)
        else:
            answer = kept.answer
        self._kept[asked.slug, name] = _Kept(now, answer, moves, until)
        return answer
