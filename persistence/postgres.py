"""Postgres: pools of plain threads, each with a connection of its own (performance.md 6.1).

Writers run a transaction per job; it opens with the first statement, and rows nobody waits for
leave in one exchange with its commit. Readers are in autocommit, which halves what a look-up costs.
Brief jobs, of which many are asked for at a time, run abreast.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, TypeVar

import psycopg
from sqlalchemy.engine import URL

from persistence.db import Db
from persistence.faults import Unfit
from persistence.notices import Ear
from persistence.postgres_abreast import Abreast
from persistence.postgres_db import BEGIN, PostgresDb
from persistence.postgres_group import MOST, PostgresGroup
from persistence.postgres_link import conninfo
from persistence.postgres_outage import failed, outrun, told, told_by_postgres, without_values
from persistence.postgres_rows import MOMENT, Gathering, Rows
from persistence.postgres_wire import wired
from persistence.writer import Crew, Job, Outcome, attempt, commit_outcomes, log

T = TypeVar("T")

READERS: Final = 4
WRITERS: Final = 5
"""The more commits are under way at once, the more of them Postgres writes down together; but with
the others a process has thirteen of the hundred connections that Postgres gives out."""
GROUPS: Final = 2
"""While one group waits for its commit, the next one asks; more of them would be smaller."""
ATTEMPTS: Final = 5
"""How often a job runs when another transaction is first with what it changes."""
FIRST_PAUSE: Final = 0.01
"""Seconds before it runs the second time; they double."""
_SNAPSHOT: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresDatabase:
    """One Postgres database: threads that write, threads that read.

    Args:
        url: `postgresql://…`, as SQLAlchemy reads it.
        queue: most jobs that may wait, for the writers and for the readers each.
        readers: reading connections.
        writers: writing connections.
    """

    name: Final = "postgres"

    def __init__(
        self, url: URL, *, queue: int = 1000, readers: int = READERS, writers: int = WRITERS
    ) -> None:
        """Connect every thread at once, so that a wrong address shows at start."""
        self.conninfo = conninfo(url)
        self._ears: list[Ear] = []
        gathering = Gathering()
        self.writer = Crew(
            "byleave-writer",
            lambda: PostgresWriter(self.conninfo, gathering),
            bound=queue,
            size=writers,
        )
        self._group = Crew(
            "byleave-group",
            lambda: PostgresGroup(self.conninfo, self.writer.enter),
            bound=queue,
            most=MOST,
            size=GROUPS,
            chief=self.writer,
        )
        self._reader = Crew(
            "byleave-reader", lambda: PostgresReader(self.conninfo), bound=queue, size=readers
        )
        self._look_ups = Crew(
            "byleave-look-ups", lambda: PostgresReader(self.conninfo), bound=queue, most=MOST
        )

    def read(self, job: Callable[[Db], T], *, snapshot: bool = False) -> T:
        """Run a read in one of the reading threads and wait for it.

        Args:
            job: reads by index; a write in it fails.
            snapshot: all its statements see one moment; costs two round trips.

        Refuses:
            busy: too many are waiting.
            storage_unavailable: nobody answers there.
        """
        return self._reader.submit(job, durable=snapshot).result()

    def reading(
        self, job: Callable[[Db], T], *, snapshot: bool = False, brief: bool = False
    ) -> Awaitable[T]:
        """Like `read`, to be awaited; see `Database.reading`."""
        if brief and not snapshot:
            return self._look_ups.call(job)
        return self._reader.call(job, durable=snapshot)

    def write(self, job: Callable[[Db], T], *, durable: bool = False) -> T:
        """Run a write in a transaction of its own and wait for its commit.

        Args:
            job: may run again when another transaction was first with what it changes.
            durable: said for SQLite; here every commit is.

        Refuses:
            busy: too many are waiting.
            storage_unavailable: nobody answers there, or takes writes; where the connection was
                cut while it committed, the change may stand.
        """
        return self.writer.submit(job, durable=durable).result()

    def writing(
        self, job: Callable[[Db], T], *, durable: bool = False, brief: bool = False
    ) -> Awaitable[T]:
        """Like `write`, to be awaited; see `Database.writing`."""
        return (self._group if brief else self.writer).call(job, durable=durable)

    def hear(self, act: Callable[[bytes], None]) -> None:
        """See `Database.hear`; a thread of its own listens until we close."""
        self._ears.append(Ear(self.conninfo, act))

    def close(self) -> None:
        """Finish what waits and let every connection go."""
        for ear in self._ears:
            ear.close()
        self._look_ups.close()
        self._reader.close()
        self._group.close()  # before those who take what it could not do together
        self.writer.close()


class PostgresWriter:
    """Runs each job in a transaction of its own; jobs that only add rows share one.

    Args:
        info: where.
        gathering: where the rows of such jobs wait; all writers have the same.

    Attributes:
        fallbacks: jobs that ran again; few in health.
    """

    def __init__(self, info: str, gathering: Gathering) -> None:
        """Connect."""
        self._info = info
        self._gathering = gathering
        self._wire = wired(self._info)
        self.fallbacks = 0

    def serve(self, jobs: list[Job[Any]]) -> Iterator[Outcome]:
        """Run the jobs one after the other; rows that another writer carries it settles too."""
        for job in jobs:
            outcome, db = self._attempt(job)
            if outcome.undo or db.asked or not db.added:
                yield self._settled(job, self._ended(outcome, db))
            elif self._gathering.join(Rows(outcome, db.added)):
                time.sleep(MOMENT)
                while gathered := self._gathering.take():
                    yield from self._carried(gathered)

    def close(self) -> None:
        """Disconnect."""
        self._wire.close()

    def _attempt(self, job: Job[Any]) -> tuple[Outcome, PostgresDb]:
        try:
            self._reconnect()
        except Unfit as gone:
            outcome = failed(Outcome(job), gone)
            return outcome, PostgresDb(self._wire, BEGIN, writing=True)
        db = PostgresDb(self._wire, BEGIN, writing=True)
        return attempt(job, db), db

    def _ended(self, outcome: Outcome, db: PostgresDb) -> tuple[Outcome, bool]:
        """End the transaction; tell too whether the job may run again: surely nothing was kept."""
        try:
            if outcome.undo:
                db.rollback()
            else:
                db.commit()
        except Exception as fault:  # noqa: BLE001 - whatever it was, its caller is to get it
            failed(outcome, fault)
            self._clear()
        cut = isinstance(outcome.error, psycopg.OperationalError) and self._wire.gone
        return outcome, outrun(outcome.error) or (cut and not db.in_doubt)

    def _settled(self, job: Job[Any], ended: tuple[Outcome, bool]) -> Outcome:
        """Run the job again while it may; then do outward what it wants."""
        outcome, again = ended
        for attempt_number in range(ATTEMPTS - 1):
            if not again:
                break
            self.fallbacks += 1
            # Whoever won must wake up and take the lock before we ask for it again.
            time.sleep(FIRST_PAUSE * 2**attempt_number)
            outcome, again = self._ended(*self._attempt(job))
        return told(outcome)

    def _carried(self, gathered: list[Rows]) -> Iterator[Outcome]:
        """Carry rows, whatever happens: nobody else would, and their callers wait for it."""
        try:
            yield from self._carry(gathered)
        except Exception as fault:  # noqa: BLE001 - whatever it was, their callers are to get it
            log.exception("rows could not be carried")
            yield from (told(failed(outcome, fault)) for outcome, _ in gathered)

    def _carry(self, gathered: list[Rows]) -> Iterator[Outcome]:
        """Commit the rows of several jobs in one exchange; if they cannot stand, each by itself."""
        try:
            self._reconnect()
            self._wire.together(*(row for rows in gathered for row in rows.added))
        except Exception as fault:  # noqa: BLE001 - whatever it was, their callers are to get it
            if self._wire.gone:  # whether they stand nobody knows
                yield from (told(failed(outcome, fault)) for outcome, _ in gathered)
                return
            self._clear()
            for outcome, _ in gathered:
                self.fallbacks += 1
                yield self._settled(outcome.job, self._ended(*self._attempt(outcome.job)))
            return
        yield from commit_outcomes([outcome for outcome, _ in gathered])

    def _reconnect(self) -> None:
        if self._wire.hung_up():
            self._wire = wired(self._info)

    def _clear(self) -> None:
        """Leave no transaction behind a failed end; a connection that cannot is replaced."""
        try:
            self._wire.ask("ROLLBACK")
        except psycopg.Error:
            self._wire.close()


class PostgresReader:
    """Runs each job in autocommit, or in one snapshot when the job asks (`durable`).

    Several at a time run abreast, of which none asks for a snapshot.

    Args:
        info: where.

    Attributes:
        fallbacks: how often several had to run each by itself; few in health.
    """

    def __init__(self, info: str) -> None:
        """Connect; the session refuses to write."""
        self._info = f"{info} options='-c TimeZone=UTC -c default_transaction_read_only=on'"
        self._wire = wired(self._info)
        self.fallbacks = 0

    def serve(self, jobs: list[Job[Any]]) -> list[Outcome]:
        """Run several jobs abreast; if that fails, and a single one, each by itself."""
        if len(jobs) > 1:
            abreast = Abreast(self._wire)
            try:
                abreast.run(jobs)
            except Exception:  # noqa: BLE001 - whatever it was, each meets its own alone
                self.fallbacks += 1
            else:
                return [_said(outcome) for outcome in abreast.outcomes]
        return [self._serve(job) for job in jobs]

    def close(self) -> None:
        """Disconnect."""
        self._wire.close()

    def _serve(self, job: Job[Any]) -> Outcome:
        outcome = self._read(job)
        if isinstance(outcome.error, psycopg.OperationalError) and self._wire.gone:
            outcome = self._read(job)
        return _said(outcome)

    def _read(self, job: Job[Any]) -> Outcome:
        if self._wire.gone:
            try:
                self._wire = wired(self._info)
            except Unfit as gone:
                return Outcome(job, error=gone)
        db = PostgresDb(self._wire, _SNAPSHOT if job.durable else None)
        outcome = attempt(job, db)
        try:
            db.rollback()
        except psycopg.Error:
            self._wire.close()
        return outcome


def _said(outcome: Outcome) -> Outcome:
    without_values(outcome.error)
    outcome.error = told_by_postgres(outcome.error, reading=True)
    return outcome
