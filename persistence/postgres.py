"""Postgres: pools of plain threads, each with a connection of its own (performance.md 6.1).

Writers run a transaction per job; rows nobody waits for leave in one statement at its end.
Readers are in autocommit, which halves what a look-up costs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

import orjson
import psycopg
from psycopg.errors import DeadlockDetected, SerializationFailure
from psycopg.types.json import set_json_loads
from sqlalchemy.engine import URL

from persistence.db import Db
from persistence.faults import Unfit
from persistence.statements import Prepared
from persistence.writer import Crew, Job, Outcome, attempt, commit_outcomes

R = TypeVar("R")
T = TypeVar("T")

READERS: Final = 8
WRITERS: Final = 4
ATTEMPTS: Final = 5
"""How often a job runs when Postgres ends it for the sake of another transaction."""
MERGED: Final = 8
"""Most rows in one merged insert: keeps the number of different statement texts small."""
_LEAST_VERSION: Final = 140000


class PostgresDb(Db):
    """A job's connection to Postgres.

    Args:
        connection: in autocommit.
        opening: the statement that opens the job's transaction, None for single reads. It is sent
            with the first statement that needs it: a job of merged inserts alone needs none.
    """

    __slots__ = ("_added", "_cursor", "_open", "_opening")

    def __init__(
        self, connection: psycopg.Connection[Any], opening: str | None, *, writing: bool = False
    ) -> None:
        """Run on this connection; nothing is sent yet."""
        super().__init__(writing=writing)
        self._cursor = connection.cursor()
        self._opening = opening
        self._open = False
        self._added: list[tuple[str, tuple[Any, ...]]] = []

    def one(self, statement: Prepared[R], **binds: Any) -> R | None:
        """See `Db.one`."""
        ready = statement.on_postgres or statement.for_postgres()
        row = self._send(ready.text, ready.bind(binds)).fetchone()
        if row is None:
            return None
        if statement.changes and self.changed is None:
            self.changed = statement
        return ready.row(row)

    def all(self, statement: Prepared[R], **binds: Any) -> list[R]:
        """See `Db.all`."""
        ready = statement.on_postgres or statement.for_postgres()
        rows = self._send(ready.text, ready.bind(binds)).fetchall()
        if rows and statement.changes and self.changed is None:
            self.changed = statement
        return list(map(ready.row, rows))

    def run(self, statement: Prepared[Any], **binds: Any) -> int:
        """See `Db.run`."""
        ready = statement.on_postgres or statement.for_postgres()
        met = self._send(ready.text, ready.bind(binds)).rowcount
        if met > 0 and statement.changes and self.changed is None:
            self.changed = statement
        return met

    def add(self, statement: Prepared[Any], **binds: Any) -> None:
        """See `Db.add`."""
        ready = statement.on_postgres or statement.for_postgres()
        self._added.append((ready.text, ready.bind(binds)))
        if statement.changes and self.changed is None:
            self.changed = statement

    def take_turn(self, name: bytes) -> bool:
        """See `Db.take_turn`: an advisory lock of the transaction."""
        number = int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)
        row = self._send("SELECT pg_try_advisory_xact_lock(%s)", (number,)).fetchone()
        return bool(row and row[0])

    def commit(self) -> None:
        """Send what was added and end the transaction, if one was opened."""
        if len(self._added) <= MERGED and not self._open:
            self._opening = None  # one statement is a transaction by itself
        if self._added:
            self._flush()
        if self._open:
            self._cursor.execute("COMMIT")

    def rollback(self) -> None:
        """Undo everything, on a connection that may be gone."""
        self._added.clear()
        if self._open and not self._cursor.connection.broken:
            self._cursor.execute("ROLLBACK")

    def _send(self, text: str, parameters: Sequence[Any]) -> psycopg.Cursor[Any]:
        if self._added:
            self._flush()
        return self._execute(text, parameters)

    def _flush(self) -> None:
        added, self._added = self._added, []
        for start in range(0, len(added), MERGED):
            part = added[start : start + MERGED]
            text = _merged(tuple(text for text, _ in part))
            self._execute(text, [value for _, values in part for value in values])

    def _execute(self, text: str, parameters: Sequence[Any]) -> psycopg.Cursor[Any]:
        cursor = self._cursor
        if self._opening is not None and not self._open:
            cursor.execute(self._opening)
            self._open = True
        # The text is our own, compiled from Core; values travel beside it.
        return cursor.execute(text, parameters)


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
        self.writer = Crew(
            "byleave-writer", lambda: PostgresWriter(self.conninfo), bound=queue, size=writers
        )
        self._reader = Crew(
            "byleave-reader", lambda: PostgresReader(self.conninfo), bound=queue, size=readers
        )

    def read(self, job: Callable[[Db], T], *, snapshot: bool = False) -> T:
        """Run a read in one of the reading threads and wait for it.

        Args:
            job: reads by index; a write in it fails.
            snapshot: all its statements see one moment; costs two round trips.

        Refuses:
            busy: too many are waiting.
        """
        return self._reader.submit(job, durable=snapshot).result()

    def reading(self, job: Callable[[Db], T], *, snapshot: bool = False) -> Awaitable[T]:
        """Like `read`, to be awaited."""
        return self._reader.call(job, durable=snapshot)

    def write(self, job: Callable[[Db], T], *, durable: bool = False) -> T:
        """Run a write in a transaction of its own and wait for its commit.

        Args:
            job: may run again when Postgres ended it for another transaction's sake.
            durable: said for SQLite; here every commit is.

        Refuses:
            busy: too many are waiting.
        """
        return self.writer.submit(job, durable=durable).result()

    def writing(self, job: Callable[[Db], T], *, durable: bool = False) -> Awaitable[T]:
        """Like `write`, to be awaited."""
        return self.writer.call(job, durable=durable)

    def close(self) -> None:
        """Finish what waits and let every connection go."""
        self._reader.close()
        self.writer.close()


class PostgresWriter:
    """Runs each job in its own transaction.

    Attributes:
        fallbacks: jobs that ran again; few in health.
    """

    def __init__(self, info: str) -> None:
        """Connect."""
        self._info = info
        self._connection = connect(info)
        self.fallbacks = 0

    def serve(self, jobs: list[Job[Any]]) -> list[Outcome]:
        """Run the jobs one after the other."""
        return [self._serve(job) for job in jobs]

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _serve(self, job: Job[Any]) -> Outcome:
        for _ in range(ATTEMPTS - 1):
            outcome = self._transaction(job)
            if not _worth_repeating(outcome.error):
                return outcome
            self.fallbacks += 1
        return self._transaction(job)

    def _transaction(self, job: Job[Any]) -> Outcome:
        if self._connection.closed:
            try:
                self._connection = connect(self._info)
            except Unfit as gone:
                return Outcome(job, error=gone)
        db = PostgresDb(self._connection, "BEGIN", writing=True)
        outcome = attempt(job, db)
        try:
            if outcome.undo:
                db.rollback()
            else:
                db.commit()
        except psycopg.Error as fault:
            outcome = Outcome(job, error=fault)
            outcome.undo = True
            self._clear()
        return commit_outcomes([outcome])[0]

    def _clear(self) -> None:
        """Leave no transaction behind a failed end; a connection that cannot is replaced."""
        try:
            self._connection.execute("ROLLBACK")
        except psycopg.Error:
            self._connection.close()


class PostgresReader:
    """Runs each job in autocommit, or in one snapshot when the job asks (`durable`)."""

    fallbacks = 0

    def __init__(self, info: str) -> None:
        """Connect; the session refuses to write."""
        self._info = f"{info} options='-c TimeZone=UTC -c default_transaction_read_only=on'"
        self._connection = connect(self._info)

    def serve(self, jobs: list[Job[Any]]) -> list[Outcome]:
        """Run the jobs one after the other; on a lost connection once more on a new one."""
        return [self._serve(job) for job in jobs]

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _serve(self, job: Job[Any]) -> Outcome:
        outcome = self._read(job)
        if isinstance(outcome.error, psycopg.OperationalError) and self._connection.closed:
            return self._read(job)
        return outcome

    def _read(self, job: Job[Any]) -> Outcome:
        if self._connection.closed:
            try:
                self._connection = connect(self._info)
            except Unfit as gone:
                return Outcome(job, error=gone)
        db = PostgresDb(self._connection, _SNAPSHOT if job.durable else None)
        outcome = attempt(job, db)
        try:
            db.rollback()
        except psycopg.Error:
            self._connection.close()
        return outcome


_SNAPSHOT: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


def connect(info: str) -> psycopg.Connection[Any]:
    """Open a connection in autocommit, in UTC, that reads JSON with orjson.

    Raises:
        Unfit: nobody answers there, or it is too old.
    """
    try:
        connection = psycopg.connect(info, autocommit=True)
    except psycopg.OperationalError as fault:
        raise Unfit(
            f"Postgres does not answer: {str(fault).strip()}. Check BYLEAVE_DATABASE_URL."
        ) from None
    if connection.info.server_version < _LEAST_VERSION:
        connection.close()
        raise Unfit("This Postgres is too old: version 14 or newer is needed.")
    connection.prepared_max = 500
    set_json_loads(orjson.loads, connection)
    return connection


def conninfo(url: URL) -> str:
    """Write an SQLAlchemy URL as libpq reads it, with our time zone and name."""
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.conninfo.make_conninfo(
        plain, application_name="byleave", options="-c TimeZone=UTC"
    )


def _worth_repeating(error: BaseException | None) -> bool:
    return isinstance(error, SerializationFailure | DeadlockDetected)


@lru_cache(maxsize=256)
def _merged(texts: tuple[str, ...]) -> str:
    """Write several inserts as one statement: all but the last become common table expressions."""
    *first, last = texts
    if not first:
        return last
    named = ", ".join(f"added{place} AS ({text})" for place, text in enumerate(first))
    return f"WITH {named} {last}"
