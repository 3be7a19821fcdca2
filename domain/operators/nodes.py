"""Which processes serve this installation? Each says that it lives, and is believed for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Protocol

from domain.kernel.authorize import authorize
from domain.kernel.nodes import Node, Nodes
from domain.kernel.work import Work, reads, writes

BEAT: Final = timedelta(seconds=15)
"""How often a process says that it lives."""

GONE: Final = BEAT * 3
"""A process that was not heard of for this long is told as gone."""

KEPT: Final = timedelta(days=1)
"""A process that ended without a word is shown for a day."""

MOST: Final = 200


class NodeWork(Work, Protocol):
    """The installation's work with its processes."""

    @property
    def nodes(self) -> Nodes:
        """The processes."""
        ...


@writes()
def beat(work: NodeWork, node: Node) -> None:
    """Note that a process lives."""
    work.nodes.beat(node)


@writes()
def leave(work: NodeWork, node_id: str) -> None:
    """Strike out a process that ends in good order."""
    work.nodes.leave(node_id)


@writes()
def tidy_nodes(work: NodeWork) -> int:
    """Strike out processes that were not heard of for a day; return how many."""
    return work.nodes.tidy(work.now - KEPT)


@reads
def nodes(work: NodeWork) -> tuple[tuple[Node, bool], ...]:
    """Return the processes, the last heard first, and whether each still lives.

    Refuses:
        forbidden: the actor may not read how the installation runs.
    """
    authorize(work, "jobs.read")
    found = work.nodes.since(work.now - KEPT, MOST)
    return tuple((node, work.now - node.seen_at <= GONE) for node in found)
