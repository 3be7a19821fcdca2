"""About: what runs here, what it promises, and the parts it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.pages.home_waiting import SEES, doctor_badge
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag, icon, link
from app.console.parts.surfaces import Facts, card, page_head
from app.console.parts.tables import BlTable, Column
from app.operations.about import LICENCE, About

if TYPE_CHECKING:
    from app.console.context import PageContext

API: Final = "/api/v1/docs"
"""Where the management API describes itself."""


async def about(context: PageContext) -> None:
    """Draw what runs here; what it runs on is for who may see how the installation runs."""
    words = context.words
    head = page_head(context, words("About"), crumbs=[(words("System"), ""), (words("About"), "")])
    with head.acts:
        AsCommand(context, head, "byleave about")
    watch = context.tools.watch
    if watch is None:
        return
    seen = await watch.about(context.identity)
    with head.beside:
        await doctor_badge(context)
    with Tag("div", "", "bl-section"):
        with Tag("div", "", "bl-grid bl-half"):
            _runs(context, seen)
            _ways(context)
        _promise(context)
        if seen is not None:
            _parts(context, seen)


def _runs(context: PageContext, seen: About | None) -> None:
    words = context.words
    whole = card(words("What runs here"), testid="about.runs")
    with whole.body:
        facts = Facts()
        if seen is not None:
            facts.add("Byleave", seen.version, mono=True)
            facts.add("Python", seen.python, mono=True)
            facts.add(words("Database"), seen.engine, mono=True)
            facts.add(words("Machine"), seen.system, mono=True)
        facts.add(words("Licence"), LICENCE)
        facts.add(words("Address"), context.console.base_url, mono=True)


def _ways(context: PageContext) -> None:
    """Draw where to go on from here, as far as the operator may."""
    words = context.words
    ways = (
        (words("Doctor"), "stethoscope", "/doctor", words("is all well, and what is to mend")),
        (words("Nodes"), "server", "/system/nodes", words("which processes serve")),
        (words("Backups"), "save", "/system/backups", words("made, tried, put back")),
    )
    whole = card(words("Where to look"), flush=True, testid="about.ways")
    with whole.body, Tag("ul", "", "bl-lines"):
        for name, sign, path, said in ways if context.may(SEES) else ():
            with Tag("li"):
                icon(sign)
                link(name, context.href(path))
                Tag("span", said, "bl-grow bl-mute")
        with Tag("li"):
            icon("code")
            link("API", f"{context.console.base_url}{API}", target="_blank", rel="noopener")
            Tag("span", words("every call, with its fields"), "bl-grow bl-mute")


def _promise(context: PageContext) -> None:
    words = context.words
    lines = (
        words(
            "What a person types to be recognised is not kept: only a slow, keyed hash of it is."
        ),
        words("Nothing is issued without leave, and nothing outlives it."),
        words("What happened can be proven, and nobody can change it unseen."),
        words("Nothing is sent to us or to anybody: there is no telemetry and no update check."),
    )
    whole = card(words("What it promises"))
    with whole.body, Tag("ul", "", "bl-stops"):
        for line in lines:
            with Tag("li", "", "stay"):
                icon("circle-check")
                Tag("span", line)


def _parts(context: PageContext, seen: About) -> None:
    words = context.words
    with Tag("details", "", "bl-card bl-folded", data_testid="about.licences"):
        with Tag("summary", "", "hd"):
            icon("chevron-right")
            Tag("h2", words("Parts and their licences"))
            Tag("span", str(len(seen.parts)), "bl-s bl-mute")
        columns = [
            Column("name", words("Part")),
            Column("version", words("Version"), "mono"),
            Column("licence", words("Licence")),
        ]
        rows = [
            {"id": each.name, "name": each.name, "version": each.version, "licence": each.licence}
            for each in seen.parts
        ]
        BlTable("about.parts", words("Parts"), columns).show(rows)
