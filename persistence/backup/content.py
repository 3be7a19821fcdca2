"""What each engine pours into a backup, all of one moment, while others go on writing."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from persistence.backup.chunks import CHANGED, CHUNK, CUT, BackupBroken
from persistence.engine import read_url
from persistence.faults import Unfit
from persistence.migrations.history import CUT_OFF, RESTORING, VERSION_TABLE
from persistence.postgres_link import conninfo
from persistence.sqlite_link import make_file
from persistence.tables import SCHEMA

_LENGTH: Final = 4
_COPY: Final = ".backup-"
NOT_EMPTY: Final = (
    "There is data in this database already: name an empty one with --database-url, "
    "or another --data-dir."
)


def pour_sqlite(file: Path, put: Callable[[bytes], None]) -> None:
    """Copy a SQLite file as of one moment, and pour the copy; it is deleted at the end.

    Args:
        file: the database; others may write it meanwhile.
        put: takes each piece.
    """
    _clear_copies(file)
    copy = file.with_name(f"{file.name}{_COPY}{os.getpid()}")
    make_file(copy)
    try:
        with contextlib.closing(sqlite3.connect(file, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        with copy.open("rb") as source:
            while piece := source.read(CHUNK):
                put(piece)
    finally:
        copy.unlink(missing_ok=True)


def _clear_copies(file: Path) -> None:
    """Delete the copies of backups that were killed: they hold the database as it was, in clear."""
    for left in file.parent.glob(f"{file.name}{_COPY}*"):
        number = left.name.rpartition("-")[2]
        if number.isdigit() and (int(number) == os.getpid() or not runs(int(number))):
            left.unlink(missing_ok=True)


def runs(pid: int) -> bool:
    """Tell whether a process of this machine lives; where one cannot ask it does."""
    if os.name != "posix":
        return True  # asking there would end it: such a copy waits for its own number
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def pour_postgres(address: str, put: Callable[[bytes], None]) -> None:
    """Pour every table as COPY writes it, in one snapshot, parents before children."""
    with psycopg.connect(conninfo(read_url(address))) as server:
        server.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in SCHEMA.sorted_tables:
            columns = [column.name for column in table.columns]
            _put_piece(put, json.dumps({"table": table.name, "columns": columns}).encode())
            with server.cursor().copy(_copy("TO STDOUT", table.name, columns)) as rows:
                for piece in rows:
                    if piece:
                        _put_piece(put, bytes(piece))
            _put_piece(put, b"")
        _put_piece(put, b"")


def fill_sqlite(file: Path, pieces: Iterable[bytes]) -> None:
    """Write a SQLite file that is not there yet, and look whether it is whole.

    Raises:
        BackupBroken: SQLite finds fault with it.
    """
    make_file(file)
    with file.open("wb") as target:
        for piece in pieces:
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    if not sound(file):
        raise BackupBroken(CHANGED)


def sound(file: Path) -> bool:
    """Tell whether SQLite finds no fault with a file: its pages, and every reference."""
    with contextlib.closing(sqlite3.connect(file, timeout=30)) as connection:
        try:
            whole: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
            stray = connection.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError:
            return False
    return whole == "ok" and stray is None


def empty_sqlite(file: Path) -> bool:
    """Tell whether there is nothing where a SQLite file is to be."""
    return not file.exists() or file.stat().st_size == 0


def empty_postgres(address: str) -> bool:
    """Tell whether no table of ours holds a row; tables that are not there hold none."""
    with psycopg.connect(conninfo(read_url(address)), autocommit=True) as server:
        there = {
            str(name)
            for (name,) in server.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            )
        }
        for table in SCHEMA.sorted_tables:
            ask = sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table.name))
            if table.name in there and server.execute(ask).fetchone():
                return False
    return True


def fresh_postgres(address: str, revision: str) -> bool:
    """Tell whether a Postgres has no tables yet, or those of this revision.

    Raises:
        Unfit: another backup is being put back there, or was cut off.
    """
    with psycopg.connect(conninfo(read_url(address)), autocommit=True) as server:
        if not _only(server.execute("SELECT to_regclass(%s)", [VERSION_TABLE]).fetchone()):
            return True
        found = server.execute(
            sql.SQL("SELECT version_num FROM {}").format(sql.Identifier(VERSION_TABLE))
        ).fetchone()
        if found is not None and found[0] == RESTORING:
            raise Unfit(CUT_OFF)
        return found is None or found[0] == revision


def fill_postgres(address: str, pieces: Iterable[bytes]) -> None:
    """Fill empty tables in one transaction, behind the mark that keeps every process out.

    Raises:
        BackupBroken: what was poured is not whole.
        Unfit: the tables are not those of the backup.
    """
    read = _Pieces(pieces)
    try:
        with psycopg.connect(conninfo(read_url(address))) as server:
            while head := read.piece():
                told = json.loads(head)
                with server.cursor().copy(
                    _copy("FROM STDIN", told["table"], told["columns"])
                ) as rows:
                    while piece := read.piece():
                        rows.write(piece)
            read.end()
    except psycopg.Error as fault:
        raise Unfit(f"Postgres did not take the backup: {_first_line(fault)}") from None


def version_is(address: str, version: str) -> None:
    """Write down which revision a Postgres is at; `RESTORING` keeps every process out."""
    with psycopg.connect(conninfo(read_url(address))) as server:
        _say_version(server, version)


def counts(address: str) -> dict[str, int]:
    """Return how many rows each table holds; for a rehearsal, never for a page."""
    url = read_url(address)
    asked = [
        (table.name, f'SELECT count(*) FROM "{table.name}"')  # noqa: S608 - our own tables
        for table in SCHEMA.sorted_tables
    ]
    if url.get_backend_name() == "sqlite":
        with contextlib.closing(sqlite3.connect(str(url.database), timeout=30)) as connection:
            return {name: int(connection.execute(ask).fetchone()[0]) for name, ask in asked}
    with psycopg.connect(conninfo(url), autocommit=True) as server:
        return {name: int(_only(server.execute(ask.encode()).fetchone())) for name, ask in asked}


class _Pieces:
    """Reads lengths and their pieces out of chunks of another size."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._held = bytearray()

    def piece(self) -> bytes:
        return self._take(int.from_bytes(self._take(_LENGTH), "big"))

    def end(self) -> None:
        """See that nothing follows; the last chunk proves itself by being asked for."""
        if self._held or any(self._chunks):
            raise BackupBroken(CHANGED)

    def _take(self, length: int) -> bytes:
        while len(self._held) < length:
            more = next(self._chunks, None)
            if more is None:
                raise BackupBroken(CUT)
            self._held += more
        taken = bytes(self._held[:length])
        del self._held[:length]
        return taken


def _put_piece(put: Callable[[bytes], None], piece: bytes) -> None:
    put(len(piece).to_bytes(_LENGTH, "big") + piece)


def _copy(way: str, table: str, columns: list[str]) -> sql.Composed:
    return sql.SQL("COPY {} ({}) {}").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(way)
    )


def _say_version(server: psycopg.Connection[Any], version: str) -> None:
    server.execute(
        sql.SQL("UPDATE {} SET version_num = %s").format(sql.Identifier(VERSION_TABLE)), [version]
    )


def _only(row: Any) -> Any:
    return row[0]


def _first_line(fault: BaseException) -> str:
    return str(fault).partition("\n")[0]
