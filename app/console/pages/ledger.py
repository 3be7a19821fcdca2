"""The consent ledger: every entry, filtered, proven, exported, and revoked by ticks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from app.console.pages.audit_chain import Chain
from app.console.pages.ledger_acts import (
    export_button,
    outcomes_chart,
    revoke_many_of,
)
from app.console.parts.acts import BulkAct, RowAct
from app.console.parts.badges import badge_cell
from app.console.parts.buttons import Weight
from app.console.parts.chips import Chips, Filter
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag, link
from app.console.parts.fields import Choice
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from app.runtime.words import later
from domain.clients.listing import ClientDetail, detail
from domain.clients.ours import called
from domain.consent.ledger import LedgerRequest
from domain.consent.records import Consent, ConsentFilter, ConsentStatus, Necessity
from domain.figures.names import REFUSED
from domain.kernel.errors import Refusal
from domain.kernel.ids import read, short, show
from domain.kernel.paging import Page
from domain.operators.leave_overview import LedgerPage
from domain.operators.leave_overview import ledger as ledger_page

if TYPE_CHECKING:
    from app.console.context import PageContext

_STATES: Final = (
    ConsentStatus.GIVEN,
    ConsentStatus.REFUSED,
    ConsentStatus.WITHDRAWN,
    ConsentStatus.REVOKED,
    ConsentStatus.EXPIRED,
)
KINDS: Final = {
    Necessity.NEEDED: later("needed"),
    Necessity.CHOSEN: later("optional"),
}
_NOBODY: Final = bytes(16)
"""An id that no row has: what an address says that is no id finds nothing."""


async def ledger(context: PageContext) -> None:
    """Draw the ledger."""
    words = context.words
    head = page_head(
        context,
        words("Consent ledger"),
        crumbs=[(words("Consent"), ""), (words("Ledger"), "")],
    )
    _lede(context)
    chain = Chain(context, head.beside, "ledger")
    chain.below = Tag("div")
    AsCommand(context, head, f"byleave consent list --tenant {context.tenant.slug}")
    columns = [
        Column("entry", words("Entry"), "id"),
        Column("account", words("Account"), "mono"),
        Column("given_to", words("Given to")),
        Column("item", words("Item"), "mono"),
        Column("kind", words("Kind")),
        Column("state", words("State"), "badge"),
        Column("until", words("How long"), "day"),
        Column("at", words("Recorded"), "time", align="end"),
    ]
    if context.may("audit.read"):
        await chain.show()
        await outcomes_chart(context)
    whole = card(flush=True)
    with whole.body:
        with Tag("div", "", "bl-filters"):
            chips = Chips(context, _filters(context), testid="ledger.filters")

        async def load(wanted: Wanted) -> Page[Row]:
            request = LedgerRequest(await asked_of(context, chips), wanted.page)
            found: LedgerPage = await context.call(ledger_page, request)
            rows = tuple(_row(context, found, entry) for entry in found.page.rows)
            return Page(rows, found.page.next, found.page.previous)

        async def again() -> None:
            await listing.again()

        table = ("ledger", words("Consent ledger"), columns)
        acts = _acts(context, again)
        listing = Listing(context, table, load, lambda: _empty(context), acts=acts, chips=chips)
    with head.acts:
        if context.may("audit.read"):
            chain.button()
        export_button(context, lambda: asked_of(context, chips))
    await listing.show()


def _lede(context: PageContext) -> None:
    """Say what stands here, and where a page refused whole is told: it is not remembered."""
    words = context.words
    with Tag("p", "", "bl-lede", data_testid="ledger.lede"):
        said = words(
            "Each decision of a person, item by item, as it stands now; the filter "
            "“{shown}: {every}” adds the earlier ones. Entries are added, never changed.",
            shown=words("shown"),
            every=words("every entry"),
        )
        Tag("span", said + " ")
        Tag("span", words("A page refused as a whole leaves no entry, and is asked again.") + " ")
        told = words("The audit trail tells of it.")
        if context.may("audit.read"):
            link(told, context.href("/audit", event=REFUSED))
        else:
            Tag("span", told)


def until(entry: Consent) -> str:
    """Return the word before the end of an entry: a no stands until one may ask again."""
    is_no = entry.status in {ConsentStatus.REFUSED, ConsentStatus.WITHDRAWN}
    return later("may be asked again from") if is_no else later("until")


def _filters(context: PageContext) -> list[Filter]:
    words = context.words
    states = [Choice(each.value, badge_cell(words, each.value)[2]) for each in _STATES]
    kinds = [Choice(each.value, words(said)) for each, said in KINDS.items()]
    return [
        Filter("state", words("state"), states, several=True),
        Filter("client", words("client id")),
        Filter("account", words("account id")),
        Filter("item", words("item")),
        Filter("kind", words("kind"), kinds),
        Filter("until", words("ends before"), kind="day"),
        Filter("past", words("shown"), [Choice("1", words("every entry"))]),
    ]


async def asked_of(context: PageContext, chips: Chips) -> ConsentFilter:
    """Return what the chips ask for; an id that is none of this tenant finds nothing."""
    account = chips.value("account")
    kind = chips.value("kind")
    return ConsentFilter(
        account_id=(read("acc", account) or _NOBODY) if account else None,
        client_id=await _client(context, chips.value("client")),
        item=chips.value("item") or None,
        necessity=Necessity(kind) if kind else None,
        statuses=tuple(ConsentStatus(each) for each in chips.values("state")),
        current=chips.value("past") != "1",
        expiring_before=_day(chips.value("until")),
    )


def _day(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
    except ValueError:
        return None


async def _client(context: PageContext, client_id: str) -> bytes | None:
    if not client_id:
        return None
    try:
        found: ClientDetail = await context.call(detail, client_id)
    except Refusal:
        return _NOBODY
    return found.client.id


def _acts(context: PageContext, again: Callable[[], Awaitable[None]]) -> Sequence[RowAct | BulkAct]:
    words = context.words

    async def revoke_one(row: str) -> None:
        context.go(f"/ledger/{row}")

    async def revoke_ticked(ids: Sequence[str]) -> None:
        revoke_many_of(context, ids, again)

    return [
        RowAct(
            "end",
            words("Revoke…"),
            revoke_one,
            "ban",
            needs="consents.revoke",
            weight=Weight.BEGINS_AN_END,
            where=lambda row: row["in_force"] is True,
        ),
        BulkAct(
            "revoke",
            words("Revoke {n}…"),
            revoke_ticked,
            "ban",
            needs="consents.revoke",
            weight=Weight.BEGINS_AN_END,
            where=lambda row: row["in_force"] is True,
            idle=words("Nothing to revoke: none of these is in force."),
        ),
    ]


def _row(context: PageContext, found: LedgerPage, entry: Consent) -> Row:
    client = found.clients.get(entry.client_id)
    return {
        "id": show("con", entry.id),
        "href": context.href(f"/ledger/{show('con', entry.id)}"),
        "entry": short("con", entry.id),
        "account": short("acc", entry.account_id),
        "given_to": called(client, context.words) if client else short("cli", entry.client_id),
        "item": entry.item,
        "kind": context.words(KINDS[entry.necessity]),
        "state": badge_cell(context.words, entry.status.value),
        "until": [entry.expires_at.isoformat(), context.words(until(entry))]
        if entry.expires_at
        else "",
        "at": entry.at.isoformat(),
        "in_force": entry.status is ConsentStatus.GIVEN,
    }


def _empty(context: PageContext) -> None:
    words = context.words
    empty_state(
        words("No leave was decided yet"),
        words("When a person decides what an application may do, each item becomes an entry here."),
        sign="scroll-text",
        testid="ledger.empty",
    )
