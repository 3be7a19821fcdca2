"""Personas of a sandbox: the list, with what each one's tokens can tell, and the tenant's clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from nicegui import ui

from app.console.parts.badges import badge_cell
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.commands import AsCommand
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag
from app.console.parts.small import notice
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from app.runtime.words import later
from domain.accounts.records import Account
from domain.kernel.ids import short, show
from domain.kernel.paging import Page
from domain.sandbox.clock import MoveClock, move_clock
from domain.sandbox.look_up import PersonasSeen, personas_seen

if TYPE_CHECKING:
    from app.console.context import PageContext

MOVES: Final = (
    ("hour", timedelta(hours=1), later("Move it by an hour…")),
    ("day", timedelta(days=1), later("By a day…")),
    ("month", timedelta(days=30), later("By 30 days…")),
)
_SHOWN_CLAIMS: Final = 3


async def personas(context: PageContext) -> None:
    """Draw the list of personas; in a production tenant, that there are none."""
    words = context.words
    head = page_head(
        context,
        words("Personas"),
        crumbs=[(words("Testing"), ""), (words("Personas"), "")],
        lede=words("Made-up people with passwords that tests know. Nobody real is among them."),
    )
    if not context.tenant.sandbox:
        _production(context)
        return
    AsCommand(context, head, f"byleave persona list --tenant {context.tenant.slug}")
    if context.may("accounts.create"):
        with head.acts:
            new = context.href("/personas/new")
            go_button(
                words("Make a persona"),
                new,
                weight=Weight.PRIMARY,
                sign="plus",
                testid="personas.new",
            )
    with Tag("div", "", "bl-grid bl-side"):
        whole = card(words("In this sandbox"), flush=True)
        side = Tag("div", "", "bl-section")
    with whole.body:
        listing = _listing(context)
    with side:
        _clock(context)
    await listing.show()


def _production(context: PageContext) -> None:
    words = context.words
    whole = card(flush=True)
    with whole.body:
        empty_state(
            words("A production tenant has no personas"),
            words("They exist in sandbox tenants only; a tenant's kind never changes."),
            sign="flask-conical",
            testid="personas.production",
        )


def _listing(context: PageContext) -> Listing:
    words = context.words
    columns = [
        Column("persona", words("Persona"), "id"),
        Column("name", words("Signs in as"), "mono"),
        Column("state", words("State"), "badge"),
        Column("claims", words("Claims")),
        Column("made", words("Created"), "time", align="end"),
    ]

    async def load(wanted: Wanted) -> Page[Row]:
        found: PersonasSeen = await context.call(personas_seen, wanted.page)
        rows = tuple(_row(context, each, found.claims.get(each.id, {})) for each in found.page.rows)
        return Page(rows, found.page.next, found.page.previous)

    def empty() -> None:
        with empty_state(
            words("No persona is here yet"),
            words("Make one, and sign in as them in the test drive or in your own tests."),
            sign="flask-conical",
            testid="personas.empty",
        ):
            go_button(words("Make a persona"), context.href("/personas/new"), sign="plus")

    return Listing(context, ("personas", words("Personas"), columns), load, empty)


def _row(context: PageContext, account: Account, claims: Mapping[str, Any]) -> Row:
    names = sorted(claims)
    more = context.words("and {n} more", n=len(names) - _SHOWN_CLAIMS)
    told = names if len(names) <= _SHOWN_CLAIMS else [*names[:_SHOWN_CLAIMS], more]
    return {
        "id": show("acc", account.id),
        "href": context.href(f"/personas/{show('acc', account.id)}"),
        "persona": short("acc", account.id),
        "name": signs_in_as(claims),
        "state": badge_cell(context.words, account.status.value),
        "claims": ", ".join(told),
        "made": account.created_at.isoformat(),
    }


def signs_in_as(claims: Mapping[str, Any]) -> str:
    """Return what a persona types at sign-in; it is made up, and so may be shown."""
    return str(claims.get("preferred_username") or claims.get("email") or "")


def _clock(context: PageContext) -> None:
    words = context.words
    clock = card(words("Clock"), testid="personas.clock")
    with clock.body, Tag("div", "", "bl-col"):
        ahead = context.tenant.clock_ahead
        said = words("{ahead} ahead of the real time", ahead=ahead) if ahead else ""
        Tag("p", said or words("It shows the real time."), "bl-s")
        Tag(
            "p",
            words("It moves forward only, so that what has ended stays ended."),
            "bl-xs bl-mute",
        )
        if not context.may("tenants.change"):
            return
        with Tag("div", "", "bl-row bl-wrap"):
            for name, by, text in MOVES:
                _move(context, name, by, words(text))
        notice(words("Jobs go by the real time."), "note")


def _move(context: PageContext, name: str, by: timedelta, text: str) -> None:
    words = context.words

    async def act(_note: str) -> None:
        await context.call(move_clock, MoveClock(by))
        ui.navigate.reload()

    async def ask() -> None:
        effect = Effect(
            words("For everybody in this tenant it is later from then on."),
            [
                Stop(words("Sessions, tokens and leave whose time this passes"), words("at once")),
                Stop(words("Other tenants, and the jobs' own times"), stays=True),
            ],
            words("Move the clock"),
            words("It cannot go back."),
            reason=False,
        )
        confirm(context, words("Move the clock"), effect, act, testid="personas.move")

    Button(context, text, ask, sign="timer", testid=f"personas.move.{name}")
