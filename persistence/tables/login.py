"""Interactions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String

from domain.login.records import InteractionStatus
from persistence.tables.columns import Row, key, may, must, to_tenant, where
from persistence.types import Digest, Id, Sealed, Utc, Word


class InteractionRow(Row, table=True):
    """A pending flow; lives half an hour, so it names other rows without a reference."""

    __table_args__ = (
        to_tenant(),
        Index("ix_interaction_expires_at", "tenant_id", "expires_at"),
        where("ix_interaction_account", "tenant_id", "account_id", only="account_id IS NOT NULL"),
    )

    tenant_id: bytes = key()
    id: bytes = key()
    bound_digest: bytes = must(Digest)
    status: InteractionStatus = must(Word(InteractionStatus))
    request_sealed: bytes | None = may(Sealed)
    return_to: str = must(String)
    account_id: bytes | None = may(Id)
    subject: bytes | None = may(Digest)
    session_id: bytes | None = may(Id)
    fresh_after: datetime | None = may(Utc)
    consent_asked: bool = must(Boolean)
    registering: bool = must(Boolean)
    headless_client: bytes | None = may(Id)
    failure: str = must(String)
    created_at: datetime = must(Utc)
    expires_at: datetime = must(Utc)
    version: int = must(Integer)
