"""What `operators` needs kept; it lives with the tenant `byleave`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.kernel.paging import Page, PageRequest
from domain.operators.records import Assignment, Holder, Invitation, Role, Ticket
from domain.tenants.store import InstallationWork, TenantWork


class Operators(Protocol):
    """Who holds which role."""

    def of_account(self, account_id: bytes) -> tuple[Assignment, ...]:
        """Return an account's roles."""
        ...

    def all(self) -> tuple[Assignment, ...]:
        """Return every assignment, oldest first."""
        ...

    def holders(self, tenant_id: bytes | None, page: PageRequest) -> Page[Holder]:
        """Return who holds a role, newest account first.

        Args:
            tenant_id: roles of this tenant or of the installation; None takes all there are.
        """
        ...

    def take_turn(self) -> bool:
        """Be the only one that changes a name until this work ends; False when another does."""
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


class Invitations(Protocol):
    """Invitations to become an operator; they lie with the tenant `byleave`."""

    def get(self, invitation_id: bytes) -> Invitation | None:
        """Return the invitation, whatever became of it."""
        ...

    def live(self, digest: bytes, now: datetime) -> Invitation | None:
        """Return a pending one by its link, without using it."""
        ...

    def page(self, bound_to: bytes | None, page: PageRequest) -> Page[Invitation]:
        """Return those of one tenant, or all, newest first; those that are over too."""
        ...

    def add(self, invitation: Invitation) -> None:
        """Keep a new one. Change."""
        ...

    def use(self, invitation_id: bytes, account_id: bytes, at: datetime) -> bool:
        """Use it up atomically; False when it is not pending any more. Change."""
        ...

    def revoke(self, invitation_id: bytes, at: datetime) -> bool:
        """Take it back; False when it was used or taken back already. Evidence."""
        ...

    def tidy(self, before: datetime, limit: int) -> int:
        """Delete those that ran out before a moment, whatever became of them. Change."""
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


class InvitationWork(TenantWork, Protocol):
    """A work of the tenant `byleave` with its invitations."""

    @property
    def invitations(self) -> Invitations:
        """The invitations."""
        ...
