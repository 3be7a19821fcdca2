"""Everything a database holds, as bytes: what a search for what must not be there reads.

For the privacy audit alone: it reads past every tenant's wall, and changes nothing but what `fold`
and `remove_tenant` say.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from persistence.data_map import DATA_MAP, How, Of
from persistence.engine import read_url
from persistence.postgres_link import conninfo
from persistence.tables import SCHEMA

_CHUNK: Final = 1 << 20
_HEX: Final = re.compile(rb"\\\\x([0-9a-f]+)")
_SQLITE: Final = "sqlite"
_LEAST_TELLING: Final = 16
"""Shorter values are words and counts; they are alike in many rows."""


def rows(address: str) -> tuple[tuple[str, Callable[[], Iterator[bytes]]], ...]:
    """Return every table, and what reads its rows, written one after the other.

    A value that a file holds in two pages is whole here.

    Args:
        address: URL of the database.
    """
    url = read_url(address)
    read = _of_sqlite if url.get_backend_name() == _SQLITE else _of_postgres
    return tuple((table.name, partial(read, url, table.name)) for table in SCHEMA.sorted_tables)


def files(address: str) -> tuple[Path, ...]:
    """Return the files the database lies in: with its log on SQLite, the whole folder on Postgres.

    Empty where Postgres does not tell its folder or keeps it on another machine.
    """
    url = read_url(address)
    if url.get_backend_name() == _SQLITE:
        base = Path(str(url.database))
        return tuple(
            file
            for suffix in ("", "-wal", "-shm", "-journal")
            if (file := base.with_name(base.name + suffix)).exists()
        )
    with psycopg.connect(conninfo(url), autocommit=True) as server:
        try:
            found = server.execute(
                "SELECT current_setting('data_directory'), "
                "(SELECT oid FROM pg_database WHERE datname = current_database())"
            ).fetchone()
        except psycopg.Error:
            return ()
    folder = Path(str(found[0])) / "base" / str(found[1]) if found else Path()
    if not found or not os.access(folder, os.R_OK | os.X_OK):
        return ()
    return tuple(sorted(file for file in folder.iterdir() if file.is_file()))


def free_pages(address: str) -> int:
    """Return how many pages of a SQLite file are free; what was erased may lie there."""
    url = read_url(address)
    if url.get_backend_name() != _SQLITE:
        return 0
    with contextlib.closing(_reading(url)) as connection:
        return int(connection.execute("PRAGMA freelist_count").fetchone()[0])


def fold(address: str) -> None:
    """Write the log into the file, so that nothing of the past is left in it; rewrite on Postgres.

    Postgres' own log (WAL) is recycled by itself; VACUUM FULL leaves no old page behind.
    """
    url = read_url(address)
    if url.get_backend_name() == _SQLITE:
        with contextlib.closing(sqlite3.connect(str(url.database), timeout=5)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with psycopg.connect(conninfo(url), autocommit=True) as server:
        server.execute("VACUUM FULL")
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
            server.execute("CHECKPOINT")


def telling(address: str, tenant_id: bytes, account_id: bytes) -> dict[str, bytes]:
    """Return what only this person's rows hold, by `table.column`: to be found nowhere afterwards.

    Digests, keyed hashes, ciphertexts, derived values and salts of every table that names the
    account, and of the tokens of its grants.
    """
    found: dict[str, bytes] = {}
    for name, columns, where in _persons():
        for count, row in enumerate(
            _rows_where(address, name, columns, where, tenant_id, account_id)
        ):
            for column, value in zip(columns, row, strict=True):
                raw = value.encode() if isinstance(value, str) else bytes(value or b"")
                if len(raw) >= _LEAST_TELLING:
                    found[f"{name}.{column}#{count}"] = raw
    return found


def tenant_of(address: str, slug: str) -> bytes:
    """Return the id of a tenant."""
    where = f"slug = '{slug}'"
    return bytes(_rows_where(address, "tenant", ("id",), where, b"")[0][0])


def account_of(address: str, tenant_id: bytes) -> bytes:
    """Return the id of the account made last in a tenant."""
    found = list(
        _rows_where(address, "account", ("id",), "tenant_id = {tenant} ORDER BY id DESC", tenant_id)
    )
    return bytes(found[0][0])


def remove_tenant(address: str, tenant_id: bytes) -> int:
    """Delete every row of a tenant that the audit made; return how many there were."""
    removed = 0
    where = {"tenant": "id = {tenant}"}
    with _changing(address) as change:
        for table in reversed(SCHEMA.sorted_tables):
            if table.name == "tenant" or "tenant_id" in table.columns:
                removed += change(
                    table.name, where.get(table.name, "tenant_id = {tenant}"), tenant_id
                )
    return removed


def _persons() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield each table that names an account: its telling columns, and which rows are meant."""
    of_grant = (
        "tenant_id = {tenant} AND grant_id IN "
        "(SELECT id FROM client_grant WHERE tenant_id = {tenant} AND account_id = {account})"
    )
    for table in DATA_MAP.values():
        columns = tuple(
            name
            for name, entry in table.columns.items()
            if name == "salt"
            or (entry.of is Of.PERSON and entry.how not in {How.CLEAR, How.OPAQUE})
            or name in {"sid", "public_id", "record_id", "jti", "heir_salt"}
        )
        if columns and "tenant_id" in table.columns and "account_id" in table.columns:
            yield table.name, columns, "tenant_id = {tenant} AND account_id = {account}"
        elif columns and "grant_id" in table.columns:
            yield table.name, columns, of_grant


def _rows_where(
    address: str, table: str, columns: tuple[str, ...], where: str, *ids: bytes
) -> list[tuple[Any, ...]]:
    named = dict(zip(("tenant", "account"), ids, strict=False))
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'SELECT {names} FROM "{table}" WHERE {where}'  # noqa: S608 - our own tables
    url = read_url(address)
    if url.get_backend_name() == _SQLITE:
        with contextlib.closing(_reading(url)) as connection:
            text = statement.format(tenant=":tenant", account=":account")
            return connection.execute(text, named).fetchall()
    with psycopg.connect(conninfo(url), autocommit=True) as server:
        text = statement.format(tenant="%(tenant)s", account="%(account)s")
        return server.execute(text.encode(), named).fetchall()


@contextlib.contextmanager
def _changing(address: str) -> Iterator[Any]:
    """Yield what deletes rows, all in one transaction."""
    url = read_url(address)
    if url.get_backend_name() == _SQLITE:
        with contextlib.closing(sqlite3.connect(str(url.database), timeout=30)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            yield (
                lambda table, where, tenant: (
                    connection.execute(
                        f'DELETE FROM "{table}" WHERE {where.format(tenant=":tenant")}',  # noqa: S608 - our own
                        {"tenant": tenant},
                    ).rowcount
                )
            )
            connection.commit()
        return
    with psycopg.connect(conninfo(url)) as server:
        yield (
            lambda table, where, tenant: (
                server.execute(
                    f'DELETE FROM "{table}" WHERE {where.format(tenant="%(tenant)s")}'.encode(),  # noqa: S608 - our own
                    {"tenant": tenant},
                ).rowcount
            )
        )


def _reading(url: URL) -> sqlite3.Connection:
    file = Path(str(url.database)).resolve()
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=5)


def _of_sqlite(url: URL, table: str) -> Iterator[bytes]:
    with contextlib.closing(_reading(url)) as connection:
        found = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
        yield from _gathered(
            b"\t".join(v if isinstance(v, bytes) else str(v).encode() for v in row) for row in found
        )


def _of_postgres(url: URL, table: str) -> Iterator[bytes]:
    copy = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with (
        psycopg.connect(conninfo(url), autocommit=True) as server,
        server.cursor().copy(copy) as lines,
    ):
        yield from _gathered(map(_with_bytes, lines))


def _with_bytes(line: Any) -> bytes:
    """Return a line of COPY, and its byte columns as bytes."""
    text = bytes(line)
    return b"\n".join([text, *(bytes.fromhex(each.decode()) for each in _HEX.findall(text))])


def _gathered(lines: Iterable[bytes]) -> Iterator[bytes]:
    kept: list[bytes] = []
    size = 0
    for line in lines:
        kept.append(line)
        size += len(line)
        if size > _CHUNK:
            yield b"\n".join([*kept, b""])
            kept, size = [], 0
    yield b"\n".join(kept)
