"""Rows of the trail, the log and the ledger as they are found: for who proves them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final, TypeVar

from sqlalchemy import Select, Table, bindparam, literal_column, select

from domain.audit.records import AuditEvent, Checkpoint, LogLeaf, Spoilt
from domain.consent.records import Consent
from domain.tenants.records import KeyPurpose, SigningKey
from persistence.db import Db
from persistence.mapping import columns_of, same, table_of
from persistence.odd import Odd, strictly
from persistence.statements import Prepared
from persistence.stores.consent_lists import ASTRAY
from persistence.stores.store import Store
from persistence.tables.audit import AuditEventRow, CheckpointRow, LogLeafRow
from persistence.tables.consent import ConsentEntryRow
from persistence.tables.tenants import SigningKeyRow

R = TypeVar("R")

_EVENT = table_of(AuditEventRow)
_LEAF = table_of(LogLeafRow)
_CHECKPOINT = table_of(CheckpointRow)
_ENTRY = table_of(ConsentEntryRow)
_KEY = table_of(SigningKeyRow)


def _found(table: Table, record: type[R], *tests: Any, order: Any = None) -> Prepared[R]:
    columns = columns_of(table, record)
    query = select(*columns).where(*same(table.c.tenant_id), *tests)
    if order is not None:
        query = query.order_by(order).limit(bindparam("limit"))
    return Prepared(query, strictly(record, columns))


def _ids(table: Table) -> Prepared[bytes]:
    mine = select(table.c.id).where(*same(table.c.tenant_id), table.c.id > bindparam("after"))
    return Prepared(mine.order_by(table.c.id).limit(bindparam("limit")), lambda id_: id_)


def _without_id(table: Table) -> Prepared[int]:
    # SQLite puts numbers and texts before all bytes.
    other = table.c.id <= bindparam("nothing")
    one: Select[Any] = select(literal_column("1")).where(*same(table.c.tenant_id), other)
    # In the order of the key, or Postgres would read the table for want of such a row.
    return Prepared(one.order_by(table.c.id).limit(1), int)


_LEAVES = _found(_LEAF, LogLeaf, _LEAF.c.seq > bindparam("after"), order=_LEAF.c.seq)
_TAIL = _found(_LEAF, LogLeaf, _LEAF.c.seq <= bindparam("most"), order=_LEAF.c.seq.desc())
_ASIDE = Prepared(
    select(_LEAF.c.id)
    .where(*same(_LEAF.c.tenant_id), _LEAF.c.seq < bindparam("first"))
    .order_by(_LEAF.c.seq)
    .limit(bindparam("limit")),
    strictly(bytes, (_LEAF.c.id,)),
)
_HAS_LEAF = Prepared(
    select(literal_column("1")).where(*same(_LEAF.c.tenant_id, _LEAF.c.id)).limit(1), int
)
_CHECKPOINTS = _found(_CHECKPOINT, Checkpoint, order=_CHECKPOINT.c.seq.desc())


def _public_key(*values: Any) -> SigningKey:
    named = {column.name: value for column, value in zip(_PUBLIC, values, strict=True)}
    return SigningKey(**named, private_pem=None)


_PUBLIC = tuple(_KEY.c[each.name] for each in fields(SigningKey) if each.name in _KEY.c)
_KEYS = Prepared(
    select(*_PUBLIC).where(*same(_KEY.c.tenant_id, _KEY.c.purpose)).order_by(_KEY.c.id.desc()),
    strictly(_public_key, _PUBLIC),
)
_LINE = _found(_EVENT, AuditEvent, *same(_EVENT.c.id))
_NAMED = _found(
    _EVENT,
    AuditEvent,
    *same(_EVENT.c.name),
    _EVENT.c.id > bindparam("nothing"),
    _EVENT.c.id < bindparam("before"),
    order=_EVENT.c.id.desc(),
)
_LINES = _ids(_EVENT)
_LINES_WITHOUT_ID = _without_id(_EVENT)
_ENTRY_FOUND = _found(_ENTRY, Consent, *same(_ENTRY.c.id))
_ENTRIES = _ids(_ENTRY)
_ENTRIES_WITHOUT_ID = _without_id(_ENTRY)

_NOTHING: Final = b""
_FIRST: Final = 1
_MOST: Final = 2**63 - 1
"""The last number; SQLite puts texts and bytes behind it."""
_LEAF_PLACES: Final = ("id", "source", "leaf", "at", "seq", "entry_hash")


class FoundStore(Store):
    """See `domain.audit.store.FoundRows` and `domain.consent.store.FoundEntries`."""

    __slots__ = ()

    def leaves(self, seq: int, limit: int) -> tuple[LogLeaf | Spoilt, ...]:
        """See the Protocol; SQLite puts texts and bytes behind all numbers."""
        rows = self._db.each(_LEAVES, tenant_id=self._tenant, after=seq, limit=limit)
        return tuple(_spoilt_leaf(row) if isinstance(row, Odd) else row for row in rows)

    def leaves_aside(self, limit: int) -> tuple[bytes | None, ...]:
        """See the Protocol."""
        rows = self._db.each(_ASIDE, tenant_id=self._tenant, first=_FIRST, limit=limit)
        return tuple(None if isinstance(row, Odd) else row for row in rows)

    def has_leaf(self, leaf_id: bytes) -> bool:
        """See the Protocol."""
        return self._db.one(_HAS_LEAF, tenant_id=self._tenant, id=leaf_id) is not None

    def checkpoints(self, limit: int) -> tuple[Checkpoint | Spoilt, ...]:
        """See the Protocol."""
        rows = self._db.each(_CHECKPOINTS, tenant_id=self._tenant, limit=limit)
        return tuple(
            Spoilt(seq=_whole(row.values[0])) if isinstance(row, Odd) else row for row in rows
        )

    def checkpoint_keys(self) -> tuple[SigningKey, ...]:
        """See the Protocol."""
        rows = self._db.each(_KEYS, tenant_id=self._tenant, purpose=KeyPurpose.CHECKPOINT)
        return tuple(row for row in rows if not isinstance(row, Odd))

    def line(self, event_id: bytes) -> AuditEvent | Spoilt | None:
        """See the Protocol."""
        return self._one(_LINE, event_id)

    def named(self, name: str, before: bytes, limit: int) -> tuple[AuditEvent | Spoilt, ...]:
        """See the Protocol."""
        binds = {"name": name, "nothing": _NOTHING, "before": before, "limit": limit}
        rows = self._db.each(_NAMED, tenant_id=self._tenant, **binds)
        return tuple(Spoilt(row.values[0]) if isinstance(row, Odd) else row for row in rows)

    def lines(self, after: bytes, limit: int) -> tuple[bytes, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_LINES, tenant_id=self._tenant, after=after, limit=limit))

    def lines_without_id(self) -> bool:
        """See the Protocol."""
        return self._any(_LINES_WITHOUT_ID)

    def entry(self, consent_id: bytes) -> Consent | Spoilt | None:
        """See the Protocol."""
        return self._one(_ENTRY_FOUND, consent_id)

    def entries(self, after: bytes, limit: int) -> tuple[bytes, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_ENTRIES, tenant_id=self._tenant, after=after, limit=limit))

    def entries_without_id(self) -> bool:
        """See the Protocol."""
        return self._any(_ENTRIES_WITHOUT_ID)

    def entries_astray(self, limit: int) -> tuple[bytes | None, ...]:
        """See the Protocol."""
        rows = self._db.each(ASTRAY, tenant_id=self._tenant, limit=limit)
        return tuple(None if isinstance(row, Odd) else row for row in rows)

    def _one(self, statement: Prepared[R], row_id: bytes) -> R | Spoilt | None:
        for row in self._db.each(statement, tenant_id=self._tenant, id=row_id):
            return Spoilt(row_id) if isinstance(row, Odd) else row
        return None

    def _any(self, statement: Prepared[int]) -> bool:
        return self._db.one(statement, tenant_id=self._tenant, nothing=_NOTHING) is not None


def last_leaf(db: Db, tenant: bytes) -> LogLeaf | Spoilt | None:
    """Return what has the last place of a tenant's log, or None."""
    for row in db.each(_TAIL, tenant_id=tenant, most=_MOST, limit=1):
        return _spoilt_leaf(row) if isinstance(row, Odd) else row
    return None


def _spoilt_leaf(row: Odd) -> Spoilt:
    held = dict(zip(_LEAF_PLACES, row.values, strict=True))
    id_, leaf, entry = (_bytes(held[name]) for name in ("id", "leaf", "entry_hash"))
    return Spoilt(id_, _whole(held["seq"]), leaf, entry)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _bytes(value: Any) -> bytes | None:
    return value if isinstance(value, bytes) else None
