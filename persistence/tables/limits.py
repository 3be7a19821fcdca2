"""Limit buckets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, String

from persistence.tables.columns import Row, key, may, must, to_tenant, where
from persistence.types import Digest, Utc


class LimitBucketRow(Row, table=True):
    """Failures counted under one keyed hash."""

    __table_args__ = (
        to_tenant(),
        Index("ix_limit_bucket_window_ends_at", "tenant_id", "window_ends_at"),
        where(
            "ix_limit_bucket_closed",
            "tenant_id",
            "blocked_until",
            "level",
            only="blocked_until IS NOT NULL",
        ),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    key: bytes = key(Digest)
    failures: int = must(Integer)
    strikes: int = must(Integer)
    window_ends_at: datetime = must(Utc)
    blocked_until: datetime | None = may(Utc)
    level: str | None = may(String)
