"""Enrolments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint

from persistence.tables.columns import Row, key, must, within_tenant
from persistence.types import Id, Utc


class PasswordRow(Row, table=True):
    """An account's password as argon2id; one for each account."""

    __table_args__ = (
        within_tenant("account_id", "account", cascade=True),
        UniqueConstraint("tenant_id", "account_id"),
    )

    tenant_id: bytes = key()
    id: bytes = key()
    account_id: bytes = must(Id)
    encoded: str = must(String)
    created_at: datetime = must(Utc)
