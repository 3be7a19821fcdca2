"""What a serving process says of itself: that it lives, and what it counted in memory."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

from app.operations.about import own_version
from app.runtime.memory import give_back
from app.runtime.tally import Tally
from app.wiring import House
from domain.figures.add import add_tokens
from domain.kernel.errors import NOT_FOUND, Refusal
from domain.kernel.nodes import Node
from domain.kernel.work import system
from domain.operators.nodes import BEAT, beat, leave

LOGGER: Final = logging.getLogger("byleave.pulse")
ACTOR: Final = system("pulse")
FLUSH: Final = timedelta(seconds=5)
"""How long a count stays in memory: a process that is killed loses at most so much of it."""


class Pulse:
    """Says every few seconds that this process lives, and keeps what it counted.

    Nobody waits for it: a database that does not answer is tried again at the next beat, and what
    was counted stays in memory until then.

    Args:
        house: open.
        tally: what the token endpoint counts into.
    """

    def __init__(self, house: House, tally: Tally) -> None:
        """Begin without a beat."""
        self._house = house
        self._tally = tally
        self._task: asyncio.Task[None] | None = None
        now = house.clock.now()
        host = socket.gethostname()
        self._node = Node(
            id=f"{host}:{os.getpid()}:{secrets.token_hex(2)}",
            host=host,
            planes=" ".join(sorted(house.settings.planes)),
            version=own_version(),
            started_at=now,
            seen_at=now,
        )

    async def start(self) -> None:
        """Beat from now on."""
        self._task = asyncio.create_task(self._go())

    async def stop(self) -> None:
        """Keep what was counted last, and strike this process out."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self.flush()
        try:
            await self._house.call(leave, self._node.id, tenant=None, actor=ACTOR)
        except Exception:
            LOGGER.warning("a process ends without striking itself out", exc_info=True)

    async def _go(self) -> None:
        every = round(BEAT / FLUSH)
        turn = 0
        while True:
            if turn % every == 0:
                await self.beat()
                await asyncio.to_thread(give_back)
            await self.flush()
            turn += 1
            await asyncio.sleep(FLUSH.total_seconds())

    async def beat(self) -> None:
        """Note that this process lives; a failure is logged."""
        node = replace(self._node, seen_at=self._house.clock.now())
        try:
            await self._house.call(beat, node, tenant=None, actor=ACTOR)
        except Exception:
            LOGGER.warning("a sign of life was not kept; the next one follows", exc_info=True)

    async def flush(self) -> None:
        """Keep what was counted; what could not be kept is counted again."""
        for slug, issued in self._tally.take().items():
            try:
                await self._house.call(add_tokens, issued, tenant=slug, actor=ACTOR)
            except Refusal as refusal:
                if refusal.kind is not NOT_FOUND:  # else it is disabled: its figures end with it
                    self._back(slug, issued)
            except Exception:
                LOGGER.warning("figures were not kept; they are tried again", exc_info=True)
                self._back(slug, issued)

    def _back(self, slug: str, issued: Mapping[bytes, int]) -> None:
        for client_id, amount in issued.items():
            self._tally.count(slug, client_id, amount)
