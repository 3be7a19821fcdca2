"""What belongs to no tenant: the master key's mark, the run book, and the processes that serve."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, String

from persistence.tables.columns import Row, key, may, must
from persistence.types import Raw, Utc


class InstallationRow(Row, table=True):
    """The one row that says which master key this database is sealed under."""

    id: int = key(Integer)
    master_key_id: bytes = must(Raw)
    master_key_check: bytes = must(Raw)


class JobRunRow(Row, table=True):
    """A run of a job; its key lets exactly one replica run each slot."""

    __table_args__ = (Index("ix_job_run_started_at", "started_at"),)

    job: str = key(String)
    slot: datetime = key(Utc)
    who: str = must(String)
    started_at: datetime = must(Utc)
    finished_at: datetime | None = may(Utc)
    rows: int | None = may(Integer)
    error: str = must(String)
    heard_at: datetime | None = may(Utc)


class JobHoldRow(Row, table=True):
    """A job that an operator holds: no replica claims a slot of it."""

    job: str = key(String)
    at: datetime = must(Utc)
    by: str = must(String)


class NodeRow(Row, table=True):
    """A process that serves, and when it was last heard of."""

    __table_args__ = (Index("ix_node_seen_at", "seen_at"),)

    id: str = key(String)
    host: str = must(String)
    planes: str = must(String)
    version: str = must(String)
    started_at: datetime = must(Utc)
    seen_at: datetime = must(Utc)
