"""Jobs abreast on one connection: what they ask at the same time leaves in one exchange.

To be woken for a look-up costs Postgres more than the look-up, and so it does us. A job is plain
code that asks and waits: each runs in a greenlet, in which it can wait in the middle of itself
until all the others have asked, too. One thread runs them, one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from greenlet import getcurrent, greenlet
from psycopg.pq.abc import PGresult

from persistence.odd import Odd
from persistence.postgres_db import PostgresDb
from persistence.postgres_wire import Statement, Wire
from persistence.writer import Job, Outcome, attempt

T = TypeVar("T")


class Parted(Exception):
    """What several asked together cannot stand: each is to ask by itself."""


class Seat:
    """A wire, as a job sees it that shares it with others.

    Args:
        wire: theirs.
    """

    def __init__(self, wire: Wire) -> None:
        """Take the wire; whoever runs the jobs sends what they ask."""
        self._wire = wire

    @property
    def gone(self) -> bool:
        """See `Wire.gone`."""
        return self._wire.gone

    def ask(self, text: str, values: Sequence[Any] = ()) -> PGresult:
        """See `Wire.ask`; what fails is not told to the job, which ends."""
        return self.together((text, values))[0]

    def together(self, *statements: Statement) -> list[PGresult]:
        """See `Wire.together`; what fails is not told to the job, which ends."""
        results: list[PGresult] = getcurrent().parent.switch(statements)
        return results

    def first(self, result: PGresult, make: Callable[[Sequence[Any]], T]) -> T:
        """See `Wire.first`."""
        return self._wire.first(result, make)

    def rows(self, result: PGresult, make: Callable[[Sequence[Any]], T]) -> list[T]:
        """See `Wire.rows`."""
        return self._wire.rows(result, make)

    def each(self, result: PGresult, make: Callable[[Sequence[Any]], T]) -> list[T | Odd]:
        """See `Wire.each`."""
        return self._wire.each(result, make)


class AbreastDb(PostgresDb):
    """A job's seat, where it cannot do what needs a transaction of its own."""

    __slots__ = ()

    def take_turn(self, name: bytes) -> bool:
        """Refuse: the turn would last until the others end, too."""
        raise Parted

    def announce(self, tenant_id: bytes) -> None:
        """Refuse: the others may hold what was read of the configuration before."""
        raise Parted


class Abreast:
    """One run of several jobs.

    Args:
        wire: theirs alone while they run.
        ahead: leaves before what is asked first.
        writing: whether they may change something.

    Attributes:
        outcomes: how each ended, in the order of their ends.
        added: statements that nobody waited for.
        asked: whether anything was sent.
    """

    def __init__(self, wire: Wire, *ahead: Statement, writing: bool = False) -> None:
        """Nothing is sent yet."""
        self._wire: Final = wire
        self._writing: Final = writing
        self._ahead = ahead
        self._asking: list[tuple[greenlet, Sequence[Statement]]] = []
        self.outcomes: list[Outcome] = []
        self.added: list[Statement] = []
        self.asked = False

    def run(self, jobs: list[Job[Any]]) -> None:
        """Run the jobs to their ends.

        Raises:
            Parted: one of them needs a transaction of its own.
            psycopg.Error: a statement of one of them failed, or the connection is gone.
        """
        seat = Seat(self._wire)
        dbs = [AbreastDb(seat, None, writing=self._writing) for _ in jobs]
        try:
            for job, db in zip(jobs, dbs, strict=True):
                lane = greenlet(attempt)
                self._hear(lane, lane.switch(job, db))
            while self._asking:
                self._answer()
        except BaseException:
            self._part()
            raise
        if any(isinstance(outcome.error, Parted) for outcome in self.outcomes):
            raise Parted
        self.added = [statement for db in dbs for statement in db.added]

    def _hear(self, lane: greenlet, said: Any) -> None:
        if lane.dead:
            self.outcomes.append(said)
        else:
            self._asking.append((lane, said))

    def _answer(self) -> None:
        """Send what all ask, and let each go on with its own answers until it asks again."""
        results = self._sent([statement for _, asked in self._asking for statement in asked])
        waiting, self._asking = self._asking, []
        begin = 0
        for lane, asked in waiting:
            end = begin + len(asked)
            self._hear(lane, lane.switch(results[begin:end]))
            begin = end

    def _sent(self, statements: list[Statement]) -> list[PGresult]:
        ahead, self._ahead = self._ahead, ()
        self.asked = True
        if len(statements) == 1 and not ahead:
            return [self._wire.ask(*statements[0])]
        return self._wire.together(*ahead, *statements)[len(ahead) :]

    def _part(self) -> None:
        """Let whoever still waits for an answer end."""
        for lane, _ in self._asking:
            lane.throw(Parted)
        self._asking.clear()
