"""What lies in the folder for backups, and what came of the last rehearsal there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from app.operations.backup.rehearse import TOLD, Rehearsed, backups_in
from app.operations.backup.restore import head_of
from app.settings import Settings
from domain.kernel.errors import not_found
from persistence.faults import Unfit

MOST_SHOWN: Final = 200
WHAT: Final = "backup"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that lies there.

    Args:
        file: its name.
        size: bytes.
        made_at: the moment it shows; None when its head cannot be read.
        version: of the program that made it; empty then.
        engine: sqlite or postgres; empty then.
        key: id of the master key that opens it; empty then.
    """

    file: str
    size: int
    made_at: datetime | None = None
    version: str = ""
    engine: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder for backups.

    Args:
        folder: whether the installation has one.
        keep: how many of the nightly ones stay.
        kept: newest first, at most 200.
        rehearsed: the last rehearsal, or None.
    """

    folder: bool
    keep: int
    kept: tuple[Kept, ...] = ()
    rehearsed: Rehearsed | None = None


def shelf(settings: Settings) -> Shelf:
    """Return what lies there; it reads files, so never on an event loop."""
    folder = settings.backup_dir
    if folder is None:
        return Shelf(folder=False, keep=settings.backup_keep)
    kept = tuple(_kept(file) for file in backups_in(folder)[:MOST_SHOWN])
    return Shelf(folder=True, keep=settings.backup_keep, kept=kept, rehearsed=_rehearsed(folder))


def file_of(settings: Settings, name: str) -> Path:
    """Return the file of a backup that lies there.

    Args:
        name: whatever somebody sent; only a name that is there leads to a file.

    Refuses:
        not_found: there is none.
    """
    lying = backups_in(settings.backup_dir) if settings.backup_dir is not None else []
    for file in lying:
        if file.name == name:
            return file
    raise not_found(WHAT)


def _kept(file: Path) -> Kept:
    try:
        size, head = file.stat().st_size, head_of(file)
        made_at = datetime.fromisoformat(head.made_at)
    except (OSError, Unfit, ValueError):
        return Kept(file.name, 0)
    return Kept(file.name, size, made_at, head.version, head.engine, head.key)


def _rehearsed(folder: Path) -> Rehearsed | None:
    try:
        found = json.loads((folder / TOLD).read_text("utf-8"))
        del found["holds"]
        datetime.fromisoformat(found["at"])
        return Rehearsed(**{**found, "faults": tuple(found["faults"])})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
