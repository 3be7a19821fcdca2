"""What this room tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitReached(Event):
    """There were too many failures; further tries wait.

    Args:
        level: `source`, `subject` or `tenant`; never which one.
        seconds: how long it closes; for a tenant: how long the stricter numbers hold.
    """

    name: ClassVar[str] = "limit.reached"
    prefix: ClassVar[str] = "lim"
    result: ClassVar[str] = "refused"

    level: str
    seconds: int
