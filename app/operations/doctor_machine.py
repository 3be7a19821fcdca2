"""What the machine itself is asked: files, address, disk, clock, backups."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from app.operations.backup.make import SUFFIX
from app.operations.backup.rehearse import last_told
from app.operations.findings import Finding, know, mend, note, well
from app.runtime.words import later
from app.setting_values import is_loopback
from app.settings import Settings
from app.wiring import House
from domain.kernel.clock import SystemClock
from domain.kernel.errors import Reason, because
from persistence.health import database_time

OTHERS: Final = 0o077
DRIFT: Final = timedelta(seconds=5)
"""Two clocks that differ by more make tokens that are not valid yet on the other machine."""

GIGABYTE: Final = 1_000_000_000
LITTLE: Final = 1 * GIGABYTE
SCARCE: Final = 5 * GIGABYTE
OLD_BACKUP: Final = timedelta(days=2)
BACKUPS: Final = "backups"
"""Folder of backups in the data folder."""

DATA_FOLDER: Final = later("data folder")
MASTER_KEY_FILE: Final = later("master key file")
DATABASE_FILE: Final = later("database file")
ADDRESS: Final = later("address")
DISK: Final = later("disk")
CLOCK: Final = later("clock")
BACKUP: Final = later("backup")
REHEARSED: Final = later("rehearsal of a backup")


def files(settings: Settings) -> Iterator[Finding]:
    """Look who may read what is ours."""
    own = {DATA_FOLDER: settings.data_dir, MASTER_KEY_FILE: settings.master_key_file}
    if settings.sqlite_file is not None:
        own[DATABASE_FILE] = settings.sqlite_file
    for topic, path in own.items():
        if path.exists() and os.name == "posix":
            yield _private(topic, path)


def _private(topic: str, path: Path) -> Finding:
    if stat.S_IMODE(path.stat().st_mode) & OTHERS:
        mode = "700" if path.is_dir() else "600"
        return mend(topic, later("Others may read {path}."), f"chmod {mode} {path}", path=str(path))
    return well(topic, later("Only its owner may read {path}."), path=str(path))


def address(settings: Settings) -> Finding:
    """Look how people reach us."""
    if settings.encrypted:
        return well(ADDRESS, later("People reach it by {url}."), url=settings.base_url)
    if is_loopback(urlsplit(settings.base_url).hostname or ""):
        return note(
            ADDRESS,
            later(
                "{url} is not encrypted, which is fine on this machine alone: cookies are not "
                "Secure there and have no __Host- prefix."
            ),
            url=settings.base_url,
        )
    return mend(
        ADDRESS,
        later("{url} is not encrypted: put TLS in front and set base_url to https."),
        url=settings.base_url,
    )


def disk(settings: Settings) -> Finding:
    """Look how much room is left where the data lies: a SQLite file may lie elsewhere."""
    place = settings.sqlite_file or settings.data_dir
    folder = next(path for path in (place, *place.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    said = _tenths(free / GIGABYTE)
    if free < LITTLE:
        return mend(DISK, later("Only {free} GB are left: make room."), free=said)
    if free < SCARCE:
        return know(DISK, later("{free} GB are left: make room before long."), free=said)
    return well(DISK, later("{free} GB are left where the data lies."), free=said)


def _tenths(number: float) -> Reason:
    """Write a number of zero or more to its tenths, by the mark of the reader's language."""
    whole, tenth = f"{number:.1f}".split(".")
    return because("{whole}.{tenth}", whole=whole, tenth=tenth)


def backups(settings: Settings) -> Finding:
    """Look when the last backup was made into the folder for them."""
    folder = settings.backup_dir or settings.data_dir / BACKUPS
    made = [path.stat().st_mtime for path in folder.glob(f"*{SUFFIX}") if path.is_file()]
    if not made:
        said = later("There is no backup in {folder} yet.")
        return know(BACKUP, said, "byleave backup FILE", folder=str(folder))
    last = datetime.fromtimestamp(max(made), UTC)
    age = SystemClock().now() - last  # files carry the machine's time, whatever a test's clock says
    said = f"{last:%Y-%m-%d %H:%M} UTC"
    if age > OLD_BACKUP:
        return know(BACKUP, later("The last one is of {day}."), "byleave backup FILE", day=said)
    return well(BACKUP, later("The last one is of {day}."), day=said)


def rehearsals(settings: Settings) -> Iterator[Finding]:
    """Look whether the last nightly backup was proved to start; silent where none are made."""
    if settings.backup_dir is None:
        return
    last = last_told(settings.backup_dir)
    if last is None:
        yield know(REHEARSED, later("No backup was rehearsed yet."), "byleave rehearse")
        return
    at, holds = last
    said = f"{at:%Y-%m-%d %H:%M} UTC"
    if not holds:
        way = "byleave rehearse"
        yield mend(REHEARSED, later("The backup of {day} does not start."), way, day=said)
    elif SystemClock().now() - at > OLD_BACKUP:
        yield know(REHEARSED, later("The last was on {day}."), "byleave rehearse", day=said)
    else:
        yield well(REHEARSED, later("The last was on {day}, and its backup started."), day=said)


def clock(house: House) -> Finding:
    """Compare this machine's clock with the database's."""
    before = house.clock.now()
    there = database_time(house.database)
    if there is None:
        return well(CLOCK, later("The database is on this machine: there is one clock."))
    drift = abs(there - before - (house.clock.now() - before) / 2)
    seconds = _tenths(drift.total_seconds())
    if drift > DRIFT:
        return mend(
            CLOCK,
            later("It differs from the database's by {seconds} s: let both keep time by NTP."),
            seconds=seconds,
        )
    return well(CLOCK, later("It agrees with the database's within {seconds} s."), seconds=seconds)
