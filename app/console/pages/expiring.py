"""What ends soon: a calendar of thirty days, and whose leave for what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from app.console.pages.expiring_calendar import draw_calendar, written
from app.console.pages.ledger import KINDS
from app.console.parts.buttons import go_button
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head, tabs
from app.console.parts.tables import Column, Listing, Row, Wanted
from domain.clients.ours import called
from domain.consent.expiring import MOST_A_DAY, DayEnds, Expiring, calendar
from domain.consent.records import Consent
from domain.kernel.ids import short, show
from domain.kernel.paging import Page
from domain.operators.expiring_overview import EndsWith, ExpiringPage, expiring

if TYPE_CHECKING:
    from app.console.context import PageContext

_SPANS: Final = {"month": 30, "week": 7, "day": 1}
"""Days of each tab, from now on; the first one is open at first."""


async def expiring_page(context: PageContext) -> None:
    """Draw what ends soon."""
    words = context.words
    days: tuple[DayEnds, ...] = await context.call(calendar)
    head = page_head(
        context,
        words("Expiring"),
        crumbs=[(words("Consent"), ""), (words("Expiring"), "")],
        lede=words("Leave ends by itself at its moment; whoever still needs it asks again."),
    )
    day = _day(context.query.get("day", ""))
    opened = context.query.get("tab", "")
    whole_days = _SPANS.get(opened, _SPANS["month"])
    span = timedelta(days=1)
    if whole_days > 1:
        span = days[whole_days].until - days[0].begins_at
    slug = context.tenant.slug
    AsCommand(context, head, f"byleave consent ending --tenant {slug} --within P{whole_days}D")
    with Tag("div", "", "bl-section"):
        draw_calendar(context, days, day)
        _tabs(context, days)
        whole = card(flush=True)
    with whole.body:
        _bar(context, day, opened)

        async def load(wanted: Wanted) -> Page[Row]:
            request = Expiring(span, day, wanted.page)
            found: ExpiringPage = await context.call(expiring, request)
            rows = tuple(_row(context, found, entry) for entry in found.page.rows)
            return Page(rows, found.page.next, found.page.previous)

        table = ("expiring", words("Expiring"), _columns(context))
        listing = Listing(context, table, load, lambda: _empty(context))
    await listing.show()


def _columns(context: PageContext) -> list[Column]:
    words = context.words
    return [
        Column("entry", words("Entry"), "id"),
        Column("until", words("Ends"), "time"),
        Column("account", words("Account"), "mono"),
        Column("given_to", words("Given to")),
        Column("item", words("Item"), "mono"),
        Column("kind", words("Kind")),
        Column("stops", words("What ends with it")),
    ]


def _tabs(context: PageContext, days: tuple[DayEnds, ...]) -> None:
    words = context.words
    names = {
        "month": words("Next 30 days"),
        "week": words("Next 7 days"),
        "day": words("Next 24 hours"),
    }
    shown = [(key, names[key], _sum(days, count)) for key, count in _SPANS.items() if count > 1]
    shown.append(("day", names["day"], ""))
    tabs(context, words("Within"), "/expiring", shown)


def _sum(days: tuple[DayEnds, ...], count: int) -> str:
    """Add up today and whole days after it; a capped day makes the sum a least one."""
    some = days[: count + 1]
    capped = any(each.count >= MOST_A_DAY for each in some)
    return f"{sum(each.count for each in some)}{'+' if capped else ''}"


def _bar(context: PageContext, day: datetime | None, opened: str) -> None:
    words = context.words
    with Tag("div", "", "bl-filters"):
        if day is None:
            Tag("span", words("The first to end first; days are those of UTC."), "bl-s bl-mute")
            return
        Tag("b", words("Ends on {day}", day=written(words, day)))
        Tag("span", words("by the day of UTC"), "bl-s bl-mute")
        Tag("span", "", "bl-grow")
        everything = context.href("/expiring", tab=opened)
        go_button(words("Show every day"), everything, sign="x", testid="expiring.all")


def _day(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
    except ValueError:
        return None


def _row(context: PageContext, found: ExpiringPage, entry: Consent) -> Row:
    client = found.clients.get(entry.client_id)
    return {
        "id": show("con", entry.id),
        "href": context.href(f"/ledger/{show('con', entry.id)}"),
        "entry": short("con", entry.id),
        "until": entry.expires_at.isoformat() if entry.expires_at else "",
        "account": short("acc", entry.account_id),
        "given_to": called(client, context.words) if client else short("cli", entry.client_id),
        "item": entry.item,
        "kind": context.words(KINDS[entry.necessity]),
        "stops": _stops(context, found.stops[entry.id]),
    }


def _stops(context: PageContext, stops: EndsWith) -> str:
    words, said = context.words, []
    if stops.closes:
        said.append(words.count("{n} grant closes", "{n} grants close", stops.closes))
    if stops.narrows:
        said.append(
            words.count(
                "{n} grant goes on without it", "{n} grants go on without it", stops.narrows
            )
        )
    return ", ".join(said) or words("no grant rests on it")


def _empty(context: PageContext) -> None:
    words = context.words
    empty_state(
        words("Nothing ends in this time"),
        words("Each leave has an end that the person chose; it appears here before it comes."),
        sign="calendar-clock",
        testid="expiring.empty",
    )
