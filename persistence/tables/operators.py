"""Operators' roles and the installation's one-time links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint

from domain.operators.records import Role
from persistence.tables.columns import Row, key, must
from persistence.types import Digest, Id, Utc, Word


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
