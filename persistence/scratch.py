"""Empty Postgres databases beside ours, for a moment: a rehearsal's, a privacy audit's.

Whoever makes one holds a lock under its name in our database for as long as it is used. Postgres
lets go of it even where the process is killed: who can take that lock may drop what was left.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

import psycopg
from psycopg import sql

from persistence.engine import read_url
from persistence.faults import Unfit
from persistence.postgres_link import connect, conninfo

AUDIT: Final = "audit"
REHEARSAL: Final = "rehearsal"

_NAMED: Final = "byleave_{purpose}_{ours}_{random}"
_OURS: Final = """
SELECT datname FROM pg_database
WHERE datname ~ %s AND datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)
"""
"""Others may call theirs nearly so: these are of our role, and named after our database."""
_TAKE: Final = "SELECT pg_advisory_lock(hashtextextended(%s, 0))"
_TRY: Final = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
_LET_GO: Final = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


@contextlib.contextmanager
def throw_away(address: str, purpose: str) -> Iterator[str]:
    """Make an empty database beside the one an address names, and drop it at the end.

    Those that killed processes left there are dropped first.

    Args:
        address: URL of the database.
        purpose: `AUDIT` or `REHEARSAL`.

    Raises:
        Unfit: this role may make none, or nobody answers there.
    """
    url = read_url(address)
    with connect(conninfo(url)) as server:
        for left in _free(server):
            # Whoever is in it all the same keeps it: there is no FORCE.
            with contextlib.suppress(psycopg.Error):
                server.execute(_drop(left))
        name = _NAMED.format(purpose=purpose, ours=_ours(server), random=secrets.token_hex(8))
        server.execute(_TAKE, [name])
        _make(server, name)
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            # The lock's connection may have been cut: nobody said anything on it for long.
            with connect(conninfo(url)) as another:
                another.execute(sql.SQL("{} WITH (FORCE)").format(_drop(name)))


def left_behind(address: str) -> tuple[str, ...]:
    """Return the names of those whose process was killed; nothing is dropped.

    Args:
        address: URL of the database; a SQLite file has none beside it.

    Raises:
        Unfit: nobody answers there.
    """
    url = read_url(address)
    if url.get_backend_name() == "sqlite":
        return ()
    with connect(conninfo(url)) as server:
        return tuple(_free(server))


def _free(server: psycopg.Connection[Any]) -> Iterator[str]:
    """Yield each of ours that nobody uses, locked as long as it is looked at."""
    pattern = f"^byleave_({AUDIT}|{REHEARSAL})_{_ours(server)}_[0-9a-f]{{16}}$"
    for (name,) in server.execute(_OURS, [pattern]).fetchall():
        if not _told(server, _TRY, [name]):
            continue
        try:
            yield name
        finally:
            server.execute(_LET_GO, [name])


def _ours(server: psycopg.Connection[Any]) -> str:
    """Return what stands for our database in a name: locks are of one database alone."""
    return sha256(str(_told(server, "SELECT current_database()")).encode()).hexdigest()[:8]


def _make(server: psycopg.Connection[Any], name: str) -> None:
    try:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.Error as fault:
        raise Unfit(
            f"No database can be made beside this one ({str(fault).partition(chr(10))[0]}): "
            "grant CREATEDB (an audit can look at the present one with --live)."
        ) from None


def _drop(name: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))


def _told(server: psycopg.Connection[Any], ask: Any, values: list[str] | None = None) -> Any:
    row = server.execute(ask, values).fetchone()
    return row[0] if row else None
