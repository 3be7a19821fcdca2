"""Where a database stands in the schema's history, and the way to its end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from persistence.engine import read_url
from persistence.faults import Unfit
from persistence.sqlite_link import make_file

LOCK: Final = 0x62796C65617665
"""Advisory lock on Postgres that lets one process migrate (`byleave` in ASCII)."""


_SQLITE: Final = "sqlite"
VERSION_TABLE: Final = "alembic_version"
RESTORING: Final = "restoring"
"""Stands for the revision while a backup is put back: such a database opens for nobody."""
CUT_OFF: Final = (
    "A backup was being put back into this database, and that was cut off: "
    "restore it into an empty one."
)
_NO_DATABASE: Final = (
    "{file} cannot be read ({problem}): put it out of the way, and put a backup back with "
    "`byleave restore`."
)
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_STORED: Final = text("SELECT version_num FROM alembic_version")
_VERSIONS: Final = Path(__file__).parent / "versions"


class State(StrEnum):
    """Where a database stands."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    AHEAD = "ahead"


def schema_state(url: str) -> State:
    """Tell where the database of this URL stands; changes nothing.

    Raises:
        Unfit: it does not answer, or holds tables that are not ours.
    """
    if _missing(read_url(url)):
        return State.EMPTY
    with _connected(read_url(url)) as connection:
        return _state(connection)


def migrate(url: str, *, now: datetime) -> Path | None:
    """Bring the database to the newest schema; does nothing when it is there already.

    Args:
        url: as in BYLEAVE_DATABASE_URL; a missing SQLite file is made.
        now: names the snapshot.

    Returns:
        The snapshot of a SQLite file that held something, next to it; None where none was needed.

    Raises:
        Unfit: a newer Byleave has been here, or the tables are not ours.
    """
    target = read_url(url)
    if _missing(target):
        make_file(Path(str(target.database)))
    with _connected(target) as connection:
        if connection.dialect.name == "postgresql":
            # Held until we disconnect: a second replica waits here and then finds nothing to do.
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
            connection.commit()
        state = _state(connection)
        connection.rollback()
        if state is State.AHEAD:
            raise Unfit(
                "This database was made by a newer Byleave: install that version, "
                "or put the snapshot from before its migration back."
            )
        if state is State.CURRENT:
            return None
        snapshot = _snapshot(connection, target, now) if state is State.BEHIND else None
        # Alembic takes a third of a second to load: only who migrates pays for it.
        from persistence.migrations.line import upgrade  # noqa: PLC0415

        upgrade(connection)
        return snapshot


def lay_out(url: str, revision: str, *, mark: str = "") -> None:
    """Make the tables of an earlier revision, or of the newest, in an empty database.

    Args:
        revision: one of `revisions`.
        mark: `RESTORING` lets nobody in.
    """
    with _connected(read_url(url)) as connection:
        from persistence.migrations.line import upgrade  # noqa: PLC0415

        upgrade(connection, revision, mark=mark)


def lift(url: str, revision: str) -> None:
    """Bring the tables a restore has filled to the newest schema, its mark kept throughout.

    Args:
        revision: what they are of; the mark stands in its place.
    """
    with _connected(read_url(url)) as connection:
        from persistence.migrations.line import upgrade  # noqa: PLC0415

        upgrade(connection, since=revision, mark=RESTORING)


@lru_cache(maxsize=1)
def revisions() -> tuple[str, ...]:
    """Return the revisions this version knows, oldest first.

    Each file's name begins with its revision; a test holds them against Alembic's own line.
    """
    known = tuple(sorted(path.name.partition("_")[0] for path in _VERSIONS.glob("[0-9]*_*.py")))
    if not known:
        raise Unfit("This installation lacks its migrations: install it anew.")
    return known


def head() -> str:
    """Return the newest revision this version knows."""
    return revisions()[-1]


def _state(connection: Connection) -> State:
    tables = inspect(connection).get_table_names()
    found = connection.execute(_STORED).scalar() if VERSION_TABLE in tables else None
    if found is None:
        if set(tables) - {VERSION_TABLE}:
            raise Unfit("This database holds tables of something else: name an empty one.")
        return State.EMPTY
    if found == RESTORING:
        raise Unfit(CUT_OFF)
    if found == head():
        return State.CURRENT
    return State.BEHIND if found in revisions() else State.AHEAD


def _missing(url: URL) -> bool:
    if url.get_backend_name() != _SQLITE:
        return False
    path = Path(str(url.database))
    return not path.exists() or path.stat().st_size == 0


def _snapshot(connection: Connection, url: URL, now: datetime) -> Path | None:
    """Copy a SQLite file whole, readable by its owner alone; a Postgres has its own backups."""
    if url.get_backend_name() != _SQLITE:
        return None
    path = Path(str(url.database))
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    copy = path.with_name(f"{path.name}.before-{stamp}")
    make_file(copy)
    driver = connection.connection.driver_connection
    if driver is None:
        raise Unfit("The database file cannot be copied: its connection is closed.")
    driver.execute("VACUUM INTO ?", (str(copy),))
    return copy


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    """Connect through SQLAlchemy, with transactions that hold DDL on SQLite too."""
    if url.get_backend_name() == _SQLITE:
        # No BEGIN from the driver: it would commit before every CREATE TABLE.
        engine = create_engine(
            url, poolclass=NullPool, connect_args={"isolation_level": None, "timeout": 30}
        )
    else:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    except OperationalError as fault:
        raise Unfit(f"The database does not answer: {fault.orig}") from None
    except DatabaseError as fault:
        if getattr(fault.orig, "sqlite_errorcode", None) not in _DAMAGED:
            raise
        raise Unfit(_NO_DATABASE.format(file=url.database, problem=fault.orig)) from None
    finally:
        engine.dispose()
