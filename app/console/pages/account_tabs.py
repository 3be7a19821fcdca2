"""The parts of an account's page beside what is live: leave, events, and the days it was seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from app.console.pages.line_parts import doers, one_line, told_names
from app.console.parts.badges import badge
from app.console.parts.buttons import Button
from app.console.parts.charts import Plot, Series, chart_card
from app.console.parts.days import day_written
from app.console.parts.elements import Tag, link
from app.console.parts.small import Form, Moment
from app.console.parts.surfaces import card
from domain.consent.records import Consent, ConsentStatus
from domain.kernel.ids import show
from domain.operators.accounts_overview import DAYS_SEEN

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.console.pages.account_effects import AccountEffects
    from app.console.pages.account_tree import Making
    from domain.operators.accounts_overview import AccountEvents, LiveAccount

Put = Callable[["Making"], None]


def consents_tab(
    context: PageContext, seen: LiveAccount, effects: AccountEffects, put: Put
) -> None:
    """Draw the leave of an account, an end at each item that is in force.

    Args:
        context: the page.
        seen: the account.
        effects: makes the ends.
        put: shows what one will stop.
    """
    words = context.words
    leave = card(words("Leave"), flush=True, testid="leave")
    with leave.more:
        if seen.consents:
            account_id = show("acc", seen.account.id)
            link(words("In the ledger"), context.href("/ledger", account=account_id), "bl-s")
    with leave.body:
        if not seen.consents:
            Tag("p", words("Nothing was asked of this person yet."), "bl-none-yet bl-mute")
            return
        with Tag("ul", "", "bl-live"):
            for entry in seen.consents:
                with Tag("li"):
                    _entry(context, entry, effects, put)


def _entry(context: PageContext, entry: Consent, effects: AccountEffects, put: Put) -> None:
    words = context.words
    with Tag("div", "", "n"):
        badge(words, entry.status.value)
        Tag("b", effects.client(entry.client_id))
        link(entry.item, context.href(f"/ledger/{show('con', entry.id)}"), "bl-mono")
        with Tag("span", "", "end"):
            if entry.status is not ConsentStatus.GIVEN or not entry.expires_at:
                Moment(entry.at)
                return
            Tag("span", words("until"))
            Moment(entry.expires_at, Form.DAY)
            if context.may("consents.revoke"):
                make = partial(effects.revoke, entry.client_id, entry.item)

                async def begin() -> None:
                    put(make)

                testid = f"leave.revoke.{entry.item}"
                Button(context, words("Revoke…"), begin, mini=True, testid=testid)


async def events_tab(context: PageContext, events: AccountEvents) -> None:
    """Draw what the trail says of an account, one sentence a line."""
    words = context.words
    called = await doers(context, events.lines)
    names = await told_names(context, events.lines, events.names)
    whole = card(
        words("What happened"),
        flush=True,
        note=words("about it, by it, and about its sessions and leave"),
        testid="events",
    )
    with whole.body:
        if not events.lines:
            Tag("p", words("Nothing yet."), "bl-none-yet bl-mute")
            return
        with Tag("ul", "", "bl-lines"):
            for line in events.lines:
                one_line(context, line, names, called)


def days_card(context: PageContext, events: AccountEvents, at: datetime) -> None:
    """Draw the days with a sign-in; no hour is kept of them here."""
    words = context.words
    count = (at.date() - events.days_since).days + 1
    days = [events.days_since + timedelta(days=number) for number in range(max(count, 1))]
    numbers = [events.days.get(day, 0) for day in days]
    said = words.count("last {n} day, by day only", "last {n} days, by day only", len(days))
    if len(days) < DAYS_SEEN.days:
        said = words("since {day}, by day only", day=day_written(words, events.days_since))
    series = [Series(words("sign-ins"), numbers)]
    drawn = (days, series, Plot.HEAT)
    chart_card(words, words("Days with a sign-in"), drawn, note=said, testid="account.days")
