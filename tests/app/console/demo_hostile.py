"""A page whose every word was typed by somebody who means ill."""

from __future__ import annotations

from datetime import date, timedelta

from app.console.context import PageContext
from app.console.parts.acts import BulkAct, RowAct
from app.console.parts.charts import Plot, Series, Share, chart_card, shares
from app.console.parts.chips import Chips, Filter
from app.console.parts.commands import AsCommand
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice
from app.console.parts.palettes import KeysHelp, Palette, Place
from app.console.parts.surfaces import page_head
from app.console.parts.tables import Column, Listing
from app.console.parts.trees import Node, Tree
from domain.kernel.paging import Page
from tests.app.console.payloads import PAYLOADS

DAYS = [date(2026, 11, 1) + timedelta(days=n) for n in range(len(PAYLOADS))]


async def _nothing(*_: object) -> None:
    return None


async def hostile_parts(context: PageContext) -> None:
    """Draw every part with every payload in every place that holds words."""
    head = page_head(context, "Hostile", crumbs=[(each, "") for each in PAYLOADS])
    AsCommand(context, head, "\n".join(PAYLOADS), "\n".join(PAYLOADS))
    _drawn(context)
    await _listed(context)
    effect = Effect(PAYLOADS[0], [Stop(each, each) for each in PAYLOADS], PAYLOADS[3], PAYLOADS[4])
    confirm(context, PAYLOADS[5], effect, _nothing, testid="hostile.confirm")
    context.toaster.undo(" ".join(PAYLOADS[:3]), _nothing)


def _drawn(context: PageContext) -> None:
    words = context.words
    series = [Series(each, [1] * len(DAYS)) for each in PAYLOADS]
    for plot in Plot:
        chart_card(words, PAYLOADS[3], (DAYS, series, plot), note=PAYLOADS[0], testid=plot.value)
    shares(words, 10, [Share(each, 5) for each in PAYLOADS])
    nodes = [
        Node(f"{n}", each, each, badge=("care", "x", each), note=each, act=each)
        for n, each in enumerate(PAYLOADS)
    ]
    Tree(context, PAYLOADS[3], nodes, _nothing)

    async def found(_: str) -> list[Place]:
        return []

    Palette(words, [Place(each, "/x", note=each, also=each) for each in PAYLOADS], found, _nothing)
    KeysHelp(words, [(each, [((each,), each)]) for each in PAYLOADS], {})


async def _listed(context: PageContext) -> None:
    options = [Choice(each.replace(",", ""), each) for each in PAYLOADS]
    one = Filter("hostile", PAYLOADS[3], options, several=True)
    with Tag("div", "", "bl-filters"):
        chips = Chips(context, [one, Filter("typed", PAYLOADS[0])])

    async def load(_: object) -> Page[dict[str, object]]:
        return Page(
            tuple(
                {"id": each, "href": "/x", "name": each, "state": ("care", "x", each), "mono": each}
                for each in PAYLOADS
            )
        )

    columns = [
        Column("name", PAYLOADS[3], "id"),
        Column("state", PAYLOADS[0], "badge"),
        Column("mono", PAYLOADS[1], "mono"),
    ]
    listing = Listing(
        context,
        ("hostile", PAYLOADS[3], columns),
        load,
        lambda: None,
        acts=[RowAct("a", PAYLOADS[3], _nothing), BulkAct("b", PAYLOADS[0] + " {n}", _nothing)],
        chips=chips,
    )
    await listing.show()
