"""Backups as an operator begins them and takes them away; the machine makes and keeps the files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.kernel.authorize import authorize
from domain.kernel.errors import Refusal
from domain.kernel.fresh import ensure_fresh
from domain.kernel.run_book import JobRun
from domain.kernel.work import writes
from domain.operators.events import BackupTaken
from domain.operators.job_events import JobStarted
from domain.operators.jobs import JobStanding, RunBookWork
from domain.operators.nodes import GONE
from domain.operators.refusals import BACKUP_NOWHERE, BACKUP_RUNS
from domain.operators.staff import staff

BACK_UP: Final = "backup"
"""The job that makes one, by its word in the run book."""


@dataclass(frozen=True, slots=True)
class BeginBackup:
    """A backup is wanted now.

    Args:
        run: of the job `backup`; its slot is this minute.
        folder: whether the installation has a folder for backups.
    """

    run: JobRun
    folder: bool


@writes()
def begin_backup(work: RunBookWork, request: BeginBackup) -> None:
    """Enter a backup that begins now, beside the nightly one.

    Refuses:
        forbidden: the actor may not steer jobs.
        backup_nowhere: the installation has no folder for backups.
        backup_runs: one is under way, or was begun in this very minute.
        not_installed: there is no tenant of the operators yet.

    Tells:
        JobStarted: the job `backup`.
    """
    authorize(work, "jobs.change")
    if not request.folder:
        raise Refusal(BACKUP_NOWHERE)
    desk = staff(work)
    newest = next(iter(work.run_book.last(BACK_UP, 1)), None)
    if _still_runs(newest, work.now) is not None or not work.run_book.claim(request.run):
        raise Refusal(BACKUP_RUNS)
    desk.tell(JobStarted(job=request.run.job))


@writes(durable=True)
def take_backup(work: RunBookWork, file: str) -> None:
    """Write down that an operator takes a backup away: it holds everything, if sealed.

    Args:
        file: its name, which the machine has looked up.

    Refuses:
        forbidden: the actor may not steer jobs.
        fresh_proof_needed: the operator's last proof is too old.
        not_installed: there is no tenant of the operators yet.

    Tells:
        BackupTaken: always.
    """
    authorize(work, "jobs.change")
    ensure_fresh(work)
    staff(work).tell(BackupTaken(file=file))


def under_way(seen: JobStanding) -> JobRun | None:
    """Return the backup that is being made, if one is."""
    return _still_runs(seen.last, seen.at)


def _still_runs(run: JobRun | None, now: datetime) -> JobRun | None:
    """Return the run unless it ended, or its process was not heard of for too long."""
    if run is None or run.finished_at is not None:
        return None
    return run if now - (run.heard_at or run.started_at) < GONE else None
