"""`byleave backup` and `byleave restore`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli.codes import WRONG_USE
from app.cli.opening import (
    AsJson,
    Config,
    DatabaseUrl,
    DataDir,
    answered,
    fail,
    settings_of,
    show,
)
from app.cli.reach import FOUND, table
from app.operations.backup.make import back_up, told
from app.operations.backup.rehearse import backups_in, tell
from app.operations.backup.rehearse import rehearse as prove
from app.operations.backup.rehearse import told as told_of
from app.operations.backup.restore import restore as put_back
from app.operations.backup.shelf import shelf
from domain.kernel.clock import SystemClock

_MEGABYTE = 1_000_000


def backup(
    file: Annotated[Path, typer.Argument(help="The new file.")],
    *,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Put everything but the master key into one sealed file, while the server goes on."""
    with answered():
        settings = settings_of(config=config, data_dir=data_dir, database_url=database_url)
        made = back_up(settings, file.absolute(), SystemClock().now())

        def lines() -> Iterator[str]:
            yield f"The backup is in {made.file} ({made.size / _MEGABYTE:.1f} MB)."
            yield f"SHA-256 {made.sha256}"
            yield (
                f"It opens with the master key {made.head.key} alone: "
                f"keep a copy of {settings.master_key_file} in another place than the backup."
            )

        show(told(made), as_json=as_json, lines=lines)


def backups(
    *,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """List the backups in the folder of backup_dir, and what came of the last rehearsal."""
    with answered():
        settings = settings_of(config=config, data_dir=data_dir, database_url=database_url)
        found = shelf(settings)
        rows = (
            (each.file, f"{each.size / _MEGABYTE:.1f} MB", each.version, each.engine)
            for each in found.kept
        )

        def lines() -> Iterator[str]:
            if not found.folder:
                yield "There is no folder for backups: set backup_dir."
                return
            yield from table(rows, "FILE", "SIZE", "VERSION", "ENGINE")
            if found.rehearsed is not None:
                said = "starts" if found.rehearsed.holds else "does NOT start"
                yield f"Rehearsed {found.rehearsed.at[:16]}: {found.rehearsed.file} {said}."

        data = {
            "folder": found.folder,
            "keep": found.keep,
            "backups": [asdict(each) for each in found.kept],
            "last_rehearsal": told_of(found.rehearsed) if found.rehearsed else None,
        }
        show(data, as_json=as_json, lines=lines)


def rehearse(
    file: Annotated[
        Path | None, typer.Argument(help="A backup; the newest in backup_dir if left out.")
    ] = None,
    *,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Prove that a backup starts, in a place of its own; ends with code 4 if it does not."""
    with answered():
        settings = settings_of(config=config, data_dir=data_dir, database_url=database_url)
        folder = settings.backup_dir
        if file is None:
            found = backups_in(folder) if folder is not None else []
            if not found:
                fail("Name a backup: there is none in the folder of backup_dir.", WRONG_USE)
            file = found[0]
        done = prove(settings, file.absolute(), SystemClock())
        if folder is not None and file.absolute().parent == folder:
            tell(folder, done)

        def lines() -> Iterator[str]:
            if done.holds:
                yield f"{done.file} starts: {done.rows} rows, {done.leaves} leaves that hold."
            yield from (f"{done.file} does NOT start: {each}" for each in done.faults)

        show(told_of(done), as_json=as_json, lines=lines)
        if not done.holds:
            raise typer.Exit(FOUND)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    *,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Put a backup into an empty place; people sign in and are asked for leave anew."""
    with answered():
        settings = settings_of(config=config, data_dir=data_dir, database_url=database_url)
        done = put_back(settings, file)

        def lines() -> Iterator[str]:
            yield f"The state of {done.head.made_at} is back: {sum(done.rows.values())} rows."
            ended = ", ".join(
                f"{n} {what.replace('_', ' ')}" for what, n in done.ended.items() if n
            )
            yield f"Ended, for it may have ended since: {ended or 'nothing'}."
            yield (
                "What was changed after the backup is as it was before: look over accounts that "
                "were disabled or erased since, passwords and client secrets."
            )

        data = {
            "made_at": done.head.made_at,
            "revision": done.head.revision,
            "ended": done.ended,
            "rows": done.rows,
        }
        show(data, as_json=as_json, lines=lines)
