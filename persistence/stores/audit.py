"""The audit trail and the log of leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, bindparam, delete, insert, literal_column, select

from domain.audit.records import AuditEvent, AuditFilter, Checkpoint, LogLeaf, Spoilt
from domain.kernel.ids import around, first_id
from domain.kernel.paging import Page, PageRequest
from persistence.mapping import columns_of, cut, portion, same, table_of, values_of
from persistence.odd import Odd
from persistence.statements import Prepared
from persistence.stores.found import last_leaf
from persistence.stores.leaves import MOST, packed, unpacked
from persistence.stores.lines import COLUMNS, LINE, shown
from persistence.stores.store import Held, Store, tidying_old
from persistence.tables.audit import AuditEventRow, CheckpointRow, LogLeafRow, WaitingLeavesRow

_ACT: Final = timedelta(minutes=1)
"""How far apart the ids of one act's lines may lie: no transaction is open for as long."""
_NEAR: Final = 50
"""Rows that begin last before a leaf are looked at first: it is in one of them unless more works
than that were under way at once. To look at all takes longer the more there are."""
_EVENT = table_of(AuditEventRow)
_WAITING = table_of(WaitingLeavesRow)
_LEAF = table_of(LogLeafRow)
_CHECKPOINT = table_of(CheckpointRow)
_LEAF_COLUMNS = columns_of(_LEAF, LogLeaf)
_values = values_of(AuditEvent)
_leaf_values = values_of(LogLeaf)
_id = attrgetter("id")
_checkpoint_values = values_of(Checkpoint)

_ADD = Prepared(insert(_EVENT), evidence=True)
_GET = Prepared(select(*COLUMNS).where(*same(_EVENT.c.tenant_id, _EVENT.c.id)), LINE)
_ERASE = tidying_old(_EVENT, _EVENT.c.id, _EVENT.c.at)
_WAIT = Prepared(insert(_WAITING), evidence=True)
_CROSSED = (
    select(literal_column("1"))
    .where(*same(_LEAF.c.tenant_id), _LEAF.c.id.between(_WAITING.c.id, _WAITING.c.last))
    .correlate(_WAITING)
    .exists()
)
"""Whether a leaf has its place already whose id lies between those of a row."""
_ANY = Prepared(select(_WAITING.c.id).where(*same(_WAITING.c.tenant_id)).limit(1))
_ROWS = Prepared(
    select(_WAITING.c.id, _WAITING.c.last, _WAITING.c.leaves, _CROSSED)
    .where(*same(_WAITING.c.tenant_id), _WAITING.c.id > bindparam("after"))
    .order_by(_WAITING.c.id)
    .limit(bindparam("limit")),
    lambda first, last, leaves, crossed: _Row(first, unpacked(first, last, leaves), bool(crossed)),
)
_AMONG_ALL = select(_WAITING.c.id, _WAITING.c.last, _WAITING.c.leaves).where(
    *same(_WAITING.c.tenant_id), _WAITING.c.id <= bindparam("leaf_id")
)
_AMONG = Prepared(_AMONG_ALL.where(_WAITING.c.last >= bindparam("leaf_id")), unpacked)
_BEFORE = _AMONG_ALL.order_by(_WAITING.c.id.desc()).limit(_NEAR).subquery()
_AMONG_NEAR = Prepared(select(_BEFORE).where(_BEFORE.c.last >= bindparam("leaf_id")), unpacked)
_TAKE = Prepared(delete(_WAITING).where(*same(_WAITING.c.tenant_id, _WAITING.c.id)), evidence=True)
_PLACE = Prepared(insert(_LEAF), evidence=True)
_LEAVES = select(*_LEAF_COLUMNS).where(*same(_LEAF.c.tenant_id))
_GET_LEAF = Prepared(_LEAVES.where(*same(_LEAF.c.id)), LogLeaf)
_AFTER = Prepared(
    _LEAVES.where(_LEAF.c.seq > bindparam("after")).order_by(_LEAF.c.seq).limit(bindparam("limit")),
    LogLeaf,
)
_ADD_CHECKPOINT = Prepared(insert(_CHECKPOINT), evidence=True)
_CHECKPOINTS = Prepared(
    select(*columns_of(_CHECKPOINT, Checkpoint))
    .where(*same(_CHECKPOINT.c.tenant_id))
    .order_by(_CHECKPOINT.c.seq.desc())
    .limit(bindparam("limit")),
    Checkpoint,
)
_ACTS = Prepared(
    select(*COLUMNS)
    # Written out, so that the engines see that the partial index fits.
    .where(*same(_EVENT.c.tenant_id), _EVENT.c.actor_kind == literal_column("'operator'"))
    .order_by(_EVENT.c.id.desc())
    .limit(bindparam("limit")),
    LINE,
)
_WITHIN = _EVENT.c.id.between(bindparam("first"), bindparam("last"))
_BESIDE = Prepared(
    select(*COLUMNS)
    .where(*same(_EVENT.c.tenant_id, _EVENT.c.actor_name), _WITHIN, *same(_EVENT.c.at))
    .order_by(_EVENT.c.id)
    .limit(bindparam("limit")),
    LINE,
)
# Who counts looks at little of a line and at many lines: those that can be read are enough.
_SPAN = Prepared(select(*COLUMNS).where(*same(_EVENT.c.tenant_id), _WITHIN), AuditEvent)


class AuditStore(Store):
    """See `domain.audit.store.AuditTrail`."""

    __slots__ = ()

    def add(self, event: AuditEvent) -> None:
        """See the Protocol."""
        self._db.add(_ADD, tenant_id=self._tenant, **_values(event))

    def get(self, event_id: bytes) -> AuditEvent | None:
        """See the Protocol."""
        return next(iter(self._lines(_GET, id=event_id)), None)

    def page(self, wanted: AuditFilter, page: PageRequest) -> Page[AuditEvent]:
        """See the Protocol."""
        query = _narrowed(select(*COLUMNS).where(_EVENT.c.tenant_id == self._tenant), wanted)
        asked = Prepared(portion(query, page, key=_EVENT.c.id), LINE)
        found = self._db.each(asked)
        return cut(shown(found), page)

    def acts(self, limit: int) -> tuple[AuditEvent, ...]:
        """See the Protocol."""
        return self._lines(_ACTS, limit=limit)

    def beside(self, line: AuditEvent, limit: int) -> tuple[AuditEvent, ...]:
        """See the Protocol; an act's lines share their moment, and their ids lie close together."""
        first, last = around(line.id, _ACT)
        binds = {"actor_name": line.actor_name, "at": line.at, "first": first, "last": last}
        return self._lines(_BESIDE, **binds, limit=limit)

    def span(self, first: bytes, last: bytes) -> tuple[AuditEvent, ...]:
        """See the Protocol."""
        return self._lines(_SPAN, first=first, last=last)

    def erase_before(self, moment: datetime, limit: int) -> int:
        """See the Protocol."""
        binds = {"bound": first_id(moment), "before": moment, "limit": limit}
        return self._db.run(_ERASE, tenant_id=self._tenant, **binds)

    def _lines(self, asked: Prepared[AuditEvent], **binds: Any) -> tuple[AuditEvent, ...]:
        found = self._db.each(asked, tenant_id=self._tenant, **binds)
        return tuple(shown(found))


class _Row(NamedTuple):
    """Leaves that wait together.

    Args:
        id: of the row.
        leaves: in their order; none where the row cannot be read.
        crossed: whether a leaf that has its place may be among them.
    """

    id: bytes
    leaves: tuple[LogLeaf, ...]
    crossed: bool


class LeafStore(Store):
    """See `domain.audit.store.LeafLog`.

    The leaves of a work wait in one row, which is written at its end: apart they were nine of the
    27 rows of a decision.
    """

    __slots__ = ("_leaving",)

    def __init__(self, held: Held) -> None:
        """No leaf is there yet."""
        super().__init__(held)
        self._leaving: list[LogLeaf] = []

    def add(self, leaf: LogLeaf) -> None:
        """See the Protocol."""
        if not self._leaving:
            self._db.at_the_end(self._leave)
        self._leaving.append(leaf)
        if len(self._leaving) >= MOST:
            self._leave()

    def _leave(self) -> None:
        """Write what waits here; whatever is read afterwards sees it."""
        leaves, self._leaving = sorted(self._leaving, key=_id), []
        if leaves:
            self._db.add(
                _WAIT,
                tenant_id=self._tenant,
                id=leaves[0].id,
                last=leaves[-1].id,
                leaves=packed(leaves),
            )

    def take_turn(self) -> bool:
        """See the Protocol."""
        return self._db.take_turn(b"sequencer" + self._tenant)

    def get(self, leaf_id: bytes) -> LogLeaf | None:
        """See the Protocol; its place is asked for again: a leaf that gets it is not missed."""
        return self._placed(leaf_id) or self._among(leaf_id) or self._placed(leaf_id)

    def _among(self, leaf_id: bytes) -> LogLeaf | None:
        """Return a leaf that waits, or None; looked for near it first."""
        self._leave()
        for statement in (_AMONG_NEAR, _AMONG):
            for leaves in self._db.each(statement, tenant_id=self._tenant, leaf_id=leaf_id):
                for leaf in () if isinstance(leaves, Odd) else leaves:
                    if leaf.id == leaf_id:
                        return leaf
        return None

    def _placed(self, leaf_id: bytes) -> LogLeaf | None:
        return self._db.one(_GET_LEAF, tenant_id=self._tenant, id=leaf_id)

    def waits(self) -> bool:
        """See the Protocol."""
        self._leave()
        return self._db.one(_ANY, tenant_id=self._tenant) is not None

    def pending(self, limit: int) -> tuple[LogLeaf, ...]:
        """See the Protocol."""
        return tuple(islice((leaf for row in self._rows(limit) for leaf in row.leaves), limit))

    def unreadable(self, limit: int) -> tuple[bytes, ...]:
        """See the Protocol."""
        return tuple(islice((row.id for row in self._rows(limit) if not row.leaves), limit))

    def stuck(self, limit: int) -> tuple[bytes, ...]:
        """See the Protocol."""
        seen: set[bytes] = set()
        rows = (row.id for row in self._rows(limit) if not self._fits(row, seen))
        return tuple(islice(rows, limit))

    def tail(self) -> LogLeaf | Spoilt | None:
        """See the Protocol."""
        return last_leaf(self._db, self._tenant)

    def take(self, limit: int) -> tuple[LogLeaf, ...]:
        """See the Protocol; a row that another took meanwhile is theirs."""
        taken: list[LogLeaf] = []
        seen: set[bytes] = set()
        for row in self._rows(limit):
            if len(taken) >= limit:
                break
            if self._fits(row, seen) and self._db.run(_TAKE, tenant_id=self._tenant, id=row.id):
                taken += row.leaves
        return tuple(taken)

    def place(self, leaf: LogLeaf) -> None:
        """See the Protocol; the key is the place."""
        self._db.add(_PLACE, tenant_id=self._tenant, **_leaf_values(leaf))

    def _rows(self, limit: int) -> Iterator[_Row]:
        """Return what waits, oldest first, asked for in portions."""
        self._leave()
        after, more = b"", True
        while more:
            found = self._db.each(_ROWS, tenant_id=self._tenant, after=after, limit=limit)
            rows = [row for row in found if not isinstance(row, Odd)]
            yield from rows
            more = len(rows) == limit
            after = rows[-1].id if rows else after

    def _fits(self, row: _Row, seen: set[bytes]) -> bool:
        """Tell whether all leaves of a row can have a place: each is there once, and has none yet.

        Args:
            seen: ids of the rows that fitted before; those of this one are put to them.
        """
        mine = {leaf.id for leaf in row.leaves}
        if not mine or len(mine) < len(row.leaves) or mine & seen:
            return False
        if row.crossed and any(self._placed(each) for each in mine):
            return False
        seen |= mine
        return True

    def after(self, seq: int, limit: int) -> tuple[LogLeaf, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_AFTER, tenant_id=self._tenant, after=seq, limit=limit))

    def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        """See the Protocol."""
        self._db.add(_ADD_CHECKPOINT, tenant_id=self._tenant, **_checkpoint_values(checkpoint))

    def checkpoints(self, limit: int) -> tuple[Checkpoint, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_CHECKPOINTS, tenant_id=self._tenant, limit=limit))


def _narrowed(query: Select[Any], wanted: AuditFilter) -> Select[Any]:
    tests = (
        (wanted.names or None, lambda names: _EVENT.c.name.in_(names)),  # noqa: PLW0108 - typed
        (wanted.subject, lambda subject: _EVENT.c.subject_id == subject),
        (wanted.actor_name, lambda name: _EVENT.c.actor_name == name),
        (wanted.result, lambda result: _EVENT.c.result == result),
        (wanted.since, lambda since: _EVENT.c.at >= since),
        (wanted.made_after, lambda id_: _EVENT.c.id >= id_),
        (wanted.until, lambda until: _EVENT.c.at < until),
    )
    return query.where(*(test(value) for value, test in tests if value is not None))
