"""The audit trail: one sentence a line, filters in the address, the chain's state, a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.pages.audit_chain import Chain
from app.console.pages.line_parts import Who, doers, told_names
from app.console.parts.badges import badge_cell
from app.console.parts.chips import Chips, Filter
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag, icon, link
from app.console.parts.fields import Choice
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from app.console.sentences import GROUPS, known_names, sentence
from app.console.trail_filter import WORDS, chosen_filter
from app.operations.trail_file import MOST_LINES
from domain.audit.listing import ListAudit
from domain.kernel.ids import show
from domain.kernel.paging import Page
from domain.operators.trail import TrailPage, trail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.console.context import PageContext
    from domain.audit.records import AuditEvent

_FULL_LOAD: Final = "(e) => e.stopPropagation()"


async def audit(context: PageContext) -> None:
    """Draw the audit trail.

    Refuses:
        forbidden: the operator may not read the trail.
    """
    words = context.words
    head = page_head(
        context,
        words("Audit"),
        crumbs=[(words("Watch"), ""), (words("Audit"), "")],
        lede=words("What happened, told without telling who: ids are opaque, values are not kept."),
    )
    chain = Chain(context, head.beside)
    await chain.show()
    with head.acts:
        AsCommand(context, head, f"byleave audit list --tenant {context.tenant.slug}")
    columns = [
        Column("line", words("What happened"), "link"),
        Column("who", words("Who"), "who"),
        Column("result", words("Result"), "badge"),
        Column("at", words("When"), "day", align="end"),
    ]
    chain.below = Tag("div")
    whole = card(flush=True)
    with whole.body:
        with Tag("div", "", "bl-filters"):
            chips = Chips(context, _filters(context), testid="audit.filters")
        with head.acts:
            export = Export(context, chips)
            chain.button()
        listing = Listing(
            context,
            ("audit", words("Audit"), columns),
            lambda wanted: _load(context, chips, wanted, export),
            lambda: _empty(context),
            chips=chips,
        )
    await listing.show()


async def _load(context: PageContext, chips: Chips, wanted: Wanted, export: Export) -> Page[Row]:
    chosen = chosen_filter({name: chips.value(name) for name in WORDS})
    export.point()
    found: TrailPage = await context.call(trail, ListAudit(chosen, wanted.page))
    called = await doers(context, found.page.rows)
    names = await told_names(context, found.page.rows, found.names)
    rows = tuple(_row(context, line, names, called) for line in found.page.rows)
    return Page(rows, found.page.next, found.page.previous)


def _filters(context: PageContext) -> list[Filter]:
    words = context.words
    groups = [Choice(name, words(said)) for name, said in GROUPS.items()]
    names = [Choice(name, name) for name in sorted(known_names())]
    return [
        Filter(
            "result",
            words("result"),
            [Choice("done", words("Done")), Choice("refused", words("Refused"))],
        ),
        Filter("group", words("about"), groups),
        Filter("event", words("event"), names),
        Filter("actor", words("acted by")),
        Filter("about", words("object")),
        Filter("since", words("since"), kind="day"),
        Filter("until", words("until"), kind="day"),
    ]


def _row(
    context: PageContext, line: AuditEvent, names: Mapping[str, str], called: Mapping[bytes, Who]
) -> Row:
    who = called[line.id]
    return {
        "id": show("aud", line.id),
        "href": context.href(f"/audit/{show('aud', line.id)}"),
        "line": sentence(context.words, line, names),
        "who": [who.name, who.href, who.opaque],
        "result": badge_cell(context.words, line.result),
        "at": line.at.isoformat(),
    }


def _empty(context: PageContext) -> None:
    words = context.words
    empty_state(
        words("Nothing happened yet"),
        words("Each act of a person, an operator or a job becomes a line here."),
        sign="scroll-text",
        testid="audit.empty",
    )


class Export:
    """The link to the file of what the filters show."""

    def __init__(self, context: PageContext, chips: Chips) -> None:
        """Draw the link."""
        self._context = context
        self._chips = chips
        said = context.words("At most {n} lines; narrow the filters for more.", n=MOST_LINES)
        self._link = link("", self._address(), "bl-btn", download="", title=said)
        self._link.set(data_testid="audit.export")
        self._link.on("click", js_handler=_FULL_LOAD)
        with self._link:
            icon("download")
            Tag("span", context.words("Export CSV"))

    def point(self) -> None:
        """Point at what the filters show now."""
        self._link.set(href=self._address())

    def _address(self) -> str:
        chosen = {name: self._chips.value(name) for name in WORDS}
        return self._context.href("/file/audit.csv", **chosen)
