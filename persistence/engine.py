"""The database, whichever it is: opened from one URL, used through one shape."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from persistence.db import Db
from persistence.faults import Unfit
from persistence.sqlite import SqliteDatabase
from persistence.writer import Crew

T = TypeVar("T")


class Database(Protocol):
    """What both engines offer.

    Attributes:
        name: `sqlite` or `postgres`.
        writer: the queue of writes; tells how many wait and how many groups were lost.
    """

    @property
    def name(self) -> str:
        """Which engine."""
        ...

    @property
    def writer(self) -> Crew:
        """The queue of writes."""
        ...

    def read(self, job: Callable[[Db], T], *, snapshot: bool = False) -> T:
        """Run a read and wait for it; from any thread but a writer's."""
        ...

    def reading(
        self, job: Callable[[Db], T], *, snapshot: bool = False, brief: bool = False
    ) -> Awaitable[T]:
        """Run a read from an event loop: at once on SQLite, in a queue on Postgres.

        Args:
            job: see `read`.
            snapshot: see `read`.
            brief: a few look-ups by key, which run together with those of others: on SQLite in the
                loop's next turn.
        """
        ...

    def write(self, job: Callable[[Db], T], *, durable: bool = False) -> T:
        """Run a write and wait for its commit.

        Args:
            job: commits when it returns and when it raises a Refusal; any other error, and a
                Refusal after a change, undoes it whole.
            durable: the commit survives a power cut.

        Refuses:
            busy: too many are waiting.
        """
        ...

    def writing(
        self, job: Callable[[Db], T], *, durable: bool = False, brief: bool = False
    ) -> Awaitable[T]:
        """Like `write`, from an event loop.

        Args:
            job: see `write`.
            durable: see `write`.
            brief: it may share a transaction with others of its kind; on SQLite all do.
        """
        ...

    def hear(self, act: Callable[[bytes], None]) -> None:
        """Call `act` with a tenant's id when another process changed its configuration.

        On Postgres by LISTEN; a notice may be lost with its connection, so what is kept must also
        run out by itself.
        """
        ...

    def close(self) -> None:
        """Finish what waits and let every connection go."""
        ...


def read_url(text: str) -> URL:
    """Read a database URL.

    Args:
        text: `sqlite:////absolute/file.db` or `postgresql://user:password@host/name`.

    Raises:
        Unfit: it is neither.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # the latter tells what stands where the port is
        raise Unfit(
            "BYLEAVE_DATABASE_URL is not a URL: write sqlite:///file.db or postgresql://host/name."
        ) from None
    kind = url.get_backend_name()
    if kind not in {"sqlite", "postgresql", "postgres"}:
        raise Unfit(f"BYLEAVE_DATABASE_URL names {kind!r}: only sqlite and postgresql are kept.")
    if kind == "sqlite" and url.database in {None, "", ":memory:"}:
        raise Unfit("BYLEAVE_DATABASE_URL names no file: write sqlite:///file.db.")
    return url


def open_database(text: str) -> Database:
    """Open the database a URL names; it must already have its tables (see `migrations`).

    Raises:
        Unfit: it cannot be used; the message says what to mend.
    """
    url = read_url(text)
    if url.get_backend_name() == "sqlite":
        return SqliteDatabase(Path(str(url.database)))
    from persistence.postgres import PostgresDatabase  # noqa: PLC0415 - an embedded file needs no psycopg

    return PostgresDatabase(url)
