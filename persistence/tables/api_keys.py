"""API keys, and what was made once under them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Date, Index, String

from persistence.tables.columns import Row, key, may, must, to_tenant, within_tenant
from persistence.types import Digest, Id, Utc, Words


class ApiKeyRow(Row, table=True):
    """A key with which a machine speaks for an account."""

    __table_args__ = (
        within_tenant("account_id", "account", cascade=True),
        Index("ix_api_key_account", "tenant_id", "account_id", "id"),
    )

    tenant_id: bytes = key()
    id: bytes = key()
    account_id: bytes = must(Id)
    digest: bytes = must(Digest)
    hint: str = must(String)
    label: str = must(String)
    permissions: tuple[str, ...] = must(Words)
    bound_to: bytes | None = may(Id)
    created_at: dt.datetime = must(Utc)
    expires_at: dt.datetime = must(Utc)
    last_used_on: dt.date | None = may(Date)
    revoked_at: dt.datetime | None = may(Utc)


class MadeOnceRow(Row, table=True):
    """What a call made under an idempotency key."""

    __table_args__ = (
        to_tenant(),
        Index("ix_made_once_expires_at", "tenant_id", "expires_at"),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    digest: bytes = key(Digest)
    request_digest: bytes = must(Digest)
    reference: str = must(String)
    expires_at: dt.datetime = must(Utc)
