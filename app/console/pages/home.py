"""Home: how the last day went, what operators did, what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.parts.buttons import Weight, go_button
from app.console.parts.elements import Tag, icon, link
from app.console.parts.small import Moment
from app.console.parts.surfaces import Tile, card, page_head, tiles
from app.console.sentences import sentence
from domain.operators.overview import Figures, figures

if TYPE_CHECKING:
    from app.console.context import PageContext


async def home(context: PageContext) -> None:
    """Draw Home."""
    words = context.words
    seen: Figures = await context.call(figures)
    page_head(context, context.tenant.name)
    with Tag("div", "", "bl-section"):
        tiles(
            context,
            [
                Tile(
                    words("Sign-ins"),
                    _figure(seen.signed_in, seen.most),
                    words("in the last 24 hours"),
                    "/audit",
                ),
                Tile(
                    words("Wrong proofs"),
                    _figure(seen.failed, seen.most),
                    words("in the last 24 hours"),
                    "/audit",
                ),
                Tile(
                    words("Leave given"),
                    _figure(seen.given, seen.most),
                    words("{n} refused, in 24 hours", n=_figure(seen.refused, seen.most)),
                    "/ledger",
                ),
                Tile(
                    words("Ending in 7 days"),
                    _figure(seen.ending, seen.most),
                    words("items of leave"),
                    "/ledger",
                ),
            ],
        )
        with Tag("div", "", "bl-grid bl-g2"):
            _acts(context, seen)
            _begin(context)


def _acts(context: PageContext, seen: Figures) -> None:
    words = context.words
    acts = card(words("What operators did last"), flush=True, testid="home.acts")
    with acts.more:
        link(words("Audit"), context.href("/audit"), "bl-s")
    with acts.body:
        if not seen.acts:
            Tag("p", words("Nothing yet."), "bl-none-yet bl-mute")
            return
        with Tag("ul", "", "bl-lines"):
            for line in seen.acts:
                with Tag("li"):
                    icon("circle-x" if line.result == "refused" else "check")
                    Tag("span", sentence(words, line), "bl-grow")
                    Moment(line.at)


def _begin(context: PageContext) -> None:
    words = context.words
    begin = card(words("Where to begin"))
    with begin.body, Tag("div", "", "bl-col"):
        Tag("p", words("Connect an application, then watch it ask for leave."), "bl-s bl-sub")
        go_button(
            words("Connect an application"),
            context.href("/clients/new"),
            weight=Weight.PRIMARY,
            sign="plus",
        )
        go_button(words("Open the test drive"), context.href("/test-drive"), sign="circle-play")
        go_button(words("Create an account"), context.href("/accounts/new"), sign="user")


def _figure(number: int, most: int) -> str:
    return f"{number}+" if number >= most else str(number)
