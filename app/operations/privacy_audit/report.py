"""What an audit found: as JSON, signed by the installation, and as lines for a person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

FORM: Final = "byleave.privacy-audit/1"
_MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was left of a person who erased their account.

    Args:
        values: how many values only this person's rows held before.
        left: which of them were found afterwards, as `table.column`.
        free_pages: free pages of the file that were searched too; 0 on Postgres.
    """

    values: int
    left: tuple[str, ...]
    free_pages: int


@dataclass(frozen=True, slots=True)
class Report:
    """One audit.

    Args:
        at: when it began, ISO 8601.
        mode: `throw-away` or `live`.
        engine: `sqlite` or `postgres`.
        milliseconds: how long it took.
        acts: what was done to plant.
        canaries: name and kind of each canary; never its text.
        shapes: in how many shapes they were looked for, all together.
        places: what was looked at: kind, name, size in bytes.
        findings: canaries that were found and must not be.
        control: control canaries and where each was found.
        control_holds: whether every control canary was found.
        unread: places that could not be looked at, with the reason.
    """

    at: str
    mode: str
    engine: str
    version: str
    milliseconds: int
    acts: tuple[str, ...]
    canaries: tuple[Mapping[str, str], ...]
    shapes: int
    places: tuple[Mapping[str, Any], ...]
    findings: tuple[Mapping[str, Any], ...]
    control: tuple[Mapping[str, Any], ...]
    control_holds: bool
    erasure: Erasure
    unread: tuple[str, ...] = ()
    form: str = field(default=FORM)

    @property
    def holds(self) -> bool:
        """Whether nothing was found, the control was, and nothing was left of the erased."""
        return not self.findings and self.control_holds and not self.erasure.left

    @property
    def size(self) -> int:
        """How many bytes were searched."""
        return sum(int(place["size"]) for place in self.places)

    def told(self) -> dict[str, Any]:
        """Return it as plain values."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain | {"holds": self.holds, "bytes": self.size}


def readable(report: Mapping[str, Any]) -> Iterator[str]:
    """Return a report as lines for a person."""
    kinds: dict[str, list[int]] = {}
    for place in report["places"]:
        kinds.setdefault(str(place["kind"]), []).append(int(place["size"]))
    verdict = "Nothing was found." if report["holds"] else "THE AUDIT FAILED."
    took = f"{report['milliseconds'] / 1000:.1f} s"
    yield f"{verdict} {report['mode']}, {report['engine']}, {report['at']}, {took}"
    yield ""
    yield f"Planted: {len(report['canaries'])} canaries, looked for in {report['shapes']} shapes."
    yield from (f"  {act}" for act in report["acts"])
    yield "Looked at:"
    for kind, sizes in kinds.items():
        yield f"  {kind}: {len(sizes)}, {sum(sizes) / 1e6:.2f} MB"
    yield from (f"  not looked at: {each}" for each in report["unread"])
    control = (
        "found, as it must be" if report["control_holds"] else "NOT FOUND: the search is blind"
    )
    yield f"Control canaries, laid in the open on purpose: {control}."
    erasure = report["erasure"]
    left = f"{len(erasure['left'])} LEFT" if erasure["left"] else "none left"
    yield (
        f"Of an erased account: {erasure['values']} values looked for, {left}; "
        f"{erasure['free_pages']} free pages searched."
    )
    for hit in report["findings"][:_MOST_TOLD]:
        yield (
            f"FOUND {hit['canary']} in {hit['shape']}: {hit['kind']} {hit['place']}, "
            f"byte {hit['offset']}"
        )
    yield from (f"LEFT {name}" for name in erasure["left"][:_MOST_TOLD])
