"""What `extensions` needs kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.extensions.records import OutboxFact
from domain.tenants.store import TenantWork


class Outbox(Protocol):
    """Facts of this tenant on their way out."""

    def add(self, fact: OutboxFact) -> None:
        """Keep a fact until it is delivered or too old. Evidence."""
        ...

    def pending(self, limit: int) -> tuple[OutboxFact, ...]:
        """Return the oldest first."""
        ...

    def remove(self, fact_id: bytes) -> bool:
        """Delete a fact once all its recipients have it. Change."""
        ...

    def tidy(self, before: datetime, limit: int) -> int:
        """Delete facts older than a moment. Change."""
        ...


class OutboxWork(TenantWork, Protocol):
    """A work with the outbox."""

    @property
    def outbox(self) -> Outbox:
        """The facts on their way out."""
        ...
