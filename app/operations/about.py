"""What runs here: our version, the engine's, and the parts we are made of with their licences."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution, version
from typing import TYPE_CHECKING, Final, cast

from app.wiring import House
from persistence.health import database_version

if TYPE_CHECKING:
    from email.message import Message

OURS: Final = "byleave"
LICENCE: Final = "Apache-2.0"
UNKNOWN: Final = "—"
_LONGEST: Final = 40
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA: Final = re.compile(r"extra\s*==")
_CLASSIFIER: Final = "License :: "
_NOT_PACKAGED: Final = (
    ("Geist, Geist Mono", "", "OFL-1.1"),
    ("Lucide", "", "ISC"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing we are made of.

    Args:
        version: empty where it has none.
        licence: as its own metadata says it.
    """

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class About:
    """What runs here.

    Args:
        version: of Byleave.
        python: of the interpreter.
        engine: the database and its version.
        system: the operating system, without the machine's name.
        parts: sorted by name.
    """

    version: str
    python: str
    engine: str
    system: str
    parts: tuple[Part, ...]


def own_version() -> str:
    """Return the version of Byleave."""
    return version(OURS)


def about(house: House) -> About:
    """Return what runs here; it asks the database, so never on an event loop."""
    return About(
        version=own_version(),
        python=platform.python_version(),
        engine=database_version(house.database),
        system=f"{platform.system()} {platform.machine()}",
        parts=parts(),
    )


@lru_cache(maxsize=1)
def parts() -> tuple[Part, ...]:
    """Return every installed package that we stand on, however deep, and what else we ship."""
    found: dict[str, Part] = {}
    waiting = [OURS]
    while waiting:
        for name in _required(waiting.pop()):
            key = name.lower().replace("_", "-")
            part = None if key in found else _part(name)
            if part is not None:
                found[key] = part
                waiting.append(name)
    shipped = [Part(*each) for each in _NOT_PACKAGED]
    return tuple(sorted([*found.values(), *shipped], key=lambda part: part.name.lower()))


def _required(name: str) -> list[str]:
    try:
        lines = distribution(name).requires or []
    except PackageNotFoundError:
        return []
    names = [_NAME.match(line) for line in lines if not _EXTRA.search(line)]
    return [each.group() for each in names if each is not None]


def _part(name: str) -> Part | None:
    """Return an installed package; None for one that this system does not need."""
    try:
        told = cast("Message", distribution(name).metadata)
    except PackageNotFoundError:
        return None
    licence = told.get("License-Expression") or _classified(told.get_all("Classifier") or [])
    licence = licence or (told.get("License") or "").strip().partition("\n")[0][:_LONGEST]
    return Part(told["Name"], told["Version"], licence or UNKNOWN)


def _classified(classifiers: list[str]) -> str:
    names = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith(_CLASSIFIER)]
    return ", ".join(each for each in names if each != "OSI Approved")
