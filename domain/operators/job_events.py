"""What is told of jobs, in the trail of the tenant `byleave`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEvent(Event):
    """Something was done to a job.

    Args:
        job: its word in the run book.
    """

    job: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPaused(JobEvent):
    """A job was held: it runs nowhere until it is let go."""

    name: ClassVar[str] = "job.paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobResumed(JobEvent):
    """A held job was let go."""

    name: ClassVar[str] = "job.resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStarted(JobEvent):
    """Somebody let a job run now, beside its slots."""

    name: ClassVar[str] = "job.started"
