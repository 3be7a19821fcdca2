"""What `figures` needs kept."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from domain.audit.store import AuditWork
from domain.figures.records import ClientFigure
from domain.kernel.counters import CounterWork


class ClientCounters(Protocol):
    """Figures by day of this tenant's clients."""

    def add(self, figure: ClientFigure) -> None:
        """Add to a day's figure. Evidence."""
        ...

    def between(
        self, clients: tuple[bytes, ...], first: date, last: date
    ) -> tuple[ClientFigure, ...]:
        """Return the figures of these clients from first to last day, both included, in order."""
        ...

    def tidy(self, before: date, limit: int) -> int:
        """Delete figures of days before one, at most `limit`; return how many. Change."""
        ...


class FigureWork(AuditWork, CounterWork, Protocol):
    """A work that counts."""

    @property
    def client_counters(self) -> ClientCounters:
        """The figures of clients."""
        ...
