"""Prove that nobody changed the past: bodies, chain and checkpoints are made again and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from domain.audit.bodies import Bodies, Body, Lines, told
from domain.audit.chain import START, Frontier, entry_hash
from domain.audit.checkpoint import claims_of, statement
from domain.audit.events import TrailCut
from domain.audit.records import Checkpoint, LeafSource, LogLeaf, Spoilt
from domain.audit.store import AuditWork
from domain.kernel.authorize import authorize
from domain.kernel.powers import Signer
from domain.kernel.work import at_one_moment, reads

BATCH: Final = 1000
"""Leaves read at a time."""

MOST_PENDING: Final = 10_000
"""Leaves without a place that are looked at; the sequencer keeps them to a few."""

MOST_CHECKPOINTS: Final = 4_000
"""Ten years of daily ones."""


class Fault(StrEnum):
    """What does not agree."""

    BODY_CHANGED = "body_changed"
    BODY_MISSING = "body_missing"
    BODY_UNREADABLE = "body_unreadable"
    LEAF_DIFFERS = "leaf_differs"
    LEAF_MISSING = "leaf_missing"
    LEAF_TWICE = "leaf_twice"
    LEAF_UNREADABLE = "leaf_unreadable"
    LEAVES_UNREADABLE = "leaves_unreadable"
    STATE_DIFFERS = "state_differs"
    PLACE_MISSING = "place_missing"
    CHAIN_BROKEN = "chain_broken"
    CHECKPOINT_DIFFERS = "checkpoint_differs"
    CHECKPOINT_UNREADABLE = "checkpoint_unreadable"
    CHECKPOINT_UNSIGNED = "checkpoint_unsigned"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree.

    Args:
        seq: place in the chain, or None.
        id: id of the record, or None for chain and checkpoint faults.
        source: which kind of record, or None.

    What waits and cannot be read is named by the first record that its row tells of.
    """

    fault: Fault
    seq: int | None
    id: bytes | None = None
    source: LeafSource | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found.

    Args:
        leaves: chained leaves that were looked at.
        pending: leaves without a place yet, looked at too.
        erased: leaves whose body was rightly erased.
        checkpoints: signed checkpoints that were compared.
        findings: what differs, in order of place; empty means the log holds.
    """

    leaves: int
    pending: int
    erased: int
    checkpoints: int
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.findings


@at_one_moment
@reads
def verify(
    work: AuditWork, *, signer: Signer, bodies: Mapping[LeafSource, Bodies] | None = None
) -> Verdict:
    """Make every leaf, entry and root again and compare it with what is kept.

    A row that somebody has filled with nonsense is a finding as well, and the rest is looked at.
    Erased bodies are fine: their leaves stay and the chain runs over leaves. What is gone without
    a line of the trail that tells of its erasing is not fine.

    Args:
        signer: verifies checkpoints.
        bodies: records of other rooms by the source of their leaves.

    Returns:
        The verdict; it names each line that differs.

    Refuses:
        forbidden: the actor may not read the trail.

    Source: RFC 9162 section 2.1.
    """
    authorize(work, "audit.read")
    walk = _Walk(work, {LeafSource.AUDIT: Lines(work), **(bodies or {})})
    checkpoints = walk.chain(signer)
    pending = work.log.pending(MOST_PENDING)
    walk.waiting(pending)
    walk.bodies_gone()
    walk.bodies_without_leaf()
    walk.states()
    findings = tuple(dict.fromkeys(walk.findings))
    return Verdict(walk.frontier.size, len(pending), walk.erased, checkpoints, findings)


class _Walk:
    """The state of one verification."""

    def __init__(self, work: AuditWork, bodies: Mapping[LeafSource, Bodies]) -> None:
        self.work = work
        self.bodies = bodies
        self.frontier = Frontier()
        self.findings: list[Finding] = []
        self.erased = 0
        self.missing: dict[LeafSource, list[LogLeaf]] = {}
        self.cut = _cut(work)

    def chain(self, signer: Signer) -> int:
        """Walk all chained leaves and the checkpoints between them; return how many checkpoints."""
        found = self.work.found.checkpoints(MOST_CHECKPOINTS)
        waiting = [each for each in reversed(found) if isinstance(each, Checkpoint)]
        self.findings += [
            Finding(Fault.CHECKPOINT_UNREADABLE, each.seq)
            for each in found
            if isinstance(each, Spoilt)
        ]
        # Nobody who walks along the chain meets what stands before its beginning.
        self.findings += [
            Finding(Fault.LEAF_UNREADABLE, None, each)
            for each in self.work.found.leaves_aside(BATCH)
        ]
        count, entry = len(found), START
        for leaf in self._leaves():
            entry = self._entry(leaf, entry)
            while waiting and waiting[0].seq == leaf.seq:
                self._checkpoint(waiting.pop(0), entry, signer)
        # What is signed beyond the end of the log was there once.
        self.findings += [Finding(Fault.CHECKPOINT_DIFFERS, each.seq) for each in waiting]
        return count

    def waiting(self, leaves: tuple[LogLeaf, ...]) -> None:
        """Compare the leaves without a place; one that is there twice would stop the sequencer."""
        seen: set[bytes] = set()
        for leaf in leaves:
            self.body(leaf)
            if leaf.id in seen or self.work.found.has_leaf(leaf.id):
                self._find(Fault.LEAF_TWICE, leaf)
            seen.add(leaf.id)
        for row in self.work.log.unreadable(MOST_PENDING):
            named = (source for source, bodies in self.bodies.items() if bodies.get(row))
            self.findings.append(Finding(Fault.LEAVES_UNREADABLE, None, row, next(named, None)))

    def body(self, leaf: LogLeaf) -> None:
        """Compare a leaf with the body it stands for."""
        bodies = self.bodies.get(leaf.source)
        if bodies is None:
            return
        body = bodies.get(leaf.id)
        if body is not None:
            fault = _fault(body, leaf)
            if fault is not None:
                self._find(fault, leaf)
        elif any(each.get(leaf.id) for each in self.bodies.values()):
            self._find(Fault.LEAF_DIFFERS, leaf)
        elif leaf.at < self.cut:
            self.erased += 1
        else:
            self.missing.setdefault(leaf.source, []).append(leaf)

    def bodies_gone(self) -> None:
        """Find bodies that are gone although nobody told that they were erased.

        Which of them it was cannot be said where more are gone than were told: all are named.
        """
        for source, leaves in self.missing.items():
            if len(leaves) > self.bodies[source].erased():
                for leaf in leaves:
                    self._find(Fault.BODY_MISSING, leaf)
            else:
                self.erased += len(leaves)

    def bodies_without_leaf(self) -> None:
        """Find records that were put in beside the log."""
        for source, bodies in self.bodies.items():
            for body_id in bodies.ids():
                if body_id is None:
                    self.findings.append(Finding(Fault.BODY_UNREADABLE, None, None, source))
                elif not self._has_leaf(body_id):
                    self.findings.append(Finding(Fault.LEAF_MISSING, None, body_id, source))

    def states(self) -> None:
        """Find records whose present state somebody changed beside them."""
        self.findings += [
            Finding(Fault.STATE_DIFFERS, None, body_id, source)
            for source, bodies in self.bodies.items()
            for body_id in bodies.astray()
        ]

    def _has_leaf(self, body_id: bytes) -> bool:
        return self.work.found.has_leaf(body_id) or self.work.log.get(body_id) is not None

    def _leaves(self) -> Iterator[LogLeaf | Spoilt]:
        """Return the chained leaves in order, up to the first place that is missing."""
        size = -1
        while size < self.frontier.size:
            size = self.frontier.size
            for leaf in self.work.found.leaves(size, BATCH):
                if leaf.seq is None:
                    self.findings.append(Finding(Fault.LEAF_UNREADABLE, None, leaf.id))
                elif leaf.seq != self.frontier.size + 1:
                    self.findings.append(Finding(Fault.PLACE_MISSING, self.frontier.size + 1))
                    return
                else:
                    yield leaf

    def _entry(self, leaf: LogLeaf | Spoilt, previous: bytes) -> bytes:
        hashed = leaf.leaf or START
        self.frontier.add(hashed)
        made = entry_hash(previous, self.frontier.size, hashed)
        if isinstance(leaf, Spoilt):
            self.findings.append(Finding(Fault.LEAF_UNREADABLE, leaf.seq, leaf.id))
        else:
            if made != leaf.entry_hash:
                self._find(Fault.CHAIN_BROKEN, leaf)
            self.body(leaf)
        # The kept hash goes on, so that one changed entry is one finding.
        return leaf.entry_hash or made

    def _checkpoint(self, checkpoint: Checkpoint, entry: bytes, signer: Signer) -> None:
        claims = statement(self.work, signer, checkpoint)
        if claims is None:
            self.findings.append(Finding(Fault.CHECKPOINT_UNSIGNED, checkpoint.seq))
            return
        said = dict(claims) == claims_of(str(claims.get("iss")), checkpoint)
        true = checkpoint.entry_hash == entry and checkpoint.root == self.frontier.root()
        # The next checkpoint goes on from its edge of the tree.
        edge = checkpoint.frontier in {b"", self.frontier.packed()}
        if not (said and true and edge):
            self.findings.append(Finding(Fault.CHECKPOINT_DIFFERS, checkpoint.seq))

    def _find(self, fault: Fault, leaf: LogLeaf) -> None:
        self.findings.append(Finding(fault, leaf.seq, leaf.id, leaf.source))


def _fault(body: Body | Spoilt, leaf: LogLeaf) -> Fault | None:
    """Return what is wrong with a body, if anything; what it tells is bound by the leaf's hash."""
    if isinstance(body, Spoilt):
        return Fault.BODY_UNREADABLE
    try:
        made = body.leaf()
    except (TypeError, ValueError, RecursionError):  # a number or a depth that no fact has
        return Fault.BODY_UNREADABLE
    if made != leaf.leaf:
        return Fault.BODY_CHANGED
    return None if body.members.get("at") == leaf.at else Fault.LEAF_DIFFERS


def _cut(work: AuditWork) -> datetime:
    """Return the moment before which the trail says that lines were erased."""
    for line in told(work, TrailCut.name):
        try:
            until = datetime.fromisoformat(str(line.facts.get("until")))
        except ValueError:
            continue
        if until.tzinfo is not None and until <= line.at:
            return until
    return datetime.min.replace(tzinfo=UTC)
