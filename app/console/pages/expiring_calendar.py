"""A calendar of thirty days: how much leave ends on each, and the way to the list of one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from babel.dates import format_date, format_skeleton

from app.console.parts.days import dated
from app.console.parts.elements import Tag, link
from app.console.parts.surfaces import card
from domain.consent.expiring import MOST_A_DAY, DayEnds

if TYPE_CHECKING:
    from datetime import date

    from app.console.context import PageContext
    from app.runtime.words import Words

_WEEK: Final = 7
_STEPS: Final = 4
"""Shades of a day in which something ends."""


def draw_calendar(context: PageContext, days: tuple[DayEnds, ...], chosen: datetime | None) -> None:
    """Draw the days in weeks; each leads to its list."""
    words = context.words
    whole = card(
        words("The next 30 days"), note=words("items of leave that end"), testid="expiring.days"
    )
    most = max((each.count for each in days), default=0)
    first = days[0].begins_at
    monday = first - timedelta(days=first.weekday())
    with whole.body, Tag("div", "", "bl-days"):
        for place in range(_WEEK):
            day = monday + timedelta(days=place)
            Tag("span", format_date(day, "EEE", locale=words.language), "wd", aria_hidden="true")
        for _ in range(first.weekday()):
            Tag("span", "", "gap", aria_hidden="true")
        for each in days:
            _cell(context, each, most, chosen, first=each is days[0])


def written(words: Words, day: datetime) -> str:
    """Write a day with its month."""
    text: str = format_skeleton("MMMMd", day, locale=dated(words))
    return text


def first_written(words: Words, day: date) -> str:
    """Write a day with its month in short, as the first one in a calendar."""
    text: str = format_skeleton("MMMd", day, locale=dated(words))
    return text


def _cell(
    context: PageContext, day: DayEnds, most: int, chosen: datetime | None, *, first: bool
) -> None:
    words = context.words
    day_of = day.begins_at.date()
    here = chosen is not None and chosen.date() == day_of
    capped = day.count >= MOST_A_DAY
    number = f"{MOST_A_DAY}+" if capped else str(day.count)
    when = written(words, day.begins_at)
    name = words.count("{day}: {n} ends", "{day}: {n} end", day.count, day=when, n=number)
    address = context.href("/expiring", tab=context.query.get("tab", ""), day=day_of.isoformat())
    shade = -(-_STEPS * day.count // most) if most else 0
    with link(
        "",
        address,
        f"day h{shade}",
        aria_label=name,
        aria_current="true" if here else None,
        data_testid=f"expiring.day.{day_of.isoformat()}",
    ):
        with Tag("span", str(day_of.day), "d"):
            if first or day_of.day == 1:
                Tag("span", first_written(words, day_of).removeprefix(str(day_of.day)), "m")
        Tag("b", number if day.count else "", "n")
