"""One report of a privacy audit, drawn: what was done, looked at, found, and left of the erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.console.parts.badges import plain_badge
from app.console.parts.elements import Tag, icon
from app.console.parts.surfaces import Facts, card
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
    "further": later("Further places that were named"),
}


def draw_report(context: PageContext, report: Mapping[str, Any]) -> None:
    """Draw a report."""
    if report["findings"] or report["erasure"]["left"]:
        _findings(context, report)
    with Tag("div", "", "bl-grid bl-g2"):
        _looked(context, report)
        _planted(context, report)
    _proofs(context, report)


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
    whole = card(words("What it looked at"), testid="privacy.looked")
    found: dict[str, list[int]] = {}
    for place in report["places"]:
        found.setdefault(str(place["kind"]), []).append(int(place["size"]))
    with whole.body:
        facts = Facts()
        for kind, sizes in found.items():
            name = words(KINDS.get(kind, kind))
            places = words.count("{n} place", "{n} places", len(sizes))
            facts.add(name, f"{places}, {_size(sum(sizes))}")
        for each in report["unread"]:
            facts.add(words("Not looked at"), str(each))


def _planted(context: PageContext, report: Mapping[str, Any]) -> None:
    words = context.words
    whole = card(words("What was played"), flush=True, testid="privacy.acts")
    with whole.body, Tag("ul", "", "bl-lines"):
        for act in report["acts"]:
            with Tag("li"):
                icon("check")
                Tag("span", words(str(act)), "bl-grow")


def _proofs(context: PageContext, report: Mapping[str, Any]) -> None:
    words = context.words
    whole = card(words("How much it proves"), testid="privacy.proofs")
    with whole.body:
        facts = Facts()
        said = words(
            "{canaries} texts, each in {shapes} shapes: clear, base64, hex, encoded, as a digest",
            canaries=len(report["canaries"]),
            shapes=report["shapes"] // max(1, len(report["canaries"])),
        )
        facts.add(words("Looked for"), said)
        with facts.add(words("Laid in the open on purpose")):
            if report["control_holds"]:
                plain_badge(words("found, as it must be"), "circle-check", "good bare")
            else:
                plain_badge(words("not found: the search is blind"), "circle-x", "bad")
        erasure = report["erasure"]
        with facts.add(words("Left of an erased account")):
            if erasure["left"]:
                left = words.count("{n} value", "{n} values", len(erasure["left"]))
                plain_badge(left, "circle-x", "bad")
            else:
                none = words("none of {n} values, free pages included", n=erasure["values"])
                plain_badge(none, "circle-check", "good bare")
        facts.add(words("Signed by"), words("the checkpoint key of this installation"))


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"  # noqa: PLR2004
