"""Pages of the demo console: one for each part, with the words of the product."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from app.console.context import PageContext
from app.console.parts.badges import badge, badge_cell, plain_badge
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.code import CodeBlock
from app.console.parts.effects import Effect, Stop, effect_panel
from app.console.parts.elements import Tag, icon, link
from app.console.parts.fields import Field
from app.console.parts.small import Moment, short_id
from app.console.parts.states import empty_state
from app.console.parts.surfaces import Facts, Tile, card, page_head, tabs, tiles
from app.console.parts.tables import Column, Listing
from domain.kernel.paging import Page
from tests.app.console.demo_forms import form, hostile
from tests.app.console.demo_hostile import hostile_parts
from tests.app.console.demo_parts import drawings, lists

NOW = datetime.now(UTC)
ROWS = 34
SIZE = 12
PRESSED: list[str] = []


async def home(context: PageContext) -> None:
    head = page_head(context, "Good morning, mk")
    with head.beside:
        plain_badge("Doctor: all well", "circle-check", "good")
    with Tag("div", "", "bl-section"):
        tiles(
            context,
            [
                Tile("Sign-ins", "18,204", "than the 30 days before", "/audit", "+6.2 %", "up"),
                Tile("Refused sign-ins", "1.8 %", "best since August", "/audit", "−0.4 pt", "up"),
                Tile("Consents given", "2,961", "of those asked", "/ledger", "81 %"),
                Tile("Ending in 7 days", "148", "without a reminder sent", "/ledger", "12", "dn"),
            ],
        )
        with Tag("div", "", "bl-grid bl-g2"):
            acts = card("What operators did last", flush=True)
            with acts.more:
                link("Audit", context.href("/audit"))
            with acts.body, Tag("table", "", "bl-table"), Tag("tbody"):
                for text, sign, ago in (
                    ("Revoked the consent of acc_7f3k9q for Tidebook", "ban", 4),
                    ("Rotated the secret of Lab Portal", "key-round", 60),
                ):
                    with Tag("tr"):
                        with Tag("td"), Tag("span", "", "bl-row"):
                            icon(sign)
                            Tag("span", text)
                        Tag("td", "mk")
                        with Tag("td", "", "num bl-mute"):
                            Moment(NOW - timedelta(minutes=ago))
            waiting = card("Waiting for you")
            with waiting.body:
                Tag("p", "Nothing.", "bl-mute")


def _row(context: PageContext, number: int) -> dict[str, object]:
    key = f"acc_{number:06d}"
    state = ("enabled", "enabled", "locked", "disabled", "pending")[number % 5]
    return {
        "id": key,
        "href": context.href(f"/accounts/{key}"),
        "account": key,
        "label": "night ward, tablet 2" if number % 3 == 0 else "",
        "state": badge_cell(context.words, state),
        "sessions": number % 4,
        "seen": (NOW - timedelta(minutes=7 * number * number + 4)).isoformat(),
    }


async def accounts(context: PageContext) -> None:
    head = page_head(context, "Accounts", crumbs=[("People", ""), ("Accounts", "")])
    with head.acts:
        Button(context, "As command", _nothing, weight=Weight.QUIET, sign="terminal")
        go_button("Create an account", context.href("/form"), weight=Weight.PRIMARY, sign="plus")
    whole = card(flush=True)
    columns = [
        Column("account", "Account", "id"),
        Column("label", "Label"),
        Column("state", "State", "badge"),
        Column("sessions", "Sessions", align="end"),
        Column("seen", "Last seen", "time", align="end", sortable=True),
    ]

    async def load(wanted):
        first = int(wanted.page.after or b"0")
        if wanted.page.backward:
            first = max(0, first - SIZE)
        rows = tuple(_row(context, n) for n in range(first, min(first + SIZE, ROWS)))
        following = str(first + SIZE).encode() if first + SIZE < ROWS else None
        return Page(rows, following, str(first).encode() if first else None)

    with whole.body:
        with Tag("div", "", "bl-filters"):
            Field("find", "Account id, or an identifier")
        listing = Listing(context, ("accounts", "Accounts", columns), load, lambda: None)
    await listing.show()


async def account(context: PageContext) -> None:
    key = context.params["account"]
    head = page_head(context, key, crumbs=[("People", ""), ("Accounts", "/accounts")], mono=True)
    with head.beside:
        badge(context.words, "enabled")
        Tag("span", "“night ward, tablet 2”", "bl-mute")
    with head.acts:
        Button(context, "Disable…", _disable(context), weight=Weight.BEGINS_AN_END, sign="ban")
    tabs(
        context,
        "Parts of the account",
        f"/accounts/{key}",
        [
            ("overview", "Overview", ""),
            ("sessions", "Sessions", "2"),
            ("consents", "Consents", "4"),
        ],
    )
    with Tag("div", "", "bl-grid bl-side"):
        with Tag("div", "", "bl-section"):
            live = card("What is live", note="2 sessions, 3 grants")
            with live.body:
                Tag("p", "Firefox, Windows")
        with Tag("div", "", "bl-section"):
            effect_panel(
                context,
                Effect(
                    "Revoking the grant of Tidebook ends its consent.",
                    [
                        Stop("2 tokens on 1 device", "at once"),
                        Stop("Access tokens checked offline by Tidebook", "≤ 9 min"),
                        Stop("Stays: this session, Lab Portal, 3 other consents", stays=True),
                    ],
                    "Revoke 1 grant, 2 tokens",
                    "Cannot be undone. The person can give leave again.",
                ),
                _revoke(context),
            )
            facts = card("Facts")
            with facts.body:
                known = Facts()
                with known.add("Id"):
                    short_id(context.words, "acc_00000000000000000000" + key[4:], key)
                known.add("Identifiers", "2, sealed")
                with known.add("Last seen"):
                    Moment(NOW - timedelta(minutes=4))


def _disable(context: PageContext):
    async def undo() -> None:
        PRESSED.append("enabled")
        context.toaster.done("Enabled again.")

    async def act() -> None:
        PRESSED.append("disabled")
        context.toaster.done("Disabled acc_7f3k9q.", undo)

    return act


def _revoke(context: PageContext):
    async def act(reason: str) -> None:
        PRESSED.append(f"revoked: {reason}")
        context.toaster.done("Revoked.")

    return act


async def _nothing() -> None:
    return None


async def clients(context: PageContext) -> None:
    page_head(context, "Clients", crumbs=[("Apps", ""), ("Clients", "")])
    whole = card(flush=True)
    with (
        whole.body,
        empty_state(
            "No application may ask yet",
            "A client is an application that asks people for their leave. Connect one: you get an id, "
            "ten lines of code and a button to try it.",
            sign="app-window",
        ),
    ):
        with Tag("div", "", "bl-row"):
            go_button(
                "Connect an application", context.href("/form"), weight=Weight.PRIMARY, sign="plus"
            )
        CodeBlock(
            context.words,
            {
                "shell": "byleave client add tidebook \\\n  --redirect https://tidebook.example/callback"
            },
        )


async def press(context: PageContext) -> None:
    page_head(context, "One button")

    async def act() -> None:
        PRESSED.append(context.identity.name)

    Button(context, "Press", act, testid="press")


async def slow(context: PageContext) -> None:
    await asyncio.sleep(2)
    page_head(context, "Slow")


async def broken(context: PageContext) -> None:
    page_head(context, "Half a page")
    raise RuntimeError


PAGES = {
    "/": home,
    "/accounts": accounts,
    "/accounts/{account}": account,
    "/clients": clients,
    "/form": form,
    "/ledger": clients,
    "/audit": clients,
    "/jobs": clients,
    "/test-drive": clients,
    "/system/tenants": clients,
    "/lists": lists,
    "/drawings": drawings,
    "/press": press,
    "/slow": slow,
    "/broken": broken,
    "/hostile": hostile,
    "/hostile-parts": hostile_parts,
}
