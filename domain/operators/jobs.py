"""The jobs as an operator sees and steers them: who runs a slot, what came of it, who holds it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from domain.kernel.authorize import authorize
from domain.kernel.run_book import Hold, JobRun, RunBook
from domain.kernel.work import reads, writes
from domain.operators.job_events import JobPaused, JobResumed, JobStarted
from domain.operators.staff import staff
from domain.operators.store import OperatorWork

MOST_RUNS: Final = 30
"""Runs of one job that are shown."""

LATE: Final = 3
"""Periods after which a job that did not run is late."""

SLACK: Final = timedelta(minutes=1)
"""A server that has just started is not late."""


class RunBookWork(OperatorWork, Protocol):
    """The installation's work with its run book."""

    @property
    def run_book(self) -> RunBook:
        """The ledger of jobs."""
        ...


@dataclass(frozen=True, slots=True)
class JobStanding:
    """One job and what the run book says of it.

    Args:
        runs: its newest runs first; empty when it never ran.
        hold: who holds it, or None.
        at: the moment of this reading, by the machine's clock.
    """

    job: str
    runs: tuple[JobRun, ...]
    hold: Hold | None
    at: datetime

    @property
    def last(self) -> JobRun | None:
        """Its newest run, or None."""
        return self.runs[0] if self.runs else None

    def late(self, period: timedelta) -> bool:
        """Tell whether it should have run by now; a held job is not late."""
        if self.hold is not None or self.last is None:
            return False
        return self.at - self.last.slot > period * LATE + SLACK

    def next_slot(self, period: timedelta) -> datetime | None:
        """Return when it is due next; None while it is held."""
        if self.hold is not None:
            return None
        since = self.at.timestamp() % period.total_seconds()
        return self.at - timedelta(seconds=since) + period


@reads
def standing(work: RunBookWork, jobs: tuple[str, ...]) -> tuple[JobStanding, ...]:
    """Return each job with its newest runs, in the order they were named.

    Refuses:
        forbidden: the actor may not read the run book.
    """
    authorize(work, "jobs.read")
    book = work.run_book
    return tuple(
        JobStanding(job, book.last(job, MOST_RUNS), book.held(job), work.now) for job in jobs
    )


@reads
def last_runs(work: RunBookWork, jobs: tuple[str, ...]) -> tuple[JobRun, ...]:
    """Return the newest runs of each job, jobs in the order they were named.

    Refuses:
        forbidden: the actor may not read the run book.
    """
    authorize(work, "jobs.read")
    return tuple(run for job in jobs for run in work.run_book.last(job, MOST_RUNS))


@writes()
def pause(work: RunBookWork, job: str) -> Hold:
    """Hold a job: no replica claims a slot of it from the next one on.

    Args:
        job: the name of one that is booked.

    Returns:
        Who holds it; somebody who did before stays.

    Refuses:
        forbidden: the actor may not steer jobs.
        not_installed: there is no tenant of the operators yet.

    Tells:
        JobPaused: unless it was held.
    """
    authorize(work, "jobs.change")
    desk = staff(work)
    hold = Hold(job, work.now, work.actor.name)
    if work.run_book.hold(hold):
        desk.tell(JobPaused(job=job))
        return hold
    return work.run_book.held(job) or hold


@writes()
def resume(work: RunBookWork, job: str) -> bool:
    """Let a held job run again; what it missed is done by its next slot.

    Returns:
        Whether it was held.

    Refuses:
        forbidden: the actor may not steer jobs.
        not_installed: there is no tenant of the operators yet.

    Tells:
        JobResumed: when it was held.
    """
    authorize(work, "jobs.change")
    desk = staff(work)
    if not work.run_book.let_go(job):
        return False
    desk.tell(JobResumed(job=job))
    return True


@writes()
def begin_by_hand(work: RunBookWork, run: JobRun) -> bool:
    """Enter a run that an operator wants now, beside the job's slots; a held job too.

    Args:
        run: its slot is this very moment.

    Returns:
        False when somebody else began it in this moment.

    Refuses:
        forbidden: the actor may not steer jobs.
        not_installed: there is no tenant of the operators yet.

    Tells:
        JobStarted.
    """
    authorize(work, "jobs.change")
    desk = staff(work)
    if not work.run_book.claim(run):
        return False
    desk.tell(JobStarted(job=run.job))
    return True


@writes()
def claim(work: RunBookWork, run: JobRun) -> bool:
    """Enter a run; False when the slot is another's, or somebody holds the job."""
    return work.run_book.held(run.job) is None and work.run_book.claim(run)


@writes()
def hear(work: RunBookWork, run: JobRun) -> None:
    """Note that the process of a run is at it still; whoever was killed is heard of no more."""
    work.run_book.hear(replace(run, heard_at=work.now))


@writes()
def finish(work: RunBookWork, run: JobRun) -> None:
    """Write a run's end."""
    work.run_book.finish(run)
