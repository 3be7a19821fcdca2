"""Audit events and the log that makes tampering show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.kernel.events import Fact
from domain.kernel.ids import made_at
from domain.kernel.work import ActorKind

UNREADABLE = "audit.unreadable"
"""Name of what is shown in the place of a line that cannot be read; nothing tells it."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the audit trail.

    Args:
        id: 16 bytes, ordered by time.
        name: the event's dotted word.
        result: `done` or `refused`; `unreadable` where `unreadable` stands in its place.
        actor_kind: person, operator, client, system, stranger.
        actor_name: opaque name of the actor.
        subject_prefix: id prefix of what it is about, or empty.
        subject_id: id of what it is about, or None.
        facts: the event's other fields; ids as shown text, no secret, no personal data.
        salt: 16 random bytes; None once the body was erased.
    """

    id: bytes
    at: datetime
    name: str
    result: str
    actor_kind: str
    actor_name: str
    subject_prefix: str
    subject_id: bytes | None
    facts: Mapping[str, Fact]
    salt: bytes = field(repr=False)


def unreadable(event_id: bytes) -> AuditEvent:
    """Return what is shown in the place of a line that somebody changed past Byleave.

    Args:
        event_id: the id it has, which tells when it was made; nothing else of it is believed.
    """
    return AuditEvent(
        id=event_id,
        at=made_at(event_id),
        name=UNREADABLE,
        result="unreadable",
        actor_kind=ActorKind.STRANGER,
        actor_name="",
        subject_prefix="",
        subject_id=None,
        facts={},
        salt=b"",
    )


class LeafSource(StrEnum):
    """Which body a leaf stands for."""

    AUDIT = "audit"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class LogLeaf:
    """A salted leaf hash, written with its body; chained later by the sequencer.

    Args:
        id: id of the body (audit event or consent entry).
        leaf: SHA-256(0x00 ‖ salt ‖ canonical body).
        seq: place in the chain, 1 and up; None until sequenced.
        entry_hash: SHA-256(0x01 ‖ previous ‖ seq ‖ leaf); None until sequenced.
    """

    id: bytes
    source: LeafSource
    leaf: bytes
    at: datetime
    seq: int | None = None
    entry_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A row that holds what nobody here has written, such as a text in the place of a moment.

    Args:
        id: the id it has; None where that cannot be told either.
        seq: its place, or None.
        leaf: of a leaf's row, its hash as far as it is one.
        entry_hash: likewise.
    """

    id: bytes | None = None
    seq: int | None = None
    leaf: bytes | None = None
    entry_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement about the log up to `seq`.

    Args:
        root: Merkle root over all leaves 1..seq (RFC 9162 section 2.1).
        jws: compact JWS of the statement.
        frontier: the tree's right edge at `seq`, so that the next checkpoint reads new leaves only.
    """

    seq: int
    entry_hash: bytes
    root: bytes
    at: datetime
    jws: str
    frontier: bytes = b""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which lines are wanted; None means any.

    Args:
        names: event names.
        subject: id of what it is about.
        actor_name: exact name of the actor.
        result: `done` or `refused`.
        since: not before.
        until: before.
        made_after: the smallest id that a line told since then can have; ids tell the machine's
            time.
    """

    names: tuple[str, ...] = ()
    subject: bytes | None = None
    actor_name: str | None = None
    result: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    made_after: bytes | None = None
