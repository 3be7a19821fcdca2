"""The consent ledger: every entry, one item with its past, and revoking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.pages.account_effects import revoke_effect
from app.console.parts.badges import badge, badge_cell
from app.console.parts.effects import effect_panel
from app.console.parts.elements import Tag, link
from app.console.parts.fields import Choice, Field, Shape
from app.console.parts.small import Form, Moment, short_hash, short_id
from app.console.parts.states import empty_state
from app.console.parts.surfaces import Facts, card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from domain.consent.end import Revoke, revoke
from domain.consent.ledger import LedgerRequest
from domain.consent.records import Consent, ConsentFilter, ConsentStatus
from domain.kernel.errors import not_found
from domain.kernel.ids import read, short, show
from domain.kernel.paging import Page
from domain.operators.leave_overview import LeaveDetail, LedgerPage, leave
from domain.operators.leave_overview import ledger as ledger_page

if TYPE_CHECKING:
    from app.console.context import PageContext

_KINDS = (
    ConsentStatus.GIVEN,
    ConsentStatus.REFUSED,
    ConsentStatus.WITHDRAWN,
    ConsentStatus.REVOKED,
    ConsentStatus.EXPIRED,
)


async def ledger(context: PageContext) -> None:
    """Draw the ledger."""
    words = context.words
    page_head(
        context,
        words("Consent ledger"),
        crumbs=[(words("Consent"), ""), (words("Ledger"), "")],
        lede=words("Each decision of a person, item by item; entries are added, never changed."),
    )
    state, past = context.query.get("state", ""), context.query.get("past", "")
    columns = [
        Column("entry", words("Entry"), "id"),
        Column("account", words("Account"), "mono"),
        Column("given_to", words("Given to")),
        Column("item", words("Item"), "mono"),
        Column("state", words("State"), "badge"),
        Column("until", words("Until"), "day"),
        Column("at", words("Recorded"), "time", align="end"),
    ]
    known = [each.value for each in ConsentStatus]
    wanted_filter = ConsentFilter(
        statuses=(ConsentStatus(state),) if state in known else (), current=past != "1"
    )

    async def load(wanted: Wanted) -> Page[Row]:
        found: LedgerPage = await context.call(
            ledger_page, LedgerRequest(wanted_filter, wanted.page)
        )
        rows = tuple(_row(context, found, entry) for entry in found.page.rows)
        return Page(rows, found.page.next, found.page.previous)

    def empty() -> None:
        empty_state(
            words("Nobody was asked for leave yet"),
            words("When an application asks a person, each answer becomes an entry here."),
            sign="scroll-text",
            testid="ledger.empty",
        )

    whole = card(flush=True)
    with whole.body:
        _filters(context, state, past)
        listing = Listing(context, ("ledger", words("Consent ledger"), columns), load, empty)
    await listing.show()


def _filters(context: PageContext, state: str, past: str) -> None:
    words = context.words
    options = [Choice("", words("Any"))]
    options += [Choice(each.value, badge_cell(words, each.value)[2]) for each in _KINDS]
    with Tag("div", "", "bl-filters"):
        chosen = Field("state", words("State"), state, shape=Shape("select", options=options))
        times = [Choice("", words("Present state")), Choice("1", words("Every entry"))]
        shown = Field("past", words("Shown"), past, shape=Shape("select", options=times))
        for each in (chosen, shown):
            each.on(
                "told",
                lambda: context.go("/ledger", state=chosen.text, past=shown.text),
                args=[],
            )


def _row(context: PageContext, found: LedgerPage, entry: Consent) -> Row:
    client = found.clients.get(entry.client_id)
    return {
        "id": show("con", entry.id),
        "href": context.href(f"/ledger/{show('con', entry.id)}"),
        "entry": short("con", entry.id),
        "account": short("acc", entry.account_id),
        "given_to": client.label if client else short("cli", entry.client_id),
        "item": entry.item,
        "state": badge_cell(context.words, entry.status.value),
        "until": entry.expires_at.isoformat() if entry.expires_at else "",
        "at": entry.at.isoformat(),
    }


async def leave_item(context: PageContext) -> None:
    """Draw one item of leave.

    Refuses:
        not_found: there is no such entry in this tenant.
    """
    words = context.words
    consent_id = read("con", context.params["consent"])
    if consent_id is None:
        raise not_found("leave")
    seen: LeaveDetail = await context.call(leave, consent_id)
    present = seen.history[0]
    name = seen.client.label if seen.client else short("cli", present.client_id)
    head = page_head(
        context,
        present.item,
        crumbs=[(words("Consent"), ""), (words("Ledger"), "/ledger")],
        mono=True,
    )
    with head.beside:
        badge(words, present.status.value)
        Tag("span", name, "bl-mute")
    in_force = present.status is ConsentStatus.GIVEN
    with Tag("div", "", "bl-grid bl-side"):
        with Tag("div", "", "bl-section"):
            _history(context, seen)
        with Tag("div", "", "bl-section"):
            if in_force and context.may("consents.revoke"):
                _revoking(context, seen, name)
            _facts(context, present)


def _revoking(context: PageContext, seen: LeaveDetail, name: str) -> None:
    present = seen.history[0]
    words = context.words

    async def act(note: str) -> None:
        wanted = Revoke(present.account_id, present.client_id, note, present.item)
        await context.call(revoke, wanted)
        context.toaster.done(words("Revoked."))
        context.go(context.path)

    effect = revoke_effect(
        context, client=name, item=present.item, grants=len(seen.grants), others=seen.others
    )
    effect_panel(context, effect, act)


def _history(context: PageContext, seen: LeaveDetail) -> None:
    words = context.words
    past = card(words("What happened"), flush=True)
    with past.body, Tag("ul", "", "bl-lines"):
        for entry in seen.history:
            with Tag("li"):
                badge(words, entry.status.value)
                with Tag("span", "", "bl-grow"):
                    Tag("span", entry.note or entry.reason)
                    if entry.expires_at:
                        Tag("span", " · " + words("until") + " ")
                        Moment(entry.expires_at, Form.DAY)
                Tag("span", entry.actor_kind, "who")
                Moment(entry.at, Form.DAY)


def _facts(context: PageContext, entry: Consent) -> None:
    words = context.words
    facts = card(words("Facts"))
    with facts.body:
        known = Facts()
        with known.add(words("Entry")):
            short_id(words, show("con", entry.id), short("con", entry.id))
        with known.add(words("Account")):
            account = show("acc", entry.account_id)
            link(short("acc", entry.account_id), context.href(f"/accounts/{account}"), "bl-mono")
        known.add(words("Necessity"), entry.necessity.value)
        known.add(words("Basis"), entry.basis.value)
        known.add(words("Chosen for"), entry.duration.value)
        with known.add(words("Decision")):
            short_id(words, entry.record_id, short_hash(entry.record_id))
        if entry.display_hash:
            with known.add(words("Text shown")):
                short_id(words, entry.display_hash, short_hash(entry.display_hash))
