"""What time is it? The only place that asks the machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time; injected everywhere, so that tests move it."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's present moment in UTC."""
        return datetime.now(UTC)


class ShiftedClock:
    """A clock ahead of another one: a sandbox tenant's moved time (rulings 34).

    Args:
        clock: the clock to follow.
        offset: how far ahead, zero or more.
    """

    def __init__(self, clock: Clock, offset: timedelta) -> None:
        """Follow `clock` at a distance of `offset`."""
        self._clock = clock
        self._offset = offset

    def now(self) -> datetime:
        """Return the followed clock's moment plus the offset."""
        return self._clock.now() + self._offset
