"""What this installation is made of: a bill of materials of what is installed (CycloneDX)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any, Final

FORM: Final = "1.6"
ROOT: Final = "byleave"
_NAME: Final = re.compile(r"^[A-Za-z0-9][\w.-]*")
_EXTRAS: Final = re.compile(r"\[([^\]]*)\]")
_WANTED_EXTRA: Final = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")


def bill() -> dict[str, Any]:
    """Return the bill of materials: every package the product stands on, and who needs whom.

    It is the same for the same installation: no moment, no random number.

    Source: CycloneDX 1.6, as JSON.
    """
    needs = dict(sorted(_walk()))
    root = distribution(ROOT)
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{FORM}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": FORM,
        "version": 1,
        "metadata": {"component": _component(root, kind="application")},
        "components": [_component(distribution(name)) for name in needs if name != ROOT],
        "dependencies": [
            {"ref": _purl(distribution(name)), "dependsOn": [_purl(distribution(n)) for n in below]}
            for name, below in needs.items()
        ],
    }


def plain(name: str) -> str:
    """Return a package's name in the one spelling an index knows it by (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _walk() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each package with those it needs, beginning with the product."""
    wanted: list[tuple[str, frozenset[str]]] = [(ROOT, frozenset())]
    seen: dict[str, tuple[set[str], set[str]]] = {}
    while wanted:
        name, extras = wanted.pop()
        had, below = seen.setdefault(name, (set(), set()))
        if below and extras <= had:
            continue
        had |= extras
        for needed, more in _needed(distribution(name), frozenset(had)):
            below.add(needed)
            if needed not in seen or not more <= seen[needed][0]:
                wanted.append((needed, more))
    yield from ((name, tuple(sorted(below))) for name, (_, below) in seen.items())


def _needed(package: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield what a package needs here; what is for another system is not installed."""
    for line in package.requires or ():
        text, _, marker = line.partition(";")
        of_extra = _WANTED_EXTRA.search(marker)
        if of_extra is not None and of_extra[1] not in extras:
            continue
        found = _NAME.match(text.strip())
        if found is None or not _installed(found[0]):
            continue
        more = _EXTRAS.search(text)
        named = more[1].split(",") if more else []
        yield plain(found[0]), frozenset(each.strip() for each in named)


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _component(package: Distribution, *, kind: str = "library") -> dict[str, Any]:
    meta = package.metadata
    made: dict[str, Any] = {
        "type": kind,
        "bom-ref": _purl(package),
        "name": plain(meta["Name"]),
        "version": package.version,
        "purl": _purl(package),
    }
    if licence := _licence(package):
        made["licenses"] = [{"license": {"name": licence}}]
    return made


def _purl(package: Distribution) -> str:
    return f"pkg:pypi/{plain(package.metadata['Name'])}@{package.version}"


def _licence(package: Distribution) -> str:
    """Return the licence as the package says it: an expression, a classifier, or its own words."""
    meta = package.metadata
    named = [each for each in meta.get_all("Classifier") or () if each.startswith("License ::")]
    said = (
        _first(meta.get_all("License-Expression"))
        or (named[0].rpartition(" :: ")[2] if named else "")
        or _first(meta.get_all("License"))
    )
    return said.strip().splitlines()[0] if said.strip() else ""


def _first(values: list[Any] | None) -> str:
    return str(values[0]) if values else ""
