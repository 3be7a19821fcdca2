"""Charts of days: lines, stacked bars, one strip of heat, and bars of shares; each also a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from babel.numbers import format_decimal
from nicegui.element import Element

from app.console.parts.elements import Tag, icon
from app.console.parts.surfaces import Card, card

if TYPE_CHECKING:
    from app.runtime.words import Words


class Plot(StrEnum):
    """How the days are drawn."""

    LINES = "lines"
    STACK = "stack"
    HEAT = "heat"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, a number a day.

    Args:
        name: said in the reader's language; stands in the legend and heads its column.
        values: one for each day.
        colour: `c1` to `c6` of the tokens.
        dashed: whether it is the earlier period beside this one.
    """

    name: str
    values: Sequence[float]
    colour: str = "c1"
    dashed: bool = False


class Chart(Element, component="bl_chart.js"):
    """The drawing alone; `chart_card` puts a card around it.

    Args:
        words: the reader's words.
        name: what is drawn, for screen readers.
        days: the days, oldest first.
        series: what is drawn; of heat, the first alone.
        plot: how.
    """

    def __init__(
        self,
        words: Words,
        name: str,
        days: Sequence[date],
        series: Sequence[Series],
        plot: Plot = Plot.LINES,
    ) -> None:
        """Draw the chart."""
        super().__init__()
        told: dict[str, Any] = {
            "name": name,
            "plot": plot.value,
            "table": False,
            "words": {"day": words("Day"), "most": words("most"), "last": words("last")},
        }
        self.props.update(told)
        self.show(days, series)

    def show(self, days: Sequence[date], series: Sequence[Series]) -> None:
        """Draw other numbers instead."""
        self.props["days"] = [day.isoformat() for day in days]
        self.props["series"] = [
            {
                "name": each.name,
                "values": list(each.values),
                "colour": each.colour,
                "dashed": each.dashed,
            }
            for each in series
        ]

    def turn(self) -> bool:
        """Show the numbers as a table, or draw them again; return whether it is a table now."""
        table = not self.props["table"]
        self.props["table"] = table
        return table


def chart_card(
    words: Words,
    title: str,
    chart: tuple[Sequence[date], Sequence[Series], Plot],
    *,
    note: str = "",
    testid: str = "chart",
) -> Card:
    """Draw a chart in a card, its legend and "Show as table" in the head.

    Args:
        words: the reader's words.
        title: what is drawn.
        chart: days, series and how they are drawn.
        note: quiet words after the title, such as its period.
        testid: `page.part`.
    """
    days, series, plot = chart
    made = card(title, note=note, testid=testid)
    with made.more:
        if len(series) > 1:
            _legend(series, plot)
        button = Tag(
            "button",
            "",
            "bl-btn ghost mini sq",
            type="button",
            aria_label=words("Show as table"),
            title=words("Show as table"),
            aria_pressed="false",
            data_testid=f"{testid}.table",
        )
        with button:
            icon("columns-3")
    with made.body:
        drawn = Chart(words, title, days, series, plot)

    def turn() -> None:
        button.set(aria_pressed="true" if drawn.turn() else "false")

    button.on("click", turn, args=[])
    return made


def _legend(series: Sequence[Series], plot: Plot) -> None:
    with Tag("div", "", "bl-legend"):
        for each in series:
            with Tag("span"):
                dash = " dash" if each.dashed else ""
                shape = "sq" if plot is Plot.STACK else f"ln{dash}"
                Tag("i", "", f"{shape} bl-{each.colour}", aria_hidden="true")
                Tag("span", each.name)


@dataclass(frozen=True, slots=True)
class Share:
    """One bar of a funnel.

    Args:
        name: what is counted.
        number: how many.
        colour: `c1` to `c6` of the tokens.
    """

    name: str
    number: int
    colour: str = "c1"


def figure(words: Words, number: float) -> str:
    """Write a number with the thousands marks of the reader's language."""
    return format_decimal(number, locale=words.language)


def shares(words: Words, whole: int, shown: Sequence[Share]) -> Tag:
    """Draw bars with number and per cent, each a part of `whole`."""
    made = Tag("dl", "", "bl-shares")
    with made:
        for each in shown:
            part = round(100 * each.number / whole) if whole else 0
            with Tag("div"):
                Tag("dt", each.name)
                with Tag("dd"):
                    Tag("b", figure(words, each.number))
                    Tag("span", f"{part}\u00a0%", "bl-mute")
                with Tag("dd", "", "bl-meter", aria_hidden="true"):
                    Tag("i", "", f"bl-{each.colour}").style(f"width: {min(part, 100)}%")
    return made
