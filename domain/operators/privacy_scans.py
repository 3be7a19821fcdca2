"""Privacy audits as records, and what keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from domain.operators.nodes import GONE
from domain.operators.store import OperatorWork

PREFIX: Final = "pry"
"""Of the id of an audit."""


@dataclass(frozen=True, slots=True)
class PrivacyScan:
    """One privacy audit.

    Args:
        by: shown id of the operator who wanted it; `system:cli` from the machine itself.
        mode: `throw-away` or `live`.
        step: what is being done; the last step once it ended.
        finished_at: when it ended; None while it runs.
        holds: whether nothing was found; None while it runs and when it could not be made.
        error: why it could not be made, or empty.
        report: what it looked at and found; None without one.
        jws: the signature over the report; empty without one.
        heard_at: when its process last said that it is at it; None before it first did.
    """

    id: bytes
    started_at: datetime
    by: str
    mode: str
    step: str
    finished_at: datetime | None = None
    holds: bool | None = None
    error: str = ""
    report: Mapping[str, Any] | None = None
    jws: str = ""
    heard_at: datetime | None = None

    def runs(self, now: datetime) -> bool:
        """Tell whether it is under way: it has not ended, and its process was heard of of late."""
        return self.finished_at is None and now - (self.heard_at or self.started_at) < GONE


class PrivacyScans(Protocol):
    """The audits of this installation."""

    def take_turn(self) -> bool:
        """Be the only one who begins one until this work ends; False when somebody else is."""
        ...

    def add(self, scan: PrivacyScan) -> None:
        """Keep one that begins. Change."""
        ...

    def walk(self, scan_id: bytes, step: str) -> None:
        """Write what is being done. Change."""
        ...

    def hear(self, scan_id: bytes, at: datetime) -> None:
        """Write `heard_at` of one that has not ended. Change."""
        ...

    def finish(self, scan: PrivacyScan) -> None:
        """Write its end. Change."""
        ...

    def get(self, scan_id: bytes) -> PrivacyScan | None:
        """Return one, or None."""
        ...

    def last(self, limit: int) -> tuple[PrivacyScan, ...]:
        """Return the newest first."""
        ...

    def tidy(self, keep: int) -> int:
        """Delete all but the newest; return how many. Change."""
        ...


class PrivacyWork(OperatorWork, Protocol):
    """The installation's work with its privacy audits."""

    @property
    def privacy_scans(self) -> PrivacyScans:
        """The audits."""
        ...
