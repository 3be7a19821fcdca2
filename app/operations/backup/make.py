"""Make a backup while the installation serves."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from app.settings import Settings
from persistence.backup.chunks import Head, Sealing, new_salt
from persistence.backup.content import pour_postgres, pour_sqlite
from persistence.engine import open_database
from persistence.faults import Unfit
from persistence.master_key import unlock
from persistence.migrations import State, schema_state
from persistence.migrations.history import head as newest
from persistence.sealing import KeyRing

SUFFIX: Final = ".byleave"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made.

    Args:
        file: where.
        size: bytes.
        sha256: of the file, hexadecimal: to see that a copy of it is whole.
        head: what it says of itself.
    """

    file: Path
    size: int
    sha256: str
    head: Head


def back_up(settings: Settings, file: Path, now: datetime) -> Made:
    """Make a backup of one moment in a new file, readable by its owner alone.

    Args:
        settings: of an installation; it may serve meanwhile.
        file: where; nothing lies there yet.
        now: written into the head.

    Raises:
        Unfit: there is a file, no installation, or not its key.
    """
    if file.exists():
        raise Unfit(f"There is a file at {file} already: name a new one.")
    if not file.parent.is_dir():
        raise Unfit(f"There is no folder {file.parent}: make it first.")
    ring = _ring(settings)
    head = Head(
        engine="sqlite" if settings.embedded else "postgres",
        revision=newest(),
        made_at=now.isoformat(),
        version=version("byleave"),
        key=ring.key_id,
        salt=new_salt(),
    )
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        _write(settings, part, head, ring)
        part.rename(file)
        _keep_folder(file.parent)
    except OSError as fault:
        raise Unfit(f"The backup cannot be written to {file}: {fault.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
    return Made(file, file.stat().st_size, checksum(file), head)


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    found = hashlib.sha256()
    with file.open("rb") as source:
        while block := source.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def told(made: Made) -> dict[str, Any]:
    """Return what was made as JSON."""
    return {
        "file": str(made.file),
        "bytes": made.size,
        "sha256": made.sha256,
        "engine": made.head.engine,
        "revision": made.head.revision,
        "made_at": made.head.made_at,
        "master_key": made.head.key,
    }


def _write(settings: Settings, part: Path, head: Head, ring: KeyRing) -> None:
    handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as target:
        sealing = Sealing(target, head, ring.current)
        if settings.sqlite_file is not None:
            pour_sqlite(settings.sqlite_file, sealing.write)
        else:
            pour_postgres(settings.database_url, sealing.write)
        sealing.finish()
        target.flush()
        os.fsync(target.fileno())


def _keep_folder(folder: Path) -> None:
    """See that the new name survives a power cut; Windows keeps it by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _ring(settings: Settings) -> KeyRing:
    if schema_state(settings.database_url) is not State.CURRENT:
        raise Unfit("There is no installation of this version here: run `byleave migrate` first.")
    database = open_database(settings.database_url)
    try:
        return unlock(database, settings.master_key_file, create=False)
    finally:
        database.close()
