"""The run book of the jobs."""

from __future__ import annotations

from datetime import datetime

from app.api.v1.rooms import ROOT, Called, room
from app.api.v1.values import Answer, Listed
from domain.operators.jobs import last_runs

router = room(f"{ROOT}/jobs", "Jobs")


class RunTold(Answer):
    """One run of a job."""

    job: str
    slot: datetime
    who: str
    started_at: datetime
    finished_at: datetime | None
    rows: int | None
    error: str


@router.get("")
async def list_jobs(caller: Called) -> Listed[RunTold]:
    """List the newest runs of each job."""
    runs = await caller.above(last_runs, caller.door.jobs)
    told = [RunTold(**{n: getattr(run, n) for n in RunTold.model_fields}) for run in runs]
    return Listed(items=told)
