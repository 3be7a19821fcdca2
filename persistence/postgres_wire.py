"""Statements on their way to Postgres: by libpq itself, several in one exchange where they can.

Measured: a look-up costs 25 microseconds this way and 37 by a cursor of psycopg, whose types and
errors are used all the same.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

import psycopg
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq.abc import PGresult

from persistence.faults import Unfit
from persistence.odd import NONSENSE, Odd
from persistence.postgres_link import connect, watching

T = TypeVar("T")
Statement = tuple[str, Sequence[Any]]
"""A text with `%s` for each value, and the values."""

KEPT: Final = 500
"""Most statements Postgres keeps planned for a connection; we have some two hundred."""
SIGHTINGS: Final = 1000
"""Most texts of which is remembered that they were sent once."""
_ALIVE: Final = int(pq.ConnStatus.OK)
_DONE: Final = frozenset({int(pq.ExecStatus.COMMAND_OK), int(pq.ExecStatus.TUPLES_OK)})
_SYNC: Final = int(pq.ExecStatus.PIPELINE_SYNC)
_PLACE: Final = re.compile("%[s%]")
_Key = tuple[str, tuple[int, ...]]
_Sent = tuple[_Key, Any, Any]


class Wire:
    """One connection's statements; a text that comes again is prepared.

    Args:
        connection: in autocommit; one thread at a time uses it.
    """

    __slots__ = ("_adapter", "_incoming", "_libpq", "_named", "_numbers", "_seen", "connection")

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Take the connection; nothing is sent."""
        self.connection = connection
        self._libpq = connection.pgconn
        self._adapter = Transformer(connection)
        self._incoming = watching(connection.fileno())
        self._named: dict[_Key, bytes] = {}
        self._seen: set[_Key] = set()
        self._numbers = itertools.count()

    @property
    def gone(self) -> bool:
        """Whether the connection is known to be lost or closed."""
        return self._libpq.status != _ALIVE

    def hung_up(self) -> bool:
        """Tell whether the server ended an idle connection, and close it then.

        Asked before a change is sent: one that is sent into a cut connection is in doubt.
        """
        # Nothing is expected there: what can be read is a farewell.
        spoke = self.gone or self._incoming(0)
        if spoke:
            self.connection.close()
        return spoke

    def close(self) -> None:
        """Disconnect."""
        self.connection.close()

    def ask(self, text: str, values: Sequence[Any] = ()) -> PGresult:
        """Run a statement and return its result.

        Raises:
            psycopg.Error: what Postgres says, or that the connection is gone.
        """
        sent = self._dumped(text, values)
        name = self._named.get(sent[0])
        if name is None:
            return self._exchange([sent])[0]
        self._stay()
        try:
            result = self._libpq.exec_prepared(name, sent[1], sent[2], pq.Format.BINARY)
        except MemoryError:  # so psycopg says that libpq could not even send it
            self._stay()
            raise
        if result.status not in _DONE:
            raise self._fault(result)
        return result

    def together(self, *statements: Statement) -> list[PGresult]:
        """Run statements in one exchange and return their results.

        Outside of a transaction they are one by themselves: one that fails undoes those before it.
        Those after it do not run.

        Raises:
            psycopg.Error: of the one that failed, or that the connection is gone.
        """
        # All are dumped before the first leaves: a value may be refused.
        return self._exchange([self._dumped(text, values) for text, values in statements])

    def first(self, result: PGresult, make: Callable[[Sequence[Any]], T]) -> T:
        """Return what `make` makes of a result's first row."""
        self._adapter.set_pgresult(result)
        return self._adapter.load_row(0, make)

    def rows(self, result: PGresult, make: Callable[[Sequence[Any]], T]) -> list[T]:
        """Return what `make` makes of each row of a result."""
        self._adapter.set_pgresult(result)
        return self._adapter.load_rows(0, result.ntuples, make)

    def each(self, result: PGresult, make: Callable[[Sequence[Any]], T]) -> list[T | Odd]:
        """Return what `make` makes of each row of a result, or what a row holds that is nothing."""
        self._adapter.set_pgresult(result)
        return [self._made(result, place, make) for place in range(result.ntuples)]

    def _made(self, result: PGresult, place: int, make: Callable[[Sequence[Any]], T]) -> T | Odd:
        try:
            return self._adapter.load_row(place, make)
        except (*NONSENSE, psycopg.DataError):
            return Odd(tuple(self._value(result, place, each) for each in range(result.nfields)))

    def _value(self, result: PGresult, place: int, column: int) -> Any:
        held = result.get_value(place, column)
        loader = self._adapter.get_loader(result.ftype(column), pq.Format.BINARY)
        try:
            return None if held is None else loader.load(held)
        except (*NONSENSE, psycopg.DataError):
            return None

    def _dumped(self, text: str, values: Sequence[Any]) -> _Sent:
        if not values:
            return (text, ()), None, None
        adapter = self._adapter
        dumped = adapter.dump_sequence(values, [PyFormat.AUTO] * len(values))
        return (text, adapter.types or ()), dumped, adapter.formats

    def _exchange(self, sent: list[_Sent]) -> list[PGresult]:
        self._stay()
        libpq = self._libpq
        libpq.enter_pipeline_mode()
        try:
            fresh = [self._post(*each) for each in sent]
            libpq.pipeline_sync()
            answers = self._answers()
            libpq.exit_pipeline_mode()
        except BaseException:  # what still comes would be taken for the answer of what is sent next
            self.close()
            raise
        results, coming = [], iter(answers)
        for (key, _, _), prepared in zip(sent, fresh, strict=True):
            if prepared and next(coming).status not in _DONE:
                del self._named[key]
            results.append(next(coming))
        for answer in answers:  # those after the first that failed only say that they did not run
            if answer.status not in _DONE:
                raise self._fault(answer)
        return results

    def _post(self, key: _Key, values: Any, formats: Any) -> bool:
        """Send a statement and tell whether it is prepared just before."""
        text, types = key
        name = self._named.get(key)
        if name is not None:
            self._libpq.send_query_prepared(name, values, formats, pq.Format.BINARY)
            return False
        if key in self._seen and len(self._named) < KEPT:
            name = self._named[key] = b"s%d" % next(self._numbers)
            self._libpq.send_prepare(name, numbered(text), types)
            self._libpq.send_query_prepared(name, values, formats, pq.Format.BINARY)
            return True
        if len(self._seen) >= SIGHTINGS:
            self._seen.clear()
        self._seen.add(key)
        self._libpq.send_query_params(numbered(text), values, types, formats, pq.Format.BINARY)
        return False

    def _answers(self) -> list[PGresult]:
        """Return what came for every statement up to the end of the exchange."""
        libpq = self._libpq
        while libpq.flush():  # it does not fit into the socket at once
            watching(self.connection.fileno(), writing=True)(None)
            libpq.consume_input()
        answers: list[PGresult] = []
        while True:
            while libpq.is_busy():
                self._incoming(None)
                libpq.consume_input()
            result = libpq.get_result()
            if result is None:  # between two statements
                self._stay()
            elif result.status == _SYNC:
                return answers
            else:
                answers.append(result)

    def _stay(self) -> None:
        if self.gone:
            raise psycopg.OperationalError("the connection is lost")

    def _fault(self, result: PGresult) -> psycopg.Error:
        if result.error_field(pq.DiagnosticField.SQLSTATE) is not None:
            return error_from_result(result)
        # Postgres always gives a code: this is libpq's own word for a lost connection.
        self.close()
        return psycopg.OperationalError(result.get_error_message())


BY_INDEX: Final = "SET enable_seqscan = off"
"""A plan made while a table was all but empty goes on reading it whole, however full it has become,
until Postgres counts its rows anew: a minute, or longer."""


def wired(info: str) -> Wire:
    """Connect.

    Raises:
        Unfit: nobody answers there, or it is too old.
    """
    connection = connect(info)
    try:
        connection.execute(BY_INDEX)
        return Wire(connection)
    except psycopg.OperationalError:  # lost before it was used
        connection.close()
        raise Unfit("Postgres does not answer.") from None


@lru_cache(maxsize=1024)
def numbered(text: str) -> bytes:
    """Return a text as libpq takes it: `$1`, `$2` where psycopg takes `%s`."""
    places = itertools.count(1)
    return _PLACE.sub(lambda found: "%" if found[0] == "%%" else f"${next(places)}", text).encode()
