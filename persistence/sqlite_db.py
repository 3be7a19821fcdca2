"""How a job runs on a connection to SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from persistence.db import Db
from persistence.odd import NONSENSE, Odd, leniently
from persistence.statements import Prepared

R = TypeVar("R")


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

    def each(self, statement: Prepared[R], **binds: Any) -> list[R | Odd]:
        """See `Db.each`; SQLite keeps texts that are no UTF-8, over which the driver falls."""
        ready = statement.on_sqlite or statement.for_sqlite()
        self._connection.text_factory = leniently
        try:
            rows = self._connection.execute(ready.text, ready.bind(binds)).fetchall()
        finally:
            self._connection.text_factory = str
        return [_made(ready.row, row) for row in rows]

    def run(self, statement: Prepared[Any], **binds: Any) -> int:
        """See `Db.run`."""
        ready = statement.on_sqlite or statement.for_sqlite()
        met = self._connection.execute(ready.text, ready.bind(binds)).rowcount
        if met > 0 and statement.changes and self.changed is None:
            self.changed = statement
        return met

    def add(self, statement: Prepared[Any], **binds: Any) -> None:
        """See `Db.add`; SQLite has no round trip to save, so the row goes in now."""
        ready = statement.on_sqlite or statement.for_sqlite()
        self._connection.execute(ready.text, ready.bind(binds))
        if statement.changes and self.changed is None:
            self.changed = statement

    def take_turn(self, name: bytes) -> bool:
        """See `Db.take_turn`: there is one writer."""
        return True

    def announce(self, tenant_id: bytes) -> None:
        """See `Db.announce`: nobody needs telling."""


def _made(make: Callable[[Sequence[Any]], R], row: tuple[Any, ...]) -> R | Odd:
    try:
        return make(row)
    except NONSENSE:
        return Odd(row)
