"""The run book, and the processes that serve."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from domain.kernel.nodes import Node
from domain.kernel.run_book import Hold, JobRun
from persistence.db import Db
from persistence.mapping import columns_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores.store import before
from persistence.tables.installation import JobHoldRow, JobRunRow, NodeRow

_RUN = table_of(JobRunRow)
_values = values_of(JobRun)
_COLUMNS = columns_of(_RUN, JobRun)

_CLAIM = Prepared(insert(_RUN).on_conflict_do_nothing(index_elements=["job", "slot"]))
_FINISH = Prepared(
    update(_RUN)
    .where(*same(_RUN.c.job, _RUN.c.slot))
    .values({name: bindparam(name) for name in ("finished_at", "rows", "error")})
)
_HEAR = Prepared(
    update(_RUN)
    .where(*same(_RUN.c.job, _RUN.c.slot), _RUN.c.finished_at.is_(None))
    .values(heard_at=bindparam("heard_at"))
)
_LAST = Prepared(
    select(*_COLUMNS)
    .where(*same(_RUN.c.job))
    .order_by(_RUN.c.slot.desc())
    .limit(bindparam("limit")),
    JobRun,
)
_KEY = tuple_(_RUN.c.job, _RUN.c.slot)
_TIDY = Prepared(
    delete(_RUN).where(
        _KEY.in_(
            select(_RUN.c.job, _RUN.c.slot)
            .where(before(_RUN.c.started_at))
            .limit(bindparam("limit"))
        )
    )
)

_HOLD = table_of(JobHoldRow)
_hold_values = values_of(Hold)
_PUT_HOLD = Prepared(insert(_HOLD).on_conflict_do_nothing(index_elements=["job"]))
_LET_GO = Prepared(delete(_HOLD).where(*same(_HOLD.c.job)))
_HELD = Prepared(select(*columns_of(_HOLD, Hold)).where(*same(_HOLD.c.job)), Hold)
_NODE = table_of(NodeRow)
_node_values = values_of(Node)
_beat = insert(_NODE)
_BEAT = Prepared(
    _beat.on_conflict_do_update(index_elements=["id"], set_={"seen_at": _beat.excluded.seen_at})
)
_NODES = Prepared(
    select(*columns_of(_NODE, Node))
    .where(_NODE.c.seen_at > bindparam("since"))
    .order_by(_NODE.c.seen_at.desc())
    .limit(bindparam("limit")),
    Node,
)
_LEAVE = Prepared(delete(_NODE).where(*same(_NODE.c.id)))
_FORGET = Prepared(delete(_NODE).where(before(_NODE.c.seen_at)))


class RunBookStore:
    """See `domain.kernel.run_book.RunBook`."""

    __slots__ = ("_db",)

    def __init__(self, db: Db) -> None:
        """Bind to an installation's work."""
        self._db = db

    def claim(self, run: JobRun) -> bool:
        """See the Protocol; the primary key lets one replica in."""
        return self._db.run(_CLAIM, **_values(run)) == 1

    def finish(self, run: JobRun) -> None:
        """See the Protocol."""
        self._db.run(
            _FINISH,
            job=run.job,
            slot=run.slot,
            finished_at=run.finished_at,
            rows=run.rows,
            error=run.error,
        )

    def hear(self, run: JobRun) -> None:
        """See the Protocol."""
        self._db.run(_HEAR, job=run.job, slot=run.slot, heard_at=run.heard_at)

    def last(self, job: str, limit: int) -> tuple[JobRun, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_LAST, job=job, limit=limit))

    def tidy(self, before: datetime, limit: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY, before=before, limit=limit)

    def hold(self, hold: Hold) -> bool:
        """See the Protocol."""
        return self._db.run(_PUT_HOLD, **_hold_values(hold)) == 1

    def let_go(self, job: str) -> bool:
        """See the Protocol."""
        return self._db.run(_LET_GO, job=job) == 1

    def held(self, job: str) -> Hold | None:
        """See the Protocol."""
        return self._db.one(_HELD, job=job)


class NodeStore:
    """See `domain.kernel.nodes.Nodes`."""

    __slots__ = ("_db",)

    def __init__(self, db: Db) -> None:
        """Bind to an installation's work."""
        self._db = db

    def beat(self, node: Node) -> None:
        """See the Protocol."""
        self._db.run(_BEAT, **_node_values(node))

    def since(self, moment: datetime, limit: int) -> tuple[Node, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_NODES, since=moment, limit=limit))

    def leave(self, node_id: str) -> None:
        """See the Protocol."""
        self._db.run(_LEAVE, id=node_id)

    def tidy(self, before: datetime) -> int:
        """See the Protocol."""
        return self._db.run(_FORGET, before=before)
