"""Home: how the days went, what waits, what operators did last, and where to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.pages.home_begin import begin
from app.console.pages.home_waiting import doctor_badge, waiting
from app.console.pages.line_parts import acts_card
from app.console.parts.charts import Plot, Series, Share, chart_card, figure, shares
from app.console.parts.elements import Tag, link
from app.console.parts.surfaces import Tile, card, page_head, tiles
from app.operations.demo import CLIENT_ID
from domain.figures import names
from domain.operators.install import CONSOLE
from domain.operators.overview import MOST_ENDING, Home, ending_soon
from domain.operators.overview import home as at_a_glance

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.runtime.words import Words

PERIODS: Final = (1, 7, 30)
USUAL: Final = 7
MONTH: Final = 30
OWN_CLIENTS: Final = (CLIENT_ID, CONSOLE)


async def home(context: PageContext) -> None:
    """Draw Home.

    Refuses:
        forbidden: the operator may not read the trail.
    """
    seen = await context.call(at_a_glance, OWN_CLIENTS)
    ending = await context.call(ending_soon) if context.may("consents.read") else None
    head = page_head(context, _greeting(context), called=context.words("Home"))
    days = _period(context)
    with head.beside:
        await doctor_badge(context)
    with head.acts:
        _periods(context, days)
    with Tag("div", "", "bl-section"):
        if not all(seen.begun.steps):
            begin(context, seen.begun)
        _tiles(context, seen, days, ending)
        with Tag("div", "", "bl-grid bl-g2"):
            _signins(context, seen)
            _asked(context, seen, days)
        with Tag("div", "", "bl-grid bl-g2"):
            await acts_card(context, seen.acts, seen.names)
            await waiting(context, ending)


def _greeting(context: PageContext) -> str:
    """Greet by the name other operators see; who has none is not greeted by an id."""
    words, name = context.words, context.identity.name
    return words("Good day") if name.startswith("acc_") else words("Good day, {name}", name=name)


def _period(context: PageContext) -> int:
    asked = context.query.get("days", "")
    return int(asked) if asked in {str(each) for each in PERIODS} else USUAL


def _named(words: Words) -> dict[int, str]:
    return {1: words("Today"), 7: words("7 days"), 30: words("30 days")}


def _periods(context: PageContext, days: int) -> None:
    words = context.words
    said = _named(words)
    with Tag("nav", "", "bl-seg", aria_label=words("Period")):
        for each in PERIODS:
            address = context.href("/", days="" if each == USUAL else str(each))
            link(
                said[each],
                address,
                aria_current="true" if each == days else None,
                data_testid=f"home.period.{each}",
            )


def _tiles(context: PageContext, seen: Home, days: int, ending: int | None) -> None:
    words, series = context.words, seen.series
    given, refused = series.last(names.GIVEN, days), series.last(names.REFUSED, days)
    ended = sum(series.last(each, days) for each in names.ENDED)
    shown = [
        _compared(context, seen, names.SIGNED_IN, days, more_is="up"),
        _compared(context, seen, names.FAILED, days, more_is="dn"),
        Tile(
            words("Leave given"),
            figure(words, given),
            words(
                "{refused} refused, {ended} ended",
                refused=figure(words, refused),
                ended=figure(words, ended),
            ),
            "/ledger",
        ),
    ]
    if ending is not None:
        more = "+" if ending >= MOST_ENDING else ""
        page = "/expiring" if "/expiring" in context.console.pages else "/ledger"
        shown.append(
            Tile(
                words("Ending in 7 days"),
                figure(words, ending) + more,
                words("items of leave"),
                page,
            )
        )
    tiles(context, shown)


def _compared(context: PageContext, seen: Home, name: str, days: int, *, more_is: str) -> Tile:
    """Return a tile that compares a period with as many days before it."""
    words = context.words
    titles = {names.SIGNED_IN: words("Sign-ins"), names.FAILED: words("Failed sign-ins")}
    paths = {
        names.SIGNED_IN: f"/audit?event={names.SIGNED_IN}",
        names.FAILED: f"/audit?event={names.FAILED}",
    }
    now = seen.series.last(name, days)
    before = seen.series.last(name, days, before=7 if days == 1 else days)
    than = {
        1: words("than on this day last week"),
        7: words("than the 7 days before"),
        30: words("than the 30 days before"),
    }
    sign, note = _change(words, now, before), than[days]
    if not sign:
        note = words("none in the period before") if now else words("none yet")
    less_is = "dn" if more_is == "up" else "up"
    tone = more_is if now > before else less_is if now < before else ""
    return Tile(titles[name], figure(words, now), note, paths[name], sign, tone)


def _change(words: Words, now: int, before: int) -> str:
    """Return `+6 %`; empty where there is nothing to compare with."""
    if not before:
        return ""
    percent = round(100 * (now - before) / before)
    sign = "+" if percent > 0 else "−" if percent < 0 else "±"
    return f"{sign}{figure(words, abs(percent))}\u00a0%"


def _signins(context: PageContext, seen: Home) -> None:
    words, series = context.words, seen.series
    now, before = slice(-MONTH, None), slice(-2 * MONTH, -MONTH)
    lines = [
        Series(words("Sign-ins"), series.of(names.SIGNED_IN)[now], "c1"),
        Series(words("Failed"), series.of(names.FAILED)[now], "c3"),
        Series(
            words("sign-ins, the 30 days before"),
            series.of(names.SIGNED_IN)[before],
            "c5",
            dashed=True,
        ),
    ]
    chart_card(
        words,
        words("Sign-ins a day"),
        (series.days[now], lines, Plot.LINES),
        note=words("last 30 days"),
        testid="home.signins",
    )


def _asked(context: PageContext, seen: Home, days: int) -> None:
    """Draw how people answered, item by item, and how much of their leave ended."""
    words, series = context.words, seen.series
    given, refused = series.last(names.GIVEN, days), series.last(names.REFUSED, days)
    whole = card(words("Asked for leave"), note=_named(words)[days], testid="home.asked")
    with whole.more:
        link(words("Ledger"), context.href("/ledger"), "bl-s")
    with whole.body:
        if not given + refused:
            Tag("p", words("Nobody was asked in these days."), "bl-mute")
            return
        shown = [
            Share(words("Items asked for"), given + refused, "c5"),
            Share(words("Given"), given),
            Share(words("Refused"), refused, "c3"),
        ]
        shares(words, given + refused, shown)
