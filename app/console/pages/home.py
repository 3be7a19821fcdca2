"""Home: how the days went, what waits, what operators did last, and where to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.pages.home_begin import begin
from app.console.pages.home_waiting import doctor_badge, waiting
from app.console.pages.line_parts import acts_card
from app.console.parts.charts import Plot, Series, chart_card, figure
from app.console.parts.elements import Tag, link
from app.console.parts.surfaces import Tile, page_head, tiles
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
    head = page_head(context, context.tenant.name)
    days = _period(context)
    with head.beside:
        await doctor_badge(context)
    with head.acts:
        _periods(context, days)
    with Tag("div", "", "bl-section"):
        if not all(seen.begun.steps):
            begin(context, seen.begun)
        _tiles(context, seen, days, ending)
        _charts(context, seen)
        with Tag("div", "", "bl-grid bl-g2"):
            await acts_card(context, seen.acts, seen.names)
            await waiting(context, ending)


def _period(context: PageContext) -> int:
    asked = context.query.get("days", "")
    return int(asked) if asked in {str(each) for each in PERIODS} else USUAL


def _periods(context: PageContext, days: int) -> None:
    words = context.words
    said = {1: words("Today"), 7: words("7 days"), 30: words("30 days")}
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


def _charts(context: PageContext, seen: Home) -> None:
    words, series = context.words, seen.series
    days = series.days[-MONTH:]

    def row(said: str, name: str, colour: str) -> Series:
        return Series(said, series.of(name)[-MONTH:], colour)

    with Tag("div", "", "bl-grid bl-g2 bl-even"):
        lines = [
            row(words("Sign-ins"), names.SIGNED_IN, "c1"),
            row(words("Failed"), names.FAILED, "c3"),
        ]
        chart_card(
            words,
            words("Sign-ins a day"),
            (days, lines, Plot.LINES),
            note=words("last 30 days"),
            testid="home.signins",
        )
        stacked = [
            row(words("Given"), names.GIVEN, "c1"),
            row(words("Refused"), names.REFUSED, "c3"),
            row(words("Ended by time"), names.EXPIRED, "c5"),
            row(words("Withdrawn"), names.WITHDRAWN, "c4"),
            row(words("Revoked"), names.REVOKED, "c2"),
        ]
        chart_card(
            words,
            words("Leave a day"),
            (days, stacked, Plot.STACK),
            note=words("last 30 days"),
            testid="home.leave",
        )
