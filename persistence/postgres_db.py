"""How a job runs on a connection to Postgres: as few round trips as its answers allow."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

import psycopg

from persistence.db import Db
from persistence.notices import CHANNEL
from persistence.statements import Prepared

R = TypeVar("R")

MERGED: Final = 8
"""Most rows in one merged insert: keeps the number of different statement texts small."""


class PostgresDb(Db):
    """A job's connection to Postgres.

    Args:
        connection: in autocommit.
        opening: the statement that opens the job's transaction, None for single reads. It is sent
            with the first statement that needs it: a job of merged inserts alone needs none.

    Attributes:
        in_doubt: what was sent last keeps the changes; a connection that is cut then tells nobody
            whether they stand.
    """

    __slots__ = ("_added", "_cursor", "_open", "_opening", "in_doubt")

    def __init__(
        self, connection: psycopg.Connection[Any], opening: str | None, *, writing: bool = False
    ) -> None:
        """Run on this connection; nothing is sent yet."""
        super().__init__(writing=writing)
        self._cursor = connection.cursor()
        self._opening = opening
        self._open = False
        self._added: list[tuple[str, tuple[Any, ...]]] = []
        self.in_doubt = False

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

    def announce(self, tenant_id: bytes) -> None:
        """See `Db.announce`: a notice that leaves with the commit."""
        self._send("SELECT pg_notify(%s, %s)", (CHANNEL, tenant_id.hex()))

    def commit(self) -> None:
        """Send what was added and end the transaction, if one was opened."""
        if len(self._added) <= MERGED and not self._open:
            self._opening = None  # one statement is a transaction by itself
            self.in_doubt = True
        if self._added:
            self._flush()
        if self._open:
            self.in_doubt = True
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


@lru_cache(maxsize=256)
def _merged(texts: tuple[str, ...]) -> str:
    """Write several inserts as one statement: all but the last become common table expressions."""
    *first, last = texts
    if not first:
        return last
    named = ", ".join(f"added{place} AS ({text})" for place, text in enumerate(first))
    return f"WITH {named} {last}"
