"""The run book: which job ran when, where and with what result.

Its row is what lets exactly one replica run each slot.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a job.

    Args:
        job: the job's name.
        slot: the moment it was due, cut to its period.
        who: name of the process that ran it.
        rows: how many rows it worked on; None while it runs, and where it was skipped.
        error: name of the fault, or empty.
        heard_at: when its process last said that it is at it; None before it first did.
    """

    job: str
    slot: datetime
    who: str
    started_at: datetime
    finished_at: datetime | None = None
    rows: int | None = None
    error: str = ""
    heard_at: datetime | None = None

    @property
    def skipped(self) -> bool:
        """Tell whether it ended without doing anything, for want of what the job works with."""
        return self.finished_at is not None and self.rows is None and not self.error


@dataclass(frozen=True, slots=True)
class Hold:
    """A job that an operator holds: it runs nowhere until it is let go.

    Args:
        by: opaque name of the operator.
    """

    job: str
    at: datetime
    by: str


class RunBook(Protocol):
    """The ledger of runs of the installation."""

    def claim(self, run: JobRun) -> bool:
        """Enter a run; False when this slot has one already. Change."""
        ...

    def finish(self, run: JobRun) -> None:
        """Write end, rows and error. Change."""
        ...

    def hear(self, run: JobRun) -> None:
        """Write `heard_at` of a run that has not ended. Change."""
        ...

    def last(self, job: str, limit: int) -> tuple[JobRun, ...]:
        """Return the newest runs of a job first."""
        ...

    def tidy(self, before: datetime, limit: int) -> int:
        """Delete runs older than a moment. Change."""
        ...

    def hold(self, hold: Hold) -> bool:
        """Hold a job; False when it is held already. Change."""
        ...

    def let_go(self, job: str) -> bool:
        """Let a held job run again; False when it was not held. Change."""
        ...

    def held(self, job: str) -> Hold | None:
        """Return who holds a job, or None."""
        ...
