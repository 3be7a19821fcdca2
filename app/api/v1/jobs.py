"""Jobs: how each stands, its runs, run it now, pause it."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import Field

from app.api.v1.problems import CHANGES
from app.api.v1.rooms import ROOT, Called, room
from app.api.v1.values import Answer, Duration, Listed
from app.operations.jobs import JOBS, Job
from app.operations.runs import job_named, run_by_hand, why_skipped
from domain.kernel.run_book import JobRun
from domain.operators.jobs import JobStanding, last_runs, pause, resume, standing

router = room(f"{ROOT}/jobs", "Jobs")


class RunTold(Answer):
    """One run of a job."""

    job: str
    slot: datetime
    who: str = Field(description="The process that ran it.")
    started_at: datetime
    finished_at: datetime | None
    rows: int | None = Field(description="How many it worked on; null while it runs, and skipped.")
    error: str = Field(description="Name of the fault; empty where there was none.")
    skipped: str = Field(
        description="Why nothing was done, and how it would be; empty where it was, or runs."
    )


class JobTold(Answer):
    """A job as it stands."""

    job: str
    period: Duration
    late: bool
    paused_at: datetime | None
    paused_by: str | None
    next_at: datetime | None = Field(description="Null while it is paused.")
    last: RunTold | None


@router.get("")
async def list_jobs(caller: Called) -> Listed[JobTold]:
    """List the jobs, each with its newest run."""
    booked = {job.name: job for job in JOBS if job.booked}
    found = await caller.above(standing, tuple(booked))
    return Listed(items=[_told(booked[each.job], each) for each in found])


@router.get("/{job}/runs")
async def list_runs(caller: Called, job: str) -> Listed[RunTold]:
    """List the newest runs of a job."""
    runs = await caller.above(last_runs, (job_named(job).name,))
    return Listed(items=[run_told(run) for run in runs])


@router.post("/{job}/run", responses=CHANGES)
async def run_job(caller: Called, job: str) -> RunTold:
    """Run a job now and wait for its end; a paused one too."""
    done: JobRun = await caller.at_length(
        run_by_hand,
        job_named(job),
        call=caller.door.call,
        clock=caller.door.clock,
        base_url=caller.door.base_url,
        actor=caller.actor,
    )
    return run_told(done)


@router.post("/{job}/pause", responses=CHANGES)
async def pause_job(caller: Called, job: str) -> JobTold:
    """Hold a job: it runs on no process until it is resumed."""
    found = job_named(job)
    await caller.above(pause, found.name)
    return await _shown(caller, found)


@router.post("/{job}/resume", responses=CHANGES)
async def resume_job(caller: Called, job: str) -> JobTold:
    """Let a paused job run again; its next slot does everything that is due."""
    found = job_named(job)
    await caller.above(resume, found.name)
    return await _shown(caller, found)


async def _shown(caller: Called, job: Job) -> JobTold:
    (seen,) = await caller.above(standing, (job.name,))
    return _told(job, seen)


def _told(job: Job, seen: JobStanding) -> JobTold:
    period: timedelta = job.period
    return JobTold(
        job=job.name,
        period=period,
        late=seen.late(period),
        paused_at=seen.hold.at if seen.hold else None,
        paused_by=seen.hold.by if seen.hold else None,
        next_at=seen.next_slot(period),
        last=run_told(seen.last) if seen.last else None,
    )


def run_told(run: JobRun) -> RunTold:
    """Return a run as it is answered."""
    told = {name: getattr(run, name) for name in RunTold.model_fields}
    return RunTold(**{**told, "skipped": why_skipped(run)})
