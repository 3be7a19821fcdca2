"""Accounts and activation links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String, UniqueConstraint

from domain.accounts.records import AccountKind, AccountStatus, Audience
from persistence.tables.columns import Row, key, may, must, to_tenant, within_tenant
from persistence.types import Digest, Id, Utc, Word


class AccountRow(Row, table=True):
    """The thing that signs in; an erased one keeps its row and nothing else."""

    __table_args__ = (
        to_tenant(),
        Index("ix_account_status", "tenant_id", "status", "id"),
        Index("ix_account_persona", "tenant_id", "persona", "id"),
    )

    tenant_id: bytes = key()
    id: bytes = key()
    kind: AccountKind = must(Word(AccountKind))
    status: AccountStatus = must(Word(AccountStatus))
    audience: Audience = must(Word(Audience))
    label: str = must(String)
    locale: str = must(String)
    persona: bool = must(Boolean)
    created_at: datetime = must(Utc)
    version: int = must(Integer)
    status_before: AccountStatus | None = may(Word(AccountStatus))


class ActivationRow(Row, table=True):
    """A one-use activation link."""

    __table_args__ = (
        within_tenant("account_id", "account", cascade=True),
        UniqueConstraint("tenant_id", "account_id"),
        Index("ix_activation_expires_at", "tenant_id", "expires_at"),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    digest: bytes = key(Digest)
    account_id: bytes = must(Id)
    expires_at: datetime = must(Utc)
