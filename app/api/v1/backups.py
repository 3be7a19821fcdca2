"""Backups: what lies in the folder for them, make one now, how far that is."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from app.api.v1.jobs import RunTold, run_told
from app.api.v1.problems import CHANGES
from app.api.v1.rooms import ROOT, Called, room
from app.api.v1.values import Answer, Listed
from app.operations.backup.by_hand import ByHand, in_a_thread
from app.operations.backup.shelf import Kept, Shelf, shelf
from domain.kernel.run_book import JobRun
from domain.operators.backups import BACK_UP, under_way
from domain.operators.jobs import JobStanding, standing

router = room(f"{ROOT}/backups", "Backups")


class BackupTold(Answer):
    """A backup in the folder for them."""

    file: str
    bytes: int
    made_at: datetime | None = Field(
        description="The moment it shows; null when its head cannot be read."
    )
    version: str = Field(description="Of the program that made it.")
    engine: str
    master_key: str = Field(description="Id of the key that opens it; the key is not in it.")


class RehearsalTold(Answer):
    """A backup that was put back for a proof."""

    file: str
    at: datetime
    holds: bool = Field(description="Whether it starts and is whole.")
    rows: int
    leaves: int = Field(description="Records of trails and ledgers whose hashes were made again.")
    faults: list[str]


class BackupsStandTold(Answer):
    """How backups stand."""

    folder: bool = Field(description="Whether `backup_dir` names a folder for them.")
    keep: int = Field(description="How many of the nightly ones stay.")
    running: bool
    last_run: RunTold | None
    last_rehearsal: RehearsalTold | None


@router.get("")
async def list_backups(caller: Called) -> Listed[BackupTold]:
    """List the backups in the folder for them, newest first; none where there is no folder."""
    await caller.above(standing, (BACK_UP,))  # the same permission, asked before anything is read
    found: Shelf = await caller.at_length(shelf, caller.door.settings)
    return Listed(items=[_told(each) for each in found.kept])


@router.post("", status_code=202, responses=CHANGES)
async def start_backup(caller: Called) -> RunTold:
    """Make a backup now and rehearse it; it goes on beside the server, and its run says the end."""
    door = caller.door
    begin = ByHand(door.call, door.clock, door.settings, in_a_thread)
    run: JobRun = await caller.at_length(begin.start, caller.actor)
    return run_told(run)


@router.get("/status")
async def show_backup_status(caller: Called) -> BackupsStandTold:
    """Show whether a backup is being made, how the last run ended, and the last rehearsal."""
    seen: JobStanding
    (seen,) = await caller.above(standing, (BACK_UP,))
    found: Shelf = await caller.at_length(shelf, caller.door.settings)
    return BackupsStandTold(
        folder=found.folder,
        keep=found.keep,
        running=under_way(seen) is not None,
        last_run=run_told(seen.last) if seen.last else None,
        last_rehearsal=_rehearsal(found),
    )


def _told(kept: Kept) -> BackupTold:
    return BackupTold(
        file=kept.file,
        bytes=kept.size,
        made_at=kept.made_at,
        version=kept.version,
        engine=kept.engine,
        master_key=kept.key,
    )


def _rehearsal(found: Shelf) -> RehearsalTold | None:
    done = found.rehearsed
    if done is None:
        return None
    return RehearsalTold(
        file=done.file,
        at=datetime.fromisoformat(done.at),
        holds=done.holds,
        rows=done.rows,
        leaves=done.leaves,
        faults=list(done.faults),
    )
