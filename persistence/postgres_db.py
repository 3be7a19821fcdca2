"""How a job runs on a connection to Postgres: as few round trips as its answers allow."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, TypeVar

from psycopg.errors import InFailedSqlTransaction
from psycopg.pq.abc import PGresult

from persistence.db import Db
from persistence.notices import CHANNEL
from persistence.odd import Odd
from persistence.postgres_wire import Statement
from persistence.statements import Prepared

R = TypeVar("R")

BEGIN: Final = "BEGIN"
COMMIT: Final[Statement] = ("COMMIT", ())
KEPT: Final = b"COMMIT"
"""What Postgres says when it did."""


class Line(Protocol):
    """What a job sends by: a wire of its own, or a seat at one."""

    @property
    def gone(self) -> bool:
        """See `Wire.gone`."""
        ...

    def ask(self, text: str, values: Sequence[Any] = ()) -> PGresult:
        """See `Wire.ask`."""
        ...

    def together(self, *statements: Statement) -> list[PGresult]:
        """See `Wire.together`."""
        ...

    def first(self, result: PGresult, make: Callable[[Sequence[Any]], R]) -> R:
        """See `Wire.first`."""
        ...

    def rows(self, result: PGresult, make: Callable[[Sequence[Any]], R]) -> list[R]:
        """See `Wire.rows`."""
        ...

    def each(self, result: PGresult, make: Callable[[Sequence[Any]], R]) -> list[R | Odd]:
        """See `Wire.each`."""
        ...


class PostgresDb(Db):
    """A job's connection to Postgres.

    Args:
        wire: the connection's, in autocommit, or a seat at one.
        opening: the statement that opens the job's transaction, None for single reads. It leaves
            with the first statement; a job that only adds rows needs none.

    Attributes:
        added: statements nobody waits for, which leave with the next one or with the commit.
        asked: whether anything was sent.
        in_doubt: what was sent last keeps the changes; a connection that is cut then tells nobody
            whether they stand.
    """

    __slots__ = ("_opening", "_wire", "added", "asked", "in_doubt")

    def __init__(self, wire: Line, opening: str | None, *, writing: bool = False) -> None:
        """Run on this connection; nothing is sent yet."""
        super().__init__(writing=writing)
        self._wire = wire
        self._opening = opening
        self.asked = False
        self.added: list[Statement] = []
        self.in_doubt = False

    def one(self, statement: Prepared[R], **binds: Any) -> R | None:
        """See `Db.one`."""
        ready = statement.on_postgres or statement.for_postgres()
        result = self._send(ready.text, ready.bind(binds))
        if not result.ntuples:
            return None
        if statement.changes and self.changed is None:
            self.changed = statement
        return self._wire.first(result, ready.row)

    def all(self, statement: Prepared[R], **binds: Any) -> list[R]:
        """See `Db.all`."""
        ready = statement.on_postgres or statement.for_postgres()
        result = self._send(ready.text, ready.bind(binds))
        if result.ntuples and statement.changes and self.changed is None:
            self.changed = statement
        return self._wire.rows(result, ready.row)

    def each(self, statement: Prepared[R], **binds: Any) -> list[R | Odd]:
        """See `Db.each`."""
        ready = statement.on_postgres or statement.for_postgres()
        return self._wire.each(self._send(ready.text, ready.bind(binds)), ready.row)

    def run(self, statement: Prepared[Any], **binds: Any) -> int:
        """See `Db.run`."""
        ready = statement.on_postgres or statement.for_postgres()
        met = self._send(ready.text, ready.bind(binds)).command_tuples or 0
        if met > 0 and statement.changes and self.changed is None:
            self.changed = statement
        return met

    def add(self, statement: Prepared[Any], **binds: Any) -> None:
        """See `Db.add`."""
        ready = statement.on_postgres or statement.for_postgres()
        self.added.append((ready.text, ready.bind(binds)))
        if statement.changes and self.changed is None:
            self.changed = statement

    def take_turn(self, name: bytes) -> bool:
        """See `Db.take_turn`: an advisory lock of the transaction."""
        number = int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)
        result = self._send("SELECT pg_try_advisory_xact_lock(%s)", (number,))
        return bool(self._wire.first(result, tuple)[0])

    def announce(self, tenant_id: bytes) -> None:
        """See `Db.announce`: a notice that leaves with the commit."""
        self.added.append(("SELECT pg_notify(%s, %s)", (CHANNEL, tenant_id.hex())))

    def commit(self) -> None:
        """Send what was added and end the transaction, if one was opened.

        Raises:
            psycopg.Error: nothing is kept, or nobody knows.
        """
        ending = [*self.added, COMMIT] if self.asked else self.added
        if not ending:
            return
        self.in_doubt = True
        *_, last = self._wire.together(*ending)
        # Postgres answers COMMIT by a rollback, not by an error, where a statement failed before.
        if self.asked and last.command_status != KEPT:
            raise InFailedSqlTransaction("a statement had failed, so that nothing was kept")

    def rollback(self) -> None:
        """Undo everything, on a connection that may be gone."""
        self.added.clear()
        if self.asked and self._opening is not None and not self._wire.gone:
            self._wire.ask("ROLLBACK")

    def _send(self, text: str, values: Sequence[Any]) -> PGresult:
        if not self.added and (self.asked or self._opening is None):
            return self._wire.ask(text, values)
        return self._together((text, values))[-1]

    def _together(self, *statements: Statement) -> list[PGresult]:
        """Send statements after what waits for the next exchange; return their results."""
        ahead, self.added = self.added, []
        if not self.asked and self._opening is not None:
            ahead.insert(0, (self._opening, ()))
        self.asked = True
        return self._wire.together(*ahead, *statements)[len(ahead) :]
