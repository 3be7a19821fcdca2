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
from persistence.outage import Outage

LOGGER: Final = logging.getLogger("byleave.pulse")
ACTOR: Final = system("pulse")
FLUSH: Final = timedelta(seconds=5)
"""How long a count stays in memory: a process that is killed loses at most so much of it."""


class Spell:
    """A time in which something is not kept: a line when it begins, and one when it ends.

    Args:
        what: as the log calls it, in the plural.
    """

    def __init__(self, what: str) -> None:
        """Begin in good order."""
        self._what = what
        self._lasts = False

    def fails(self, fault: Exception) -> None:
        """Tell why, the first time; of a fault of ours where it came from."""
        if self._lasts:
            return
        self._lasts = True
        if isinstance(fault, Refusal):
            why = fault.cause if isinstance(fault, Outage) else fault.sentence()
            LOGGER.warning("%s are not kept for now: %s", self._what, why)
        else:
            LOGGER.warning("%s are not kept for now", self._what, exc_info=fault)

    def works(self) -> None:
        """Tell that it is over, the first time."""
        if self._lasts:
            self._lasts = False
            LOGGER.warning("%s are kept again", self._what)


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
        self._signs, self._figures = Spell("signs of life"), Spell("figures")
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
        except Refusal:
            LOGGER.warning("a process ends without striking itself out")
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
        """Note that this process lives; how long that fails is told by its two ends."""
        node = replace(self._node, seen_at=self._house.clock.now())
        try:
            await self._house.call(beat, node, tenant=None, actor=ACTOR)
        except Exception as fault:  # noqa: BLE001 - told once, and the next beat tries again
            self._signs.fails(fault)
        else:
            self._signs.works()
            self._house.database.writer.recovered()

    async def flush(self) -> None:
        """Keep what was counted; what could not be kept is counted again.

        That storage refuses it is told by the beat.
        """
        failed = False
        for slug, issued in self._tally.take().items():
            try:
                await self._house.call(add_tokens, issued, tenant=slug, actor=ACTOR)
            except Refusal as refusal:
                if refusal.kind is not NOT_FOUND:  # else it is disabled: its figures end with it
                    self._back(slug, issued)
            except Exception as fault:  # noqa: BLE001 - told once, and tried again
                failed = True
                self._figures.fails(fault)
                self._back(slug, issued)
        if not failed:
            self._figures.works()

    def _back(self, slug: str, issued: Mapping[bytes, int]) -> None:
        for client_id, amount in issued.items():
            self._tally.count(slug, client_id, amount)
