"""What `audit` needs kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.audit.records import AuditEvent, AuditFilter, Checkpoint, LogLeaf, Spoilt
from domain.kernel.paging import Page, PageRequest
from domain.tenants.records import SigningKey
from domain.tenants.store import TenantWork


class AuditTrail(Protocol):
    """The lines of this tenant's trail."""

    def add(self, event: AuditEvent) -> None:
        """Append a line. Evidence."""
        ...

    def get(self, event_id: bytes) -> AuditEvent | None:
        """Return one line, or None (also when its body was erased)."""
        ...

    def page(self, wanted: AuditFilter, page: PageRequest) -> Page[AuditEvent]:
        """Return lines, newest first."""
        ...

    def acts(self, limit: int) -> tuple[AuditEvent, ...]:
        """Return what operators did last, newest first."""
        ...

    def beside(self, line: AuditEvent, limit: int) -> tuple[AuditEvent, ...]:
        """Return the lines one act wrote, this one among them, oldest first."""
        ...

    def span(self, first: bytes, last: bytes) -> tuple[AuditEvent, ...]:
        """Return the lines whose ids lie from first to last, in no order."""
        ...

    def erase_before(self, moment: datetime, limit: int) -> int:
        """Delete bodies and salts older than `moment`, at most `limit`; leaves stay. Change."""
        ...


class LeafLog(Protocol):
    """This tenant's log of leaves."""

    def add(self, leaf: LogLeaf) -> None:
        """Let a leaf wait for its place, with the others of this work. Evidence."""
        ...

    def take_turn(self) -> bool:
        """Be the tenant's one sequencer until this work ends; False when another is. Evidence.

        On SQLite the writer is alone anyway; on Postgres it is an advisory lock of the transaction.
        """
        ...

    def get(self, leaf_id: bytes) -> LogLeaf | None:
        """Return the leaf of a body, chained or not, or None."""
        ...

    def waits(self) -> bool:
        """Tell whether anything waits for a place, fit for one or not."""
        ...

    def pending(self, limit: int) -> tuple[LogLeaf, ...]:
        """Return leaves without a place yet, in the order of their works."""
        ...

    def unreadable(self, limit: int) -> tuple[bytes, ...]:
        """Return the rows of leaves that wait and cannot be read, by the first id each names."""
        ...

    def stuck(self, limit: int) -> tuple[bytes, ...]:
        """Return the rows that get no place: unreadable ones, and those with a leaf there twice."""
        ...

    def tail(self) -> LogLeaf | Spoilt | None:
        """Return the last chained leaf, or None; one that was changed is followed all the same."""
        ...

    def take(self, limit: int) -> tuple[LogLeaf, ...]:
        """Take the oldest leaves that wait, in the order of their works: each goes to one taker.

        Whoever takes them gives them their places in the same work. What is stuck stays where it
        is, as it was found. Evidence.

        Args:
            limit: leaves; the last work's are taken whole.
        """
        ...

    def place(self, leaf: LogLeaf) -> None:
        """Keep a leaf in its place; one that is taken already is a fault. Evidence."""
        ...

    def after(self, seq: int, limit: int) -> tuple[LogLeaf, ...]:
        """Return chained leaves with a place above `seq`, in order."""
        ...

    def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a signed checkpoint. Evidence."""
        ...

    def checkpoints(self, limit: int) -> tuple[Checkpoint, ...]:
        """Return the newest checkpoints first."""
        ...


class FoundRows(Protocol):
    """The same rows for who proves them: what somebody put into them is found and not believed."""

    def leaves(self, seq: int, limit: int) -> tuple[LogLeaf | Spoilt, ...]:
        """Return chained leaves with a place above `seq`, in order; what has none comes last."""
        ...

    def leaves_aside(self, limit: int) -> tuple[bytes | None, ...]:
        """Return the ids of leaves with a place before the first; None where one has no id."""
        ...

    def has_leaf(self, leaf_id: bytes) -> bool:
        """Tell whether a leaf with this id has its place."""
        ...

    def checkpoints(self, limit: int) -> tuple[Checkpoint | Spoilt, ...]:
        """Return the newest checkpoints first."""
        ...

    def checkpoint_keys(self) -> tuple[SigningKey, ...]:
        """Return the keys of checkpoints that can be read, without private halves."""
        ...

    def line(self, event_id: bytes) -> AuditEvent | Spoilt | None:
        """Return one line of the trail, or None."""
        ...

    def named(self, name: str, before: bytes, limit: int) -> tuple[AuditEvent | Spoilt, ...]:
        """Return lines of an event with ids below `before`, newest first."""
        ...

    def lines(self, after: bytes, limit: int) -> tuple[bytes, ...]:
        """Return the ids of lines above `after`, in order."""
        ...

    def lines_without_id(self) -> bool:
        """Tell whether there is a line with something else in the place of its id."""
        ...


class AuditWork(TenantWork, Protocol):
    """A work that reads and writes the trail."""

    @property
    def audit(self) -> AuditTrail:
        """The trail."""
        ...

    @property
    def log(self) -> LeafLog:
        """The log of leaves."""
        ...

    @property
    def found(self) -> FoundRows:
        """The rows of both, as they are found."""
        ...
