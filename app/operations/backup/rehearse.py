"""Prove that a backup starts: put it back in a place of its own, look it over, throw it away."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from app.operations.backup.make import SUFFIX, back_up
from app.operations.backup.restore import Restored, restore
from app.operations.inside import inside
from app.operations.log_check import verify_log
from app.settings import Settings
from app.wiring import open_house
from domain.audit.verify import Verdict
from domain.kernel.clock import Clock
from domain.kernel.work import system
from domain.tenants.listing import all_tenants
from domain.tenants.records import Tenant
from persistence.backup.content import runs, sound
from persistence.faults import Unfit
from persistence.scratch import REHEARSAL as SCRATCH
from persistence.scratch import left_behind, throw_away

REHEARSAL: Final = system("rehearsal")
TOLD: Final = "last-rehearsal.json"
"""What came of the last rehearsal, beside the backups."""
_PREFIX: Final = "byleave-"
_PLACE: Final = "rehearsal-"
_PLACES: Final[set[Path]] = set()
"""Of this process, while they are looked over."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A backup that was put back for a proof.

    Args:
        file: its name.
        at: when, in ISO form.
        made_at: the moment it shows, in ISO form.
        rows: how many came back.
        leaves: records of the trails and ledgers whose hashes were made again.
        faults: what does not hold, in a few words each; empty means that it starts.
    """

    file: str
    at: str
    made_at: str
    rows: int
    leaves: int
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether it starts and is whole."""
        return not self.faults


class RehearsalFailed(Exception):
    """A backup was made, and it does not start or is not whole."""


def rehearse(settings: Settings, file: Path, clock: Clock) -> Rehearsed:
    """Put a backup back in a place of its own and look it over; the place is gone afterwards.

    Args:
        settings: of the installation; its data is not touched.
        file: a backup of it.
        clock: real time.

    Raises:
        Unfit: there is no place for it, or no backup.
    """
    with _place(settings) as there:
        try:
            done = restore(there, file, clock)
        except Unfit as unfit:
            return Rehearsed(file.name, clock.now().isoformat(), "", 0, 0, (str(unfit),))
        leaves, faults = _look(there, done, clock)
    rows = sum(done.rows.values())
    return Rehearsed(
        file.name, clock.now().isoformat(), done.head.made_at, rows, leaves, tuple(faults)
    )


def nightly(settings: Settings, clock: Clock) -> int:
    """Make a backup in the folder for them, rehearse it, tell it there, and keep the newest.

    Returns:
        How many rows came back.

    Raises:
        RehearsalFailed: it does not start; the earlier ones stay.
    """
    folder = settings.backup_dir
    if folder is None:
        return 0
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = clock.now()
    file = folder / f"{_PREFIX}{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}{SUFFIX}"
    back_up(settings, file, now)
    done = rehearse(settings, file, clock)
    tell(folder, done)
    if not done.holds:
        raise RehearsalFailed(done.faults[0])
    for old in backups_in(folder)[settings.backup_keep :]:
        old.unlink(missing_ok=True)
    return done.rows


def backups_in(folder: Path) -> list[Path]:
    """Return the backups that lie in a folder, newest first by name; no link to another file."""
    found = (file for file in folder.glob(f"{_PREFIX}*{SUFFIX}") if not file.is_symlink())
    return sorted((file for file in found if file.is_file()), reverse=True)


def tell(folder: Path, done: Rehearsed) -> None:
    """Write down what came of a rehearsal, in one step."""
    part = folder / f"{TOLD}.part"
    part.write_text(json.dumps(told(done), indent=2) + "\n", "utf-8")
    part.replace(folder / TOLD)


def told(done: Rehearsed) -> dict[str, Any]:
    """Return what came of it as JSON."""
    return {**asdict(done), "faults": list(done.faults), "holds": done.holds}


def last_told(folder: Path) -> tuple[datetime, bool] | None:
    """Return when the last rehearsal was, and whether its backup started; None without one."""
    try:
        found = json.loads((folder / TOLD).read_text("utf-8"))
        return datetime.fromisoformat(found["at"]), bool(found["holds"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _look(there: Settings, done: Restored, clock: Clock) -> tuple[int, list[str]]:
    """Open the house as it would serve, and make every hash of its trails again."""
    faults, leaves = [], 0
    if there.sqlite_file is not None and not sound(there.sqlite_file):
        faults.append("SQLite finds fault with the file.")
    if not done.rows.get("tenant"):
        faults.append("There is no tenant in it.")
    house = open_house(there, clock)
    try:
        tenants: tuple[Tenant, ...] = house.call.now(all_tenants, tenant=None, actor=REHEARSAL)
        for tenant in tenants:
            look: Any = inside(tenant.id, verify_log)
            verdict: Verdict = house.call.now(
                look, tenant=None, actor=REHEARSAL, signer=house.signer
            )
            leaves += verdict.leaves + verdict.pending
            faults += [f"{tenant.slug}: {each.fault.value}" for each in verdict.findings[:1]]
    finally:
        house.close()
    return leaves, faults


@contextmanager
def _place(settings: Settings) -> Iterator[Settings]:
    """Yield settings of an empty place; it is gone at the end."""
    if settings.embedded:
        for left in _left_places(settings.data_dir):
            shutil.rmtree(left, ignore_errors=True)
        prefix = f"{_PLACE}{os.getpid()}-"
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=settings.data_dir))
        _PLACES.add(folder)
        try:
            yield replace(settings, database_url=f"sqlite:///{folder / 'byleave.db'}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            _PLACES.discard(folder)
        return
    with throw_away(settings.database_url, SCRATCH) as address:
        yield replace(settings, database_url=address)


def left_over(settings: Settings) -> tuple[str, ...]:
    """Return what rehearsals that were killed left, which is the whole database as it was.

    On Postgres privacy audits leave theirs there too; the next of either clears it all.

    Raises:
        Unfit: the database does not answer.
    """
    if settings.embedded:
        return tuple(str(left) for left in _left_places(settings.data_dir))
    return left_behind(settings.database_url)


def _left_places(data_dir: Path) -> Iterator[Path]:
    for left in data_dir.glob(f"{_PLACE}*-*"):
        number = left.name.removeprefix(_PLACE).partition("-")[0]
        if not number.isdigit() or left in _PLACES:
            continue
        if int(number) == os.getpid() or not runs(int(number)):
            yield left
