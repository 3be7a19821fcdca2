"""Operators' roles and the installation's one-time links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint

from domain.operators.records import Role
from persistence.tables.columns import Row, key, may, must, to_tenant
from persistence.types import Digest, Id, Utc, Word, Words


class AssignmentRow(Row, table=True):
    """A role an account of the tenant `byleave` holds.

    `scope_id` is the tenant it is for; 16 zero bytes mean the whole installation.
    """

    account_id: bytes = key(Id)
    role: Role = key(Word(Role))
    scope_id: bytes = key(Id)
    created_at: datetime = must(Utc)


class TicketRow(Row, table=True):
    """A one-time link of the installation; one for each purpose."""

    __table_args__ = (UniqueConstraint("purpose"),)

    digest: bytes = key(Digest)
    purpose: str = must(String)
    expires_at: datetime = must(Utc)


class InvitationRow(Row, table=True):
    """A one-time link with which somebody becomes an operator; a row of the tenant `byleave`.

    Who sent it and who took it may be erased; what was sent is told all the same.
    """

    __table_args__ = (
        to_tenant(),
        UniqueConstraint("tenant_id", "digest"),
        Index("ix_invitation_bound_to", "tenant_id", "bound_to", "id"),
        Index("ix_invitation_expires_at", "tenant_id", "expires_at"),
    )

    tenant_id: bytes = key()
    id: bytes = key()
    digest: bytes = must(Digest)
    roles: tuple[str, ...] = must(Words)
    bound_to: bytes | None = may(Id)
    invited_by: bytes | None = may(Id)
    created_at: datetime = must(Utc)
    expires_at: datetime = must(Utc)
    used_at: datetime | None = may(Utc)
    account_id: bytes | None = may(Id)
    revoked_at: datetime | None = may(Utc)
