"""Give leaves their places in the chain, one sequencer at a time for each tenant."""

from __future__ import annotations

from typing import Final

from domain.audit.chain import START, entry_hash
from domain.audit.records import LogLeaf
from domain.audit.store import AuditWork
from domain.kernel.work import at_one_moment, reads, writes

BATCH: Final = 500
"""Leaves a transaction chains at most: it never holds the writer for long."""

MOST_STUCK: Final = 100
"""Rows that are named; one is reason enough to look at the whole log."""


@writes()
def sequence(work: AuditWork, limit: int = BATCH) -> int:
    """Chain the oldest leaves that have no place yet.

    Whoever finds another sequencer at work does nothing: the next turn comes soon.

    Args:
        limit: leaves, 1 and up.

    Returns:
        How many got their place.
    """
    return len(chain(work, limit))


def chain(work: AuditWork, limit: int) -> tuple[LogLeaf, ...]:
    """Chain the oldest leaves that have no place yet and return them, in the order of the chain.

    Each leaf is returned once, to the one work that gave it its place: whoever counts what
    happened counts here, in the same transaction, and counts nothing twice.
    """
    if not work.log.take_turn():
        return ()
    tail = work.log.tail()
    seq, previous = (0, START) if tail is None else (tail.seq or 0, tail.entry_hash or START)
    done: list[LogLeaf] = []
    for leaf in work.log.take(limit):
        seq += 1
        previous = entry_hash(previous, seq, leaf.leaf)
        placed = LogLeaf(leaf.id, leaf.source, leaf.leaf, leaf.at, seq, previous)
        work.log.place(placed)
        done.append(placed)
    return tuple(done)


@reads
def waiting(work: AuditWork) -> bool:
    """Tell whether any leaf has no place yet: the quiet hours of a tenant cost a read, no write."""
    return work.log.waits()


@at_one_moment
@reads
def stuck(work: AuditWork) -> tuple[bytes, ...]:
    """Return what waits and gets no place, because somebody changed it: at most `MOST_STUCK`.

    What comes after it is chained all the same: a log that stood still would leave every new line
    open to whoever brought that about. `verify` says what is wrong with each.
    """
    return work.log.stuck(MOST_STUCK)
