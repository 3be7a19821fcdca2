"""One report of a privacy audit, drawn: what was done, looked at, found, and left of the erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.console.parts.badges import plain_badge
from app.console.parts.elements import Tag, icon
from app.console.parts.surfaces import card
from app.console.parts.tables import BlTable, Column
from app.runtime.words import later

if TYPE_CHECKING:
    from app.console.context import PageContext

KINDS = {
    "table": later("Tables, row by row"),
    "database file": later("Files of the database: pages, free pages, log"),
    "data folder": later("Everything else in the data folder: keys, copies"),
    "log": later("What the server wrote, at its most talkative"),
    "metrics": later("Figures for a collector"),
    "traces": later("Spans for a collector"),
    "backup": later("A backup as it lies: nothing, not even what was laid in the open"),
    "opened backup": later("The same backup, opened with its key"),
    "further": later("Further places that were named"),
}


def draw_report(context: PageContext, report: Mapping[str, Any]) -> None:
    """Draw a report."""
    if report["findings"] or report["erasure"]["left"]:
        _findings(context, report)
    with Tag("div", "", "bl-grid bl-half"):
        with Tag("div", "", "bl-section"):
            _proofs(context, report)
            _looked(context, report)
        _planted(context, report)


def _findings(context: PageContext, report: Mapping[str, Any]) -> None:
    words = context.words
    whole = card(words("What was found"), flush=True, testid="privacy.findings")
    columns = [
        Column("canary", words("Canary")),
        Column("shape", words("Shape")),
        Column("place", words("Place"), "mono"),
        Column("offset", words("Byte"), align="end"),
    ]
    rows = [
        {
            "id": str(number),
            "canary": hit["canary"],
            "shape": hit["shape"],
            "place": f"{hit['kind']} {hit['place']}",
            "offset": hit["offset"],
        }
        for number, hit in enumerate(report["findings"])
    ]
    rows += [
        {
            "id": name,
            "canary": name,
            "shape": words("left after erasing"),
            "place": "",
            "offset": "",
        }
        for name in report["erasure"]["left"]
    ]
    with whole.body:
        BlTable("privacy-findings", words("What was found"), columns).show(rows)


def _looked(context: PageContext, report: Mapping[str, Any]) -> None:
    words = context.words
    whole = card(words("What it looked at"), flush=True, testid="privacy.looked")
    found: dict[str, list[int]] = {}
    for place in report["places"]:
        found.setdefault(str(place["kind"]), []).append(int(place["size"]))
    with whole.body, Tag("ul", "", "bl-lines"):
        for kind, sizes in found.items():
            with Tag("li", "", "bl-wrap"):
                Tag("span", words(KINDS.get(kind, kind)), "bl-grow")
                places = words.count("{n} place", "{n} places", len(sizes))
                Tag("span", f"{places}, {_size(sum(sizes))}", "bl-mute")
        for each in report["unread"]:
            with Tag("li", "", "bl-wrap"):
                Tag("span", str(each), "bl-grow")
                plain_badge(words("Not looked at"), "circle-minus", "care")


def _planted(context: PageContext, report: Mapping[str, Any]) -> None:
    words = context.words
    whole = card(words("What was played"), flush=True, testid="privacy.acts")
    with whole.body, Tag("ul", "", "bl-lines"):
        for act in report["acts"]:
            with Tag("li"):
                icon("check")
                Tag("span", words(str(act)), "bl-grow")


def _proofs(context: PageContext, report: Mapping[str, Any]) -> None:
    words, erasure = context.words, report["erasure"]
    whole = card(words("How much it proves"), flush=True, testid="privacy.proofs")
    looked_for = words(
        "{canaries} texts were looked for, each in {shapes} shapes: clear, base64, hex, encoded, "
        "as a digest.",
        canaries=len(report["canaries"]),
        shapes=report["shapes"] // max(1, len(report["canaries"])),
    )
    found = words("What was laid in the open on purpose was found, as it must be.")
    blind = words("What was laid in the open on purpose was not found: the search is blind.")
    none = words(
        "Of an erased account nothing is left: none of {n} values, free pages included.",
        n=erasure["values"],
    )
    some = words.count(
        "Of an erased account {n} value is left.",
        "Of an erased account {n} values are left.",
        len(erasure["left"]),
    )
    control = bool(report["control_holds"])
    with whole.body, Tag("ul", "", "bl-lines"):
        _line(looked_for, good=True)
        _line(found if control else blind, good=control)
        _line(some if erasure["left"] else none, good=not erasure["left"])
        _line(words("It is signed by the checkpoint key of this installation."), good=True)


def _line(sentence: str, *, good: bool) -> None:
    with Tag("li"):
        icon("check" if good else "circle-x")
        Tag("span", sentence, "bl-grow" if good else "bl-grow bl-strong")


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"  # noqa: PLR2004
