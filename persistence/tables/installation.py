"""What belongs to no tenant: the master key's mark and the run book."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, String

from persistence.tables.columns import Row, key, may, must
from persistence.types import Raw, Utc


class InstallationRow(Row, table=True):
    """The one row that says which master key this database is sealed under (rulings 15)."""

    id: int = key(Integer)
    master_key_id: bytes = must(Raw)
    master_key_check: bytes = must(Raw)


class JobRunRow(Row, table=True):
    """A run of a job; its key lets exactly one replica run each slot (design.md D18)."""

    __table_args__ = (Index("ix_job_run_started_at", "started_at"),)

    job: str = key(String)
    slot: datetime = key(Utc)
    who: str = must(String)
    started_at: datetime = must(Utc)
    finished_at: datetime | None = may(Utc)
    rows: int | None = may(Integer)
    error: str = must(String)
