"""SQLite: how its connections are opened, and how a job runs on one (stack.md 5, design.md D17)."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from domain.kernel.errors import BUSY, Refusal
from persistence.db import Db
from persistence.faults import Unfit
from persistence.statements import Prepared
from persistence.writer import Crew, Job, Outcome, attempt, commit_outcomes

R = TypeVar("R")
T = TypeVar("T")

BUSY_TIMEOUT_MS: Final = 5000
"""How long a connection waits for another process's lock before it gives up."""
GROUP: Final = 64
"""Most jobs in one transaction, so that the lock is held below about 5 ms."""
CACHED_STATEMENTS: Final = 1024
FOLD_EVERY: Final = 300.0
"""Seconds after which the log is folded into the file: what was erased stays in it no longer."""
_LEAST_VERSION: Final = (3, 35)
"""RETURNING came with 3.35."""
_PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten, not only forgotten
    "PRAGMA temp_store = MEMORY",  # sorting must not leave rows in a temporary file
    "PRAGMA trusted_schema = OFF",
)


class SqliteDb(Db):
    """A job's connection to SQLite."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection, *, writing: bool = False) -> None:
        """Run on this connection; whoever made it begins and commits."""
        super().__init__(writing=writing)
        self._connection = connection

    def one(self, statement: Prepared[R], **binds: Any) -> R | None:
        """See `Db.one`; the cursor is let go at once, or COMMIT would find it open."""
        ready = statement.on_sqlite or statement.for_sqlite()
        cursor = self._connection.execute(ready.text, ready.bind(binds))
        row = cursor.fetchone()
        cursor.close()
        if row is None:
            return None
        if statement.changes and self.changed is None:
            self.changed = statement
        return ready.row(row)

    def all(self, statement: Prepared[R], **binds: Any) -> list[R]:
        """See `Db.all`."""
        ready = statement.on_sqlite or statement.for_sqlite()
        rows = self._connection.execute(ready.text, ready.bind(binds)).fetchall()
        if rows and statement.changes and self.changed is None:
            self.changed = statement
        return list(map(ready.row, rows))

    def run(self, statement: Prepared[Any], **binds: Any) -> int:
        """See `Db.run`."""
        ready = statement.on_sqlite or statement.for_sqlite()
        met = self._connection.execute(ready.text, ready.bind(binds)).rowcount
        if met > 0 and statement.changes and self.changed is None:
            self.changed = statement
        return met

    def add(self, statement: Prepared[Any], **binds: Any) -> None:
        """See `Db.add`; SQLite has no round trip to save, so the row goes in now."""
        self.run(statement, **binds)

    def take_turn(self, name: bytes) -> bool:
        """See `Db.take_turn`: there is one writer."""
        return True

    def announce(self, tenant_id: bytes) -> None:
        """See `Db.announce`: nobody needs telling."""


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
        """
        connection = self._reader()
        if connection.in_transaction:  # a read within a read sees the same moment
            return job(SqliteDb(connection))
        connection.execute("BEGIN")
        try:
            return job(SqliteDb(connection))
        finally:
            connection.execute("COMMIT")

    async def reading(self, job: Callable[[Db], T], *, snapshot: bool = False) -> T:
        """Run a bounded read in the event loop itself: 10 microseconds, where a hop costs 30."""
        return self.read(job, snapshot=snapshot)

    def write(self, job: Callable[[Db], T], *, durable: bool = False) -> T:
        """Run a write in the next group and wait for its commit.

        Refuses:
            busy: too many are waiting, or another process holds the file.
        """
        return self.writer.submit(job, durable=durable).result()

    def writing(self, job: Callable[[Db], T], *, durable: bool = False) -> Awaitable[T]:
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

    def _reader(self) -> sqlite3.Connection:
        held: sqlite3.Connection | None = getattr(self._readers, "connection", None)
        if held is not None:
            return held
        made = connect(self.path)
        made.execute("PRAGMA query_only = ON")
        self._readers.connection = made
        with self._lock:
            self._opened.append(made)
        return made


class GroupWriter:
    """Runs waiting jobs together: one BEGIN IMMEDIATE, each in a savepoint, one COMMIT.

    Args:
        path: the database file.

    Attributes:
        fallbacks: groups that were lost and whose jobs ran again one by one; zero in health.
    """

    def __init__(self, path: Path) -> None:
        """Open the one writing connection, in WAL."""
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
        connection = self._connection
        self._choose_durability(full=any(job.durable for job in jobs))
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as locked:
            if "locked" in str(locked):
                return [Outcome(job, error=Refusal(BUSY)) for job in jobs]
            return [Outcome(job, error=locked) for job in jobs]
        try:
            outcomes = [self._alone(job) for job in jobs]
            connection.execute("COMMIT")
        except sqlite3.Error as lost:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if len(jobs) == 1:
                return [Outcome(jobs[0], error=lost)]
            self.fallbacks += 1
            return [self.serve([job])[0] for job in jobs]
        done = commit_outcomes(outcomes)
        if time.monotonic() - self._folded_at > FOLD_EVERY:
            self._fold()
        return done

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

    def _alone(self, job: Job[Any]) -> Outcome:
        connection = self._connection
        connection.execute("SAVEPOINT job")
        outcome = attempt(job, SqliteDb(connection, writing=True))
        if outcome.undo:
            # Some faults (a full disk) make SQLite end the whole transaction by itself;
            # ROLLBACK TO then fails with sqlite3.Error, and `serve` reruns the others.
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


def connect(path: Path) -> sqlite3.Connection:
    """Open a connection that leaves transactions to us, with our settings.

    Args:
        path: an existing file; a missing one is not made here.
    """
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,  # closed from another thread than the one that used it
        cached_statements=CACHED_STATEMENTS,
    )
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection


def make_file(path: Path) -> None:
    """Make the file readable by its owner alone before SQLite touches it."""
    if not path.parent.is_dir():
        raise Unfit(f"There is no folder {path.parent} for the database file.")
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
