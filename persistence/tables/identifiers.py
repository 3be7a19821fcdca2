"""Sealed identifiers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, UniqueConstraint

from domain.identifiers.records import IdentifierKind
from persistence.tables.columns import Row, key, must, within_tenant
from persistence.types import Digest, Id, Utc, Word


class IdentifierRow(Row, table=True):
    """An index under which someone is recognised; the text itself is nowhere."""

    __table_args__ = (
        within_tenant("account_id", "account", later=True),
        UniqueConstraint("tenant_id", "sealed_index"),
        Index("ix_identifier_account", "tenant_id", "account_id"),
        Index("ix_identifier_key_version", "tenant_id", "key_version"),
    )

    tenant_id: bytes = key()
    id: bytes = key()
    account_id: bytes = must(Id)
    kind: IdentifierKind = must(Word(IdentifierKind))
    sealed_index: bytes = must(Digest)
    key_version: int = must(Integer)
    created_at: datetime = must(Utc)
