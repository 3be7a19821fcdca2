"""One-time tickets: who opened the window hands it one, and nobody else can come in."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from domain.kernel.secrets import Secret, digest, new_secret

if TYPE_CHECKING:
    from domain.kernel.clock import Clock

LIFETIME: Final = timedelta(seconds=60)
"""A browser that starts cold on a slow disk needs seconds; a minute is ample."""


class Tickets:
    """Tickets of one process, in memory alone.

    Args:
        clock: the machine's.
    """

    def __init__(self, clock: Clock) -> None:
        """Start without any."""
        self._clock = clock
        self._live: dict[bytes, datetime] = {}
        self._lock = threading.Lock()

    def issue(self) -> Secret:
        """Make one, for the window that is being opened."""
        secret = new_secret()
        with self._lock:
            self._drop_old()
            self._live[digest(secret)] = self._clock.now() + LIFETIME
        return secret

    def use(self, shown: str) -> bool:
        """Use one up.

        Returns:
            Whether it was good; a second time it never is.
        """
        with self._lock:
            self._drop_old()
            return self._live.pop(digest(shown), None) is not None

    def _drop_old(self) -> None:
        now = self._clock.now()
        self._live = {key: end for key, end in self._live.items() if end > now}
