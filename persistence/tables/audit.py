"""The audit trail, the log of leaves, its checkpoints, and figures by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, Date, Index, String, UniqueConstraint

from domain.audit.records import LeafSource
from persistence.tables.columns import Row, key, may, must, to_tenant, where
from persistence.types import Digest, Facts, Id, Raw, Utc, Word


class AuditEventRow(Row, table=True):
    """A line of the trail: erased as a row, while its leaf stays."""

    __table_args__ = (
        to_tenant(),
        Index("ix_audit_event_subject", "tenant_id", "subject_id", "id"),
        Index("ix_audit_event_name", "tenant_id", "name", "id"),
        Index("ix_audit_event_actor", "tenant_id", "actor_name", "id"),
        where("ix_audit_event_operator", "tenant_id", "id", only="actor_kind = 'operator'"),
    )

    tenant_id: bytes = key()
    id: bytes = key()
    at: dt.datetime = must(Utc)
    name: str = must(String)
    result: str = must(String)
    actor_kind: str = must(String)
    actor_name: str = must(String)
    subject_prefix: str = must(String)
    subject_id: bytes | None = may(Id)
    facts: Mapping[str, Any] = must(Facts)
    salt: bytes = must(Raw)


class WaitingLeavesRow(Row, table=True):
    """The leaves of one transaction, packed, until the sequencer gives each its place.

    Args:
        id: of the first leaf; ids are ordered by time.
        last: id of the last leaf.
    """

    __table_args__ = (to_tenant(), {"sqlite_with_rowid": False})

    tenant_id: bytes = key()
    id: bytes = key()
    last: bytes = must(Id)
    leaves: bytes = must(Raw)


class LogLeafRow(Row, table=True):
    """A salted leaf hash in its place in the chain."""

    __table_args__ = (
        to_tenant(),
        UniqueConstraint("tenant_id", "id"),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    seq: int = key(BigInteger)
    id: bytes = must(Id)
    source: LeafSource = must(Word(LeafSource))
    leaf: bytes = must(Digest)
    at: dt.datetime = must(Utc)
    entry_hash: bytes = must(Digest)


class CheckpointRow(Row, table=True):
    """A signed statement about the log."""

    __table_args__ = (to_tenant(),)

    tenant_id: bytes = key()
    seq: int = key(BigInteger)
    entry_hash: bytes = must(Digest)
    root: bytes = must(Digest)
    at: dt.datetime = must(Utc)
    jws: str = must(String)
    frontier: bytes = must(Raw)


class CounterRow(Row, table=True):
    """A figure of a day."""

    __table_args__ = (to_tenant(),)

    tenant_id: bytes = key()
    day: dt.date = key(Date)
    name: str = key(String)
    amount: int = must(BigInteger)


class TotalRow(Row, table=True):
    """How many there are now; changed in the work that counts the figures of a day."""

    __table_args__ = (to_tenant(), {"sqlite_with_rowid": False})

    tenant_id: bytes = key()
    name: str = key(String)
    amount: int = must(BigInteger)


class ClientCounterRow(Row, table=True):
    """A figure of a day and a client; it outlives its client and names it without a reference."""

    __table_args__ = (
        to_tenant(),
        Index("ix_client_counter_day", "tenant_id", "day"),
        {"sqlite_with_rowid": False},
    )

    tenant_id: bytes = key()
    client_id: bytes = key()
    day: dt.date = key(Date)
    name: str = key(String)
    amount: int = must(BigInteger)
