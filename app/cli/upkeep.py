"""`byleave migrate` and `byleave doctor`."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from app.cli.opening import AsJson, Config, DatabaseUrl, DataDir, answered, settings_of, show
from app.cli.reach import FOUND
from app.operations.doctor import Grade, examine
from app.settings import make_data_folder
from domain.kernel.clock import SystemClock
from persistence.migrations import State, schema_state
from persistence.migrations import migrate as migrate_database

MARKS = {Grade.WELL: "ok  ", Grade.NOTE: "note", Grade.KNOW: "know", Grade.MEND: "MEND"}


def migrate(
    *,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Bring the database to this version's tables; a SQLite file is copied before."""
    with answered():
        settings = settings_of(config=config, data_dir=data_dir, database_url=database_url)
        make_data_folder(settings)
        before = schema_state(settings.database_url)
        snapshot = migrate_database(settings.database_url, now=SystemClock().now())

        def lines() -> Iterator[str]:
            if before is State.CURRENT:
                yield "The database is at this version's schema already."
                return
            yield "The database is at this version's schema now."
            if snapshot is not None:
                yield f"A copy from before is in {snapshot}."

        data = {"before": before, "snapshot": str(snapshot) if snapshot else None}
        show(data, as_json=as_json, lines=lines)


def doctor(
    *,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Look the installation over and change nothing; ends with code 4 if something is to mend."""
    with answered():
        found = examine(settings_of(config=config, data_dir=data_dir, database_url=database_url))

        def lines() -> Iterator[str]:
            yield from (f"{MARKS[each.grade]}  {each.about}: {each.sentence}" for each in found)

        data = [
            {
                "grade": each.grade,
                "about": each.about,
                "sentence": each.sentence,
                "way": each.way or None,
            }
            for each in found
        ]
        show(data, as_json=as_json, lines=lines)
        if any(each.grade is Grade.MEND for each in found):
            raise typer.Exit(FOUND)
