"""Whether this process can serve: a stranger learns yes or no, the reason is for who runs it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from typing import Final

from starlette.responses import PlainTextResponse, Response

from app.runtime.metrics import Metrics

LOGGER: Final = logging.getLogger("byleave.ready")
RETRY_AFTER: Final = {"retry-after": "5", "cache-control": "no-store"}


class Readiness:
    """Asks what stands in the way of serving, and tells each reader what is theirs.

    Args:
        planes: those of this process, which an answer names.
        coming: returns which of them are put together still, and are not named.
        look: returns what stands in the way, in one sentence; None when nothing does.

    Attributes:
        reason: what the last look found.
    """

    def __init__(
        self,
        planes: Collection[str],
        look: Callable[[], Awaitable[str | None]],
        coming: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """Begin without a look, as who can serve."""
        self._planes = planes
        self._coming = coming
        self._look = look
        self.reason: str | None = None

    async def answer(self) -> Response:
        """Look, and answer whoever asks: 200 or 503 and our planes, never why."""
        self._note(await self._look())
        planes = ", ".join(sorted(set(self._planes) - set(self._coming())))
        if self.reason is None:
            return PlainTextResponse(f"ready: {planes}")
        return PlainTextResponse(f"not ready: {planes}", 503, RETRY_AFTER)

    def tell(self, metrics: Metrics) -> None:
        """Let the figures of this process tell the last look, reason and all."""
        metrics.gauge(
            "byleave_ready",
            "Whether this process can serve, as it was last asked.",
            lambda: float(self.reason is None),
        )
        metrics.state(
            "byleave_not_ready",
            "What stands in the way of serving; nothing is told when nothing does.",
            "reason",
            lambda: self.reason,
        )

    def _note(self, found: str | None) -> None:
        if found == self.reason:
            return
        self.reason = found
        if found is None:
            LOGGER.warning("ready again")
        else:
            LOGGER.warning("not ready: %s", found)
