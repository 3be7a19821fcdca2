"""What is told of the trail itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailCut(Event):
    """Old lines of the trail were erased by retention.

    The line is what later tells an erased body from one that somebody took away.

    Args:
        until: lines older than this moment were erased, RFC 3339.
        rows: how many.
    """

    name: ClassVar[str] = "audit.cut"
    prefix: ClassVar[str] = ""

    until: str
    rows: int
