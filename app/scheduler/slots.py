"""Run a job's present slot, if no other replica has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from app.operations.jobs import Job
from app.operations.runs import heard_of, outcome
from app.runtime.call import Call
from domain.kernel.clock import Clock
from domain.kernel.run_book import JobRun
from domain.kernel.work import system
from domain.operators.jobs import claim, finish

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def slot_of(now: datetime, period: timedelta) -> datetime:
    """Return the moment a slot was due: now, cut to a whole multiple of the period since 1970."""
    return now - (now - EPOCH) % period


def run_slot(job: Job, *, call: Call, clock: Clock, base_url: str, who: str) -> JobRun | None:
    """Run the slot that is due now.

    A replica that dies within its slot leaves a run without an end; the next slot does its work.

    Args:
        clock: real time; no tenant's moved clock reaches the run book.
        who: name of this process.

    Returns:
        The finished run; None when the slot is another's, the job is held, or it is not booked.
    """
    if not job.booked:
        outcome(job, call, base_url)
        return None
    now = clock.now()
    run = JobRun(job.name, slot_of(now, job.period), who, now)
    actor = system(f"job:{job.name}")
    if not call.now(claim, run, tenant=None, actor=actor):
        return None
    with heard_of(run, call):
        rows, error = outcome(job, call, base_url)
    done = replace(run, finished_at=clock.now(), rows=rows, error=error)
    call.now(finish, done, tenant=None, actor=actor)
    return done
