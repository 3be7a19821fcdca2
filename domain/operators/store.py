"""What `operators` needs kept; it lives with the tenant `byleave`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.operators.records import Assignment, Role, Ticket
from domain.tenants.store import InstallationWork, TenantWork


class Operators(Protocol):
    """Who holds which role."""

    def of_account(self, account_id: bytes) -> tuple[Assignment, ...]:
        """Return an account's roles."""
        ...

    def all(self) -> tuple[Assignment, ...]:
        """Return every assignment, oldest first."""
        ...

    def add(self, assignment: Assignment) -> bool:
        """Give a role; False when it is held already. Change."""
        ...

    def remove(self, account_id: bytes, role: Role, tenant_id: bytes | None) -> bool:
        """Take a role away. Change."""
        ...


class Tickets(Protocol):
    """One-time links of the installation."""

    def add(self, ticket: Ticket) -> None:
        """Keep it, in place of any earlier one of its purpose. Change."""
        ...

    def peek(self, digest: bytes, now: datetime) -> Ticket | None:
        """Return a live one without using it."""
        ...

    def consume(self, digest: bytes, now: datetime) -> Ticket | None:
        """Use it up atomically. Evidence."""
        ...


class OperatorWork(InstallationWork, Protocol):
    """An installation's work with operators."""

    @property
    def operators(self) -> Operators:
        """Who holds which role."""
        ...

    @property
    def tickets(self) -> Tickets:
        """One-time links."""
        ...


class OperatorsWork(TenantWork, Protocol):
    """A work of the tenant `byleave` that may take roles of its accounts away."""

    @property
    def operators(self) -> Operators:
        """Who holds which role."""
        ...
