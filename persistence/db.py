"""What a store holds: one connection for the length of one job.

A `Db` is made fresh for each job and each rerun of it. It remembers the first change, so that the
writer can tell a Refusal that leaves evidence from one that would leave half a change (ADR-3).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.sql.expression import Executable

from persistence.odd import Odd
from persistence.statements import Prepared

R = TypeVar("R")


class Db(ABC):
    """Runs prepared statements on one held connection.

    Attributes:
        changed: the first statement that changed a row, None while only evidence was written.
        after: what to do outward once this is committed, in order.
        late: what is left to write when the job's own act is done, in order.
        writing: whether this is a writer's job, which may see what is not committed yet.
    """

    __slots__ = ("after", "changed", "late", "writing")

    def __init__(self, *, writing: bool) -> None:
        """Start with nothing changed."""
        self.writing = writing
        self.changed: Prepared[Any] | None = None
        self.after: list[Callable[[], None]] = []
        self.late: list[Callable[[], None]] = []

    @abstractmethod
    def one(self, statement: Prepared[R], **binds: Any) -> R | None:
        """Return the first row's record, or None.

        Args:
            statement: a select by a unique key, or a write with RETURNING of at most one row.
            binds: exactly the statement's names.
        """

    @abstractmethod
    def all(self, statement: Prepared[R], **binds: Any) -> list[R]:
        """Return every row's record; the statement bounds their number."""

    @abstractmethod
    def each(self, statement: Prepared[R], **binds: Any) -> list[R | Odd]:
        """Return every row's record, and in the place of one that cannot be read what it holds."""

    @abstractmethod
    def run(self, statement: Prepared[Any], **binds: Any) -> int:
        """Run a write and return how many rows it met: compare-and-set asks for exactly 1."""

    @abstractmethod
    def add(self, statement: Prepared[Any], **binds: Any) -> None:
        """Insert a row whose answer nobody waits for.

        On Postgres such rows leave together, before the next statement that asks for an answer or
        at the end; what was added is always seen by what is read later in the same job.

        Args:
            statement: an insert without RETURNING and without ON CONFLICT.
            binds: exactly the statement's names.
        """

    @abstractmethod
    def take_turn(self, name: bytes) -> bool:
        """Be the only one under this name until the job ends; False when another is.

        Args:
            name: any bytes; on SQLite the writer is alone anyway.
        """

    @abstractmethod
    def announce(self, tenant_id: bytes) -> None:
        """Tell other processes, once committed, that a tenant's configuration changed.

        On SQLite they read the version in every work and need no telling.
        """

    def ask(self, statement: Executable, record: Callable[..., R]) -> list[R]:
        """Compile and run a select whose filters are only known now, as console lists do.

        Args:
            statement: a select with its values in it; it bounds the number of rows.
            record: called with the columns in their order.
        """
        return self.all(Prepared(statement, record))

    def after_commit(self, act: Callable[[], None]) -> None:
        """Do something outward once this is committed; it must hand over and return at once."""
        self.after.append(act)

    def at_the_end(self, act: Callable[[], None]) -> None:
        """Write something when the job's own act is done, also when it ends in a Refusal.

        What waits there is evidence; after a fault, or a Refusal that undoes a change, it is left.
        """
        self.late.append(act)

    def end(self) -> None:
        """Write what was left for the end."""
        while self.late:
            self.late.pop(0)()
