"""What a leaf stands for: the body of a record, as names and values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from domain.audit.records import AuditEvent, LeafSource, LogLeaf, Spoilt
from domain.audit.store import AuditWork
from domain.kernel.canonical import leaf
from domain.kernel.ids import ID_BYTES
from domain.kernel.paging import MOST_ROWS

LAST: Final = b"\xff" * (ID_BYTES + 1)
"""Follows every id."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is hashed into a leaf.

    Args:
        salt: 16 random bytes, erased with the body.
        members: every field the record keeps, by name, without the salt.
    """

    salt: bytes = field(repr=False)
    members: Mapping[str, object]

    def leaf(self) -> bytes:
        """Return the leaf hash this body makes."""
        return leaf(self.salt, self.members)


class Bodies(Protocol):
    """The records of one room that have leaves, as they are stored now."""

    def get(self, body_id: bytes) -> Body | Spoilt | None:
        """Return the body of an id, or None when it is not there."""
        ...

    def ids(self) -> Iterator[bytes | None]:
        """Return the id of every record that is there, and None where any has none."""
        ...

    def erased(self) -> int:
        """Return how many the trail says were erased, as far as the trail goes back."""
        ...

    def astray(self) -> Iterator[bytes | None]:
        """Return the ids of records that what is kept beside them contradicts."""
        ...


class Lines:
    """The lines of the trail as bodies."""

    def __init__(self, work: AuditWork) -> None:
        """Read them in this work."""
        self._work = work

    def get(self, body_id: bytes) -> Body | Spoilt | None:
        """Return the body of a line, or None."""
        line = self._work.found.line(body_id)
        return audit_body(line) if isinstance(line, AuditEvent) else line

    def erased(self) -> int:
        """Return zero: erased lines are told by the moment before which they were (`TrailCut`)."""
        return 0

    def astray(self) -> Iterator[bytes | None]:
        """Return none: nothing is kept beside a line."""
        return iter(())

    def ids(self) -> Iterator[bytes | None]:
        """Return the id of every line, oldest first."""
        found = self._work.found
        yield from every(found.lines)
        if found.lines_without_id():
            yield None


def every(ids: Callable[[bytes, int], tuple[bytes, ...]]) -> Iterator[bytes]:
    """Return all ids that are read a portion at a time.

    Args:
        ids: takes an id, and how many of those after it are wanted.
    """
    after = b""
    while some := ids(after, MOST_ROWS):
        yield from some
        after = some[-1]


def told(work: AuditWork, name: str) -> Iterator[AuditEvent]:
    """Return the lines of an event that can be read, newest first.

    Args:
        name: the event's dotted word.
    """
    before = LAST
    while lines := work.found.named(name, before, MOST_ROWS):
        yield from (line for line in lines if isinstance(line, AuditEvent))
        before = lines[-1].id or b""


def audit_body(event: AuditEvent) -> Body:
    """Return what is hashed of a line of the trail: everything in it."""
    return Body(
        event.salt,
        {
            "id": event.id,
            "at": event.at,
            "name": event.name,
            "result": event.result,
            "actor_kind": event.actor_kind,
            "actor_name": event.actor_name,
            "subject_prefix": event.subject_prefix,
            "subject_id": event.subject_id,
            "facts": event.facts,
        },
    )


def log_body(work: AuditWork, source: LeafSource, body_id: bytes, body: Body) -> None:
    """Append the leaf of a body, in the transaction that keeps the body.

    The sequencer gives it its place later, so that no two writes of a tenant wait for one another.

    Args:
        source: which kind of record it is.
        body_id: id of the record.
        body: what is hashed.
    """
    work.log.add(LogLeaf(body_id, source, body.leaf(), work.now))
