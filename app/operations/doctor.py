"""Look an installation over: what is well, what to know, what to mend."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime, timedelta
from typing import Final

from app.operations.doctor_house import LOOKS
from app.operations.doctor_machine import address, backups, clock, disk, files, rehearsals
from app.operations.findings import Finding, Grade, mend, well
from app.operations.reached import as_reached
from app.runtime.words import later
from app.settings import Settings
from app.wiring import House, open_house
from domain.kernel.errors import because
from persistence.faults import Unfit
from persistence.migrations import State, schema_state
from persistence.outage import Outage

__all__ = ["Doctor", "Finding", "Grade", "examine", "look_over"]

FRESH: Final = timedelta(minutes=5)
"""An examination is shown on other pages for so long before there is a new one."""

SCHEMA: Final = later("schema")
MASTER_KEY: Final = later("master key")
DATABASE: Final = later("database")

_SCHEMA: Final = {
    State.EMPTY: (later("The database is empty: start `byleave serve`."), "byleave migrate"),
    State.BEHIND: (later("The tables are of an earlier version."), "byleave migrate"),
    State.AHEAD: (later("A newer Byleave has been here: install that version."), ""),
}


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look everything over from outside; nothing is made, migrated or changed.

    What cannot be looked at without what came before it is left out.
    """
    findings = _machine(settings)
    try:
        state = schema_state(settings.database_url)
        if state is not State.CURRENT:
            return (*findings, mend(SCHEMA, *_SCHEMA[state]))
        findings.append(_schema())
        if not settings.master_key_file.is_file():
            missing = later("There is no master key at {path}: put the file back.")
            return (*findings, mend(MASTER_KEY, missing, path=str(settings.master_key_file)))
        house = open_house(settings)
    except Unfit as unfit:
        return (*findings, mend(DATABASE, "{said}", said=str(unfit)))
    try:
        return look_over(as_reached(house))
    finally:
        house.close()


def look_over(house: House) -> tuple[Finding, ...]:
    """Look a house over that is open: as `examine`, without opening it a second time.

    It reads files and asks the database: never on an event loop. While storage is at fault it tells
    why, and what could be looked at without it.
    """
    findings = _machine(house.settings)
    try:
        findings += [_schema(), *_inside(house)]
        trouble = house.database.writer.trouble
    except Outage as outage:
        trouble = outage.cause
    if trouble is not None:
        findings.append(mend(DATABASE, "{said}", said=because(trouble)))
    return tuple(findings)


class Doctor:
    """Examines a running house, and remembers what it found last.

    Args:
        house: open.
    """

    def __init__(self, house: House) -> None:
        """Begin without an examination."""
        self._house = house
        self._lock = threading.Lock()
        self._found: tuple[Finding, ...] = ()
        self._at: datetime | None = None

    async def now(self) -> tuple[datetime, tuple[Finding, ...]]:
        """Examine anew, in a thread of its own; return when and what."""
        return await asyncio.to_thread(self.look)

    async def lately(self) -> tuple[datetime, tuple[Finding, ...]]:
        """Return the last examination if it is fresh, else a new one."""
        if self._at is not None and self._house.clock.now() - self._at < FRESH:
            return self._at, self._found
        return await self.now()

    def look(self) -> tuple[datetime, tuple[Finding, ...]]:
        """Examine and wait for it; two at once share one look after another."""
        with self._lock:
            at = self._house.clock.now()
            self._found = look_over(self._house)
            self._at = at
            return at, self._found


def _machine(settings: Settings) -> list[Finding]:
    return [
        *files(settings),
        address(settings),
        disk(settings),
        backups(settings),
        *rehearsals(settings),
    ]


def _schema() -> Finding:
    return well(SCHEMA, later("The tables are those of this version."))


def _inside(house: House) -> list[Finding]:
    findings = [well(MASTER_KEY, later("It is the one the database is sealed under."))]
    findings.append(clock(house))
    for look in LOOKS:
        findings += look(house)
    return findings
