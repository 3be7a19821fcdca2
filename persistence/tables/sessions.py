"""Sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint

from persistence.tables.columns import Row, key, may, must, where, within_tenant
from persistence.types import Digest, Id, Utc, Words


class SessionRow(Row, table=True):
    """A signed-in browser; grants and consents outlive its row and name it without a reference."""

    __table_args__ = (
        within_tenant("account_id", "account"),
        UniqueConstraint("tenant_id", "digest"),
        where("ix_session_standing", "tenant_id", "id", only="ended_at IS NULL"),
        Index("ix_session_account", "tenant_id", "account_id", "id"),
        Index("ix_session_ends_at", "tenant_id", "ends_at"),
        where("ix_session_ended", "tenant_id", "ended_at", only="ended_at IS NOT NULL"),
        where("ix_session_over", "tenant_id", "id", only="ended_at IS NOT NULL"),
    )

    tenant_id: bytes = key()
    id: bytes = key()
    digest: bytes = must(Digest)
    sid: str = must(String)
    account_id: bytes = must(Id)
    started_at: datetime = must(Utc)
    auth_time: datetime = must(Utc)
    amr: tuple[str, ...] = must(Words)
    acr: str = must(String)
    browser: str = must(String)
    last_seen_at: datetime = must(Utc)
    idle_ends_at: datetime = must(Utc)
    ends_at: datetime = must(Utc)
    ended_at: datetime | None = may(Utc)
    end_reason: str = must(String)
