"""Figures by day, for Home: kept in a table, never counted on demand (performance.md 5)."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Counters(Protocol):
    """Counters of this tenant."""

    def add(self, day: date, name: str, amount: int) -> None:
        """Add to a day's figure. Evidence."""
        ...

    def between(self, first: date, last: date) -> tuple[tuple[date, str, int], ...]:
        """Return the figures of the days from first to last, both included."""
        ...

    def tidy(self, before: date, limit: int) -> int:
        """Delete figures of days before one, at most `limit`; return how many. Change."""
        ...


class Totals(Protocol):
    """How many there are now, of this tenant: kept beside what is counted, never counted anew."""

    def add(self, name: str, amount: int) -> None:
        """Add to a total, or take from it with an amount below zero. Evidence."""
        ...

    def of(self, name: str) -> int:
        """Return a total; 0 where nothing was ever added."""
        ...


class CounterWork(Protocol):
    """A work with counters."""

    @property
    def counters(self) -> Counters:
        """The figures."""
        ...

    @property
    def totals(self) -> Totals:
        """How many there are now."""
        ...
