"""Processes that serve an installation, and when they were last heard of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Node:
    """One process.

    Args:
        id: host, process id and a few random letters.
        planes: what it answers, words with single spaces between.
        version: of Byleave.
        seen_at: its last sign of life.
    """

    id: str
    host: str
    planes: str
    version: str
    started_at: datetime
    seen_at: datetime


class Nodes(Protocol):
    """The processes of the installation."""

    def beat(self, node: Node) -> None:
        """Enter a process, or note that it lives. Change."""
        ...

    def since(self, moment: datetime, limit: int) -> tuple[Node, ...]:
        """Return those heard of after a moment, the last heard first."""
        ...

    def leave(self, node_id: str) -> None:
        """Strike a process out that ends. Change."""
        ...

    def tidy(self, before: datetime) -> int:
        """Strike out those not heard of since a moment; return how many. Change."""
        ...
