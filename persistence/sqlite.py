"""SQLite: one writer for all, a reading connection for each thread."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, TypeVar

from persistence.db import Db
from persistence.faults import Unfit
from persistence.outage import told_by_sqlite
from persistence.sqlite_db import SqliteDb
from persistence.sqlite_link import BUSY_TIMEOUT_MS, connect, make_file
from persistence.turns import Turns
from persistence.writer import Crew, Job, Outcome, attempt, commit_outcomes

T = TypeVar("T")

GROUP: Final = 64
"""Most jobs in one transaction, so that the lock is held below about 5 ms."""
FOLD_EVERY: Final = 300.0
"""Seconds after which the log is folded into the file: what was erased stays in it no longer."""
_LEAST_VERSION: Final = (3, 35)
"""RETURNING came with 3.35."""
_durable: Final = attrgetter("durable")


class SqliteDatabase:
    """One SQLite file: a writer thread of its own, and a reading connection for each thread.

    Args:
        path: the file; made with mode 0600 when it is not there.
        queue: most jobs that may wait for the writer before we say that we are busy.
    """

    name: Final = "sqlite"

    def __init__(self, path: Path, *, queue: int = 1000) -> None:
        """Open the writer's connection and start its thread."""
        if sqlite3.sqlite_version_info < _LEAST_VERSION:
            raise Unfit(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed.")
        self.path = path
        self._readers = threading.local()
        self._turns = Turns(self.read)
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        make_file(path)
        self.writer = Crew(
            "byleave-writer", lambda: GroupWriter(self.path), bound=queue, most=GROUP
        )

    def read(self, job: Callable[[Db], T], *, snapshot: bool = False) -> T:
        """Run a read on the calling thread's own connection.

        Args:
            job: reads by index; a write in it fails.
            snapshot: said for Postgres; here every read sees one moment, which is cheaper too: the
                file is locked once and not for each statement.

        Refuses:
            storage_unavailable: the file cannot be read.
        """
        held: sqlite3.Connection | None = getattr(self._readers, "connection", None)
        if held is not None and held.in_transaction:  # a read in a read sees the same moment
            return job(SqliteDb(held))
        try:
            connection = held or self._reader()
            connection.execute("BEGIN")
            try:
                return job(SqliteDb(connection))
            finally:
                if connection.in_transaction:
                    connection.execute("COMMIT")
        except sqlite3.OperationalError as fault:
            self._let_go()
            raise told_by_sqlite(fault, reading=True) from fault

    def reading(
        self, job: Callable[[Db], T], *, snapshot: bool = False, brief: bool = False
    ) -> Awaitable[T]:
        """Run a bounded read in the event loop itself: 10 microseconds, where a hop costs 30.

        A brief one runs in a row with its like; what is drawn from many reads, one after the other,
        would wait a turn for each, and a page of the console leave before its rows.
        """
        return self._turns.ask(job) if brief else self._at_once(job)

    async def _at_once(self, job: Callable[[Db], T]) -> T:
        return self.read(job)

    def write(self, job: Callable[[Db], T], *, durable: bool = False) -> T:
        """Run a write in the next group and wait for its commit.

        Refuses:
            busy: too many are waiting, or another process holds the file.
            storage_unavailable: the disk is full, or takes nothing.
        """
        return self.writer.submit(job, durable=durable).result()

    def writing(
        self, job: Callable[[Db], T], *, durable: bool = False, brief: bool = False
    ) -> Awaitable[T]:
        """Like `write`, to be awaited."""
        return self.writer.call(job, durable=durable)

    def hear(self, act: Callable[[bytes], None]) -> None:
        """See `Database.hear`: the version is read in every work."""

    def close(self) -> None:
        """Finish what waits, fold the log into the file, and let every connection go."""
        self.writer.close()
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._readers = threading.local()

    def _let_go(self) -> None:
        """Close this thread's connection after a fault: left open, it might never see news."""
        held: sqlite3.Connection | None = getattr(self._readers, "connection", None)
        self._readers.connection = None
        if held is not None:
            with self._lock:
                self._opened.remove(held)
            held.close()

    def _reader(self) -> sqlite3.Connection:
        made = connect(self.path)
        made.execute("PRAGMA query_only = ON")
        self._readers.connection = made
        with self._lock:
            self._opened.append(made)
        return made


class GroupWriter:
    """Runs waiting jobs together: one BEGIN IMMEDIATE, one COMMIT.

    Only when one of several must be undone do all run again, each in a savepoint.

    Args:
        path: the database file.

    Attributes:
        fallbacks: groups that were lost and whose jobs ran again one by one; zero in health.
    """

    def __init__(self, path: Path) -> None:
        """Open the one writing connection, in WAL."""
        self._path = path
        self._connection = connect(path)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._full: bool | None = None
        self._folded_at = time.monotonic()
        self.fallbacks = 0

    def serve(self, jobs: list[Job[Any]]) -> list[Outcome]:
        """Run the jobs in one transaction and tell how each ended, after the commit.

        A job's fault undoes that job alone. When the transaction itself is lost, each job runs
        again by itself, so that one of them cannot take the others with it.
        """
        outcomes = self._group(jobs)
        for outcome in outcomes:
            if isinstance(outcome.error, sqlite3.Error):
                outcome.error = told_by_sqlite(outcome.error)
        if time.monotonic() - self._folded_at > FOLD_EVERY:
            self._fold()
        return outcomes

    def _group(self, jobs: list[Job[Any]]) -> list[Outcome]:
        durable = any(map(_durable, jobs))
        try:
            self._begin(durable=durable)
        except sqlite3.Error as refused:
            return [Outcome(job, error=refused) for job in jobs]
        try:
            outcomes = self._together(jobs)
            if outcomes[-1].undo:
                if len(jobs) == 1:
                    self._undo()
                    return outcomes
                self._begin(durable=durable)
                outcomes = [self._apart(job) for job in jobs]
            self._connection.execute("COMMIT")
        except sqlite3.Error as lost:
            # The cause is what a full disk said; that the savepoint went with it is its effect.
            cause = lost.__cause__ if isinstance(lost.__cause__, sqlite3.Error) else lost
            if len(jobs) == 1:
                with contextlib.suppress(sqlite3.Error):  # the next beginning tries again
                    self._undo()
                return [Outcome(jobs[0], error=cause)]
            self.fallbacks += 1
            return [self._group([job])[0] for job in jobs]
        return commit_outcomes(outcomes)

    def _together(self, jobs: list[Job[Any]]) -> list[Outcome]:
        """Run the jobs with nothing between them, up to the first that must be undone.

        Some faults make SQLite end the whole transaction by itself: then COMMIT fails, and nothing
        may have run after it, for it would have been kept at once.
        """
        outcomes: list[Outcome] = []
        for job in jobs:
            outcome = attempt(job, SqliteDb(self._connection, writing=True))
            outcomes.append(outcome)
            if outcome.undo or not self._connection.in_transaction:
                break
        return outcomes

    def _begin(self, *, durable: bool) -> None:
        """Begin a transaction, on another connection where the last could not even be undone."""
        self._undo()
        self._choose_durability(full=durable)
        self._connection.execute("BEGIN IMMEDIATE")

    def _undo(self) -> None:
        """Leave no transaction behind."""
        if not self._connection.in_transaction:
            return
        try:
            self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            spoilt, self._connection = self._connection, connect(self._path)
            self._full = None
            spoilt.close()

    def _fold(self) -> None:
        """Fold the log into the file and empty it, if no reader is in the way; else soon again.

        Pages are overwritten when a row is erased, but the log keeps them as they were before.
        """
        connection = self._connection
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            busy = 1
        finally:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        if not busy:
            self._folded_at = time.monotonic()

    def close(self) -> None:
        """Fold the log into the file and close."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    def _apart(self, job: Job[Any]) -> Outcome:
        """Run a job in a savepoint of its own, which costs more than many a statement."""
        connection = self._connection
        connection.execute("SAVEPOINT job")
        outcome = attempt(job, SqliteDb(connection, writing=True))
        if outcome.undo:
            # The savepoint may be gone with its transaction: `serve` then reruns the others.
            try:
                connection.execute("ROLLBACK TO job")
            except sqlite3.Error as lost:
                raise lost from outcome.error
        connection.execute("RELEASE job")
        return outcome

    def _choose_durability(self, *, full: bool) -> None:
        """Set what COMMIT waits for; only between transactions does the switch count."""
        if full is not self._full:
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if full else 'NORMAL'}")
            self._full = full
