"""The run book."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from domain.kernel.run_book import JobRun
from persistence.db import Db
from persistence.mapping import columns_of, same, table_of, values_of
from persistence.statements import Prepared
from persistence.stores.store import before
from persistence.tables.installation import JobRunRow

_RUN = table_of(JobRunRow)
_values = values_of(JobRun)
_COLUMNS = columns_of(_RUN, JobRun)

_CLAIM = Prepared(insert(_RUN).on_conflict_do_nothing(index_elements=["job", "slot"]))
_FINISH = Prepared(
    update(_RUN)
    .where(*same(_RUN.c.job, _RUN.c.slot))
    .values({name: bindparam(name) for name in ("finished_at", "rows", "error")})
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

    def last(self, job: str, limit: int) -> tuple[JobRun, ...]:
        """See the Protocol."""
        return tuple(self._db.all(_LAST, job=job, limit=limit))

    def tidy(self, before: datetime, limit: int) -> int:
        """See the Protocol."""
        return self._db.run(_TIDY, before=before, limit=limit)
