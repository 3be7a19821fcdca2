"""Operators: accounts of the tenant `byleave` that hold a role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What an operator is trusted with."""

    OWNER = "owner"
    TENANT_ADMIN = "tenant_admin"
    SUPPORT = "support"
    AUDITOR = "auditor"
    AUDIT_READER = "audit_reader"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A role an account holds.

    Args:
        account_id: an account of the tenant `byleave`.
        tenant_id: the tenant it is for; None for the whole installation.
        name: the operator's own display word, chosen by themselves at set-up; may be empty.
    """

    account_id: bytes
    role: Role
    tenant_id: bytes | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role.

    Args:
        id: an account of the tenant `byleave`.
    """

    id: bytes


@dataclass(frozen=True, slots=True)
class Ticket:
    """A one-time link of the installation, such as the first run's.

    Args:
        digest: SHA-256 of the link's secret.
        purpose: `first_operator`.
    """

    digest: bytes
    purpose: str
    expires_at: datetime


class InvitationState(StrEnum):
    """What became of an invitation."""

    PENDING = "pending"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link with which somebody becomes an operator.

    Args:
        id: internal, 16 bytes.
        digest: SHA-256 of the link's secret.
        roles: what whoever takes it gets, no more and no less.
        bound_to: id of the one tenant the roles are for; None for the whole installation.
        invited_by: account of the operator who sent it; None for the machine itself.
        used_at: when somebody took it; None while nobody did.
        account_id: the account that was made of it.
        revoked_at: when it was taken back; None while it was not.
    """

    id: bytes
    digest: bytes = field(repr=False)
    roles: tuple[Role, ...]
    bound_to: bytes | None
    invited_by: bytes | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    account_id: bytes | None = None
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> InvitationState:
        """Return what became of it by this moment."""
        if self.used_at is not None:
            return InvitationState.USED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.PENDING if now < self.expires_at else InvitationState.EXPIRED
