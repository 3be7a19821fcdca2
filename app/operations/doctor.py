"""Look an installation over: what is well, what to know, what to mend."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.operations.inside import inside
from app.operations.jobs import JOBS
from app.settings import Settings
from app.wiring import House, open_house
from domain.clients.listing import ClientsPage
from domain.clients.listing import page as clients_page
from domain.kernel.paging import MOST_ROWS, PageRequest
from domain.kernel.work import system
from domain.operators.first import has_operator
from domain.operators.jobs import last_runs
from domain.tenants.listing import all_tenants, signing_keys
from domain.tenants.records import KeyState, Tenant
from persistence.faults import Unfit
from persistence.migrations import State, schema_state

ACTOR: Final = system("doctor")
OTHERS: Final = 0o077
LATE: Final = 3
"""Periods after which a job that did not run is worth a word."""


class Grade(StrEnum):
    """How a finding is meant."""

    WELL = "well"
    KNOW = "know"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Args:
        about: what, a word or two.
        sentence: what was found, and what to do where there is something to do.
    """

    grade: Grade
    about: str
    sentence: str


def well(about: str, sentence: str) -> Finding:
    """Return a finding that is as it should be."""
    return Finding(Grade.WELL, about, sentence)


def know(about: str, sentence: str) -> Finding:
    """Return a finding to know about."""
    return Finding(Grade.KNOW, about, sentence)


def mend(about: str, sentence: str) -> Finding:
    """Return a finding to mend."""
    return Finding(Grade.MEND, about, sentence)


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look everything over; nothing is made, migrated or changed.

    What cannot be looked at without what came before it is left out.
    """
    findings = [*_files(settings), _address(settings)]
    try:
        state = schema_state(settings.database_url)
        if state is not State.CURRENT:
            return (*findings, mend("schema", _SCHEMA[state]))
        findings.append(well("schema", "The tables are those of this version."))
        if not settings.master_key_file.is_file():
            missing = f"There is no master key at {settings.master_key_file}: put the file back."
            return (*findings, mend("master key", missing))
        house = open_house(settings)
    except Unfit as unfit:
        return (*findings, mend("database", str(unfit)))
    try:
        findings.append(well("master key", "It is the one the database is sealed under."))
        for look in _LOOKS:
            findings += look(house)
    finally:
        house.close()
    return tuple(findings)


_SCHEMA: Final = {
    State.EMPTY: "The database is empty: start `byleave serve`, or run `byleave migrate`.",
    State.BEHIND: "The tables are of an earlier version: run `byleave migrate`.",
    State.AHEAD: "A newer Byleave has been here: install that version.",
}


def _files(settings: Settings) -> Iterator[Finding]:
    own = {"data folder": settings.data_dir, "master key file": settings.master_key_file}
    if settings.sqlite_file is not None:
        own["database file"] = settings.sqlite_file
    for about, path in own.items():
        if path.exists() and os.name == "posix":
            yield _private(about, path)


def _private(about: str, path: Path) -> Finding:
    if stat.S_IMODE(path.stat().st_mode) & OTHERS:
        mode = "700" if path.is_dir() else "600"
        return mend(about, f"Others may read {path}: run `chmod {mode} {path}`.")
    return well(about, f"Only its owner may read {path}.")


def _address(settings: Settings) -> Finding:
    if settings.encrypted:
        return well("address", f"People reach it by {settings.base_url}.")
    return know(
        "address",
        f"{settings.base_url} is not encrypted, which is fine on this machine alone: cookies "
        "are not Secure there and have no __Host- prefix.",
    )


def _operators(house: House) -> Iterator[Finding]:
    if house.call.now(has_operator, tenant=None, actor=ACTOR):
        yield well("operators", "Somebody can open the console.")
    else:
        yield know("operators", "Nobody can open the console yet: run `byleave bootstrap`.")


def _keys(house: House) -> Iterator[Finding]:
    for tenant in _tenants(house):
        look = inside(tenant.id, signing_keys)
        keys = house.call.now(look, tenant=None, actor=ACTOR)
        active = {key.alg for key in keys if key.state is KeyState.ACTIVE}
        if "ES256" in active:
            yield well(f"keys of {tenant.slug}", f"It signs with {', '.join(sorted(active))}.")
        else:
            command = f"byleave keys rotate signing --tenant {tenant.slug} --at-once"
            yield mend(f"keys of {tenant.slug}", f"No key is active: run `{command}`.")


def _relaxed(house: House) -> Iterator[Finding]:
    for tenant in _tenants(house):
        look = inside(tenant.id, clients_page)
        page = house.call.now(
            look, ClientsPage(page=PageRequest(MOST_ROWS)), tenant=None, actor=ACTOR
        )
        for client in page.rows:
            for each in client.relaxations:
                name = f"{tenant.slug}/{client.client_id}"
                yield know(f"client {name}", f"It is let off {each.rule}: {each.reason}")


def _jobs(house: House) -> Iterator[Finding]:
    now = house.clock.now()
    for job in JOBS:
        if not job.booked:
            continue
        runs = house.call.now(last_runs, (job.name,), tenant=None, actor=ACTOR)
        if not runs:
            yield know(f"job {job.name}", "It has not run yet: `byleave serve` runs it.")
        elif runs[0].error:
            yield mend(f"job {job.name}", f"Its last run failed ({runs[0].error}): see the log.")
        elif now - runs[0].slot > job.period * LATE + timedelta(minutes=1):
            last = f"{runs[0].slot:%Y-%m-%d %H:%M} UTC"
            yield know(f"job {job.name}", f"It ran last at {last}: is a server running?")
        else:
            yield well(f"job {job.name}", "It runs as it should.")


def _tenants(house: House) -> tuple[Tenant, ...]:
    found: tuple[Tenant, ...] = house.call.now(all_tenants, tenant=None, actor=ACTOR)
    return found


_LOOKS: Final[tuple[Callable[[House], Iterator[Finding]], ...]] = (
    _operators,
    _keys,
    _relaxed,
    _jobs,
)
