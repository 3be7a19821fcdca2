"""Whether this process is about to stop: it answers still, and asks to be asked no more."""

from __future__ import annotations

import signal
import time
from types import FrameType

import uvicorn

STOPPING = "This server is about to stop: ask another one."


class Drain:
    """Begun once, by the signal that stops the process.

    Attributes:
        begun: whether it is.
        headers: what every answer carries from then on.
    """

    def __init__(self) -> None:
        """Stay open."""
        self.begun = False
        self.headers: tuple[tuple[bytes, bytes], ...] = ()

    def begin(self) -> None:
        """Ask to be asked no more."""
        self.begun = True
        self.headers = ((b"connection", b"close"),)


DRAIN = Drain()
"""Of this process."""


class DrainingServer(uvicorn.Server):
    """A server that goes on answering for a while after SIGTERM.

    `/readyz` says no at once and each answer closes its connection, so that a balancer turns away
    before the port is closed. A second signal, or SIGINT, stops at once.

    Args:
        config: uvicorn's.
        seconds: how long to go on answering; 0 stops as uvicorn does.
    """

    def __init__(self, config: uvicorn.Config, seconds: int) -> None:
        """Keep the time."""
        super().__init__(config)
        self._seconds = seconds
        self._ends: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain, or stop."""
        if sig == signal.SIGTERM and self._seconds and self._ends is None:
            self._ends = time.monotonic() + self._seconds
            DRAIN.begin()
            return
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Tell uvicorn, which asks ten times a second, whether to stop."""
        if self._ends is not None and time.monotonic() >= self._ends:
            self.should_exit = True
        return await super().on_tick(counter)
