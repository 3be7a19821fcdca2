"""Consents: the ledger, and an operator's end of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Query
from pydantic import AwareDatetime, Field

from app.api.v1.door import Caller
from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.sessions import Ended
from app.api.v1.values import (
    Answer,
    Body,
    Listed,
    Paged,
    Text,
    an_id,
    listed,
    wanted_page,
)
from app.api.v1.values import Duration as Span
from domain.clients.listing import ClientDetail, detail
from domain.consent.end import Revoke, revoke
from domain.consent.evidence import Evidence, evidence
from domain.consent.expiring import DayEnds, Expiring, calendar
from domain.consent.ledger import LedgerRequest, page, show
from domain.consent.records import (
    Basis,
    Consent,
    ConsentFilter,
    ConsentStatus,
    Duration,
    Necessity,
)
from domain.consent.revoke_many import RevokeMany, revoke_many
from domain.kernel.ids import show as show_id
from domain.operators.expiring_overview import ExpiringPage, expiring

router = room(f"{IN_TENANT}/consents", "Consents")


class ConsentsAsked(Paged):
    """Which entries."""

    account: Text | None = None
    client_id: Text | None = None
    item: Text | None = Field(default=None, description="Only this scope.")
    status: list[ConsentStatus] = Field(default=[], max_length=10)
    history: bool = Field(default=False, description="Past entries too.")
    necessity: Necessity | None = None
    expiring_before: AwareDatetime | None = Field(
        default=None, description="Only what is given and ends before; the first to end first."
    )


class ConsentTold(Answer):
    """One entry of the ledger: the state of one item from a moment on."""

    consent: str
    record_id: str
    account: str
    client: str
    item: str
    necessity: Necessity
    basis: Basis
    status: ConsentStatus
    reason: str
    at: datetime
    expires_at: datetime | None
    duration: Duration
    once: bool
    previous: str | None
    actor_kind: str
    actor: str
    display_hash: str
    locale: str
    note: str


class ConsentHistory(Answer):
    """An item with its whole past, newest first; the first entry is the present."""

    items: list[ConsentTold]


class RevokeBody(Body):
    """Whose leave ends, for which client, and why."""

    account: Text
    client_id: Text
    reason: Text = Field(description="1 to 200 characters, kept, free of personal data.")
    item: Text | None = Field(default=None, description="One scope; all of it if left out.")


class EndingAsked(Paged):
    """Which ends."""

    within: Span = Field(default=timedelta(days=30), description="From now on; up to P400D.")
    day: AwareDatetime | None = Field(
        default=None, description="A moment of the one day, in UTC, that is wanted."
    )


class EndingTold(ConsentTold):
    """Leave that ends soon, and what ends with it."""

    closes: int = Field(description="Open grants that end with it.")
    narrows: int = Field(description="Open grants that lose the item and go on.")


class EvidenceTold(Answer):
    """What proves an entry."""

    consent: str
    whole: bool = Field(description="The entry is what its leaf stands for.")
    leaf: str | None = Field(description="SHA-256, hex, as it was written with the entry.")
    seq: int | None = Field(description="Its place in the chain; null until it has one.")
    shown: dict[str, Any] | None = Field(description="Texts and choices, as they were shown.")


class DayTold(Answer):
    """How much leave ends on a day."""

    begins_at: datetime
    until: datetime
    count: int = Field(description="Items; 1000 means as many or more.")


class Calendar(Answer):
    """Today and the next 30 days."""

    items: list[DayTold]


class RevokeManyBody(Body):
    """Entries of the ledger, and why their items end."""

    consents: list[Text] = Field(min_length=1, max_length=200)
    reason: Text = Field(description="1 to 200 characters, kept, free of personal data.")


def told(entry: Consent) -> ConsentTold:
    """Return an entry as it is answered."""
    return ConsentTold(
        consent=show_id("con", entry.id),
        record_id=entry.record_id,
        account=show_id("acc", entry.account_id),
        client=show_id("cli", entry.client_id),
        item=entry.item,
        necessity=entry.necessity,
        basis=entry.basis,
        status=entry.status,
        reason=entry.reason,
        at=entry.at,
        expires_at=entry.expires_at,
        duration=entry.duration,
        once=entry.once,
        previous=show_id("con", entry.previous) if entry.previous else None,
        actor_kind=entry.actor_kind,
        actor=entry.actor_name,
        display_hash=entry.display_hash,
        locale=entry.locale,
        note=entry.note,
    )


@router.get("")
async def list_consents(
    caller: Called, asked: Annotated[ConsentsAsked, Query()]
) -> Listed[ConsentTold]:
    """List entries of the ledger, newest first."""
    account, client_id = asked.account, asked.client_id
    wanted = ConsentFilter(
        account_id=an_id("acc", account, "account") if account is not None else None,
        client_id=await _client(caller, client_id) if client_id is not None else None,
        item=asked.item,
        necessity=asked.necessity,
        statuses=tuple(asked.status),
        current=not asked.history,
        expiring_before=asked.expiring_before,
    )
    found = await caller.inside(page, LedgerRequest(wanted, wanted_page(caller, asked)))
    return listed(caller, found, told)


@router.get("/ending")
async def list_consents_ending(
    caller: Called, asked: Annotated[EndingAsked, Query()]
) -> Listed[EndingTold]:
    """List leave that ends soon, the first to end first, with what ends with it."""
    wanted = Expiring(asked.within, asked.day, wanted_page(caller, asked))
    found: ExpiringPage = await caller.inside(expiring, wanted)

    def ending_told(entry: Consent) -> EndingTold:
        stops = found.stops[entry.id]
        return EndingTold(**told(entry).model_dump(), closes=stops.closes, narrows=stops.narrows)

    return listed(caller, found.page, ending_told)


@router.get("/calendar")
async def show_consent_calendar(caller: Called) -> Calendar:
    """Show how much leave ends today and on each of the next 30 days, in UTC."""
    days: tuple[DayEnds, ...] = await caller.inside(calendar)
    return Calendar(
        items=[DayTold(begins_at=d.begins_at, until=d.until, count=d.count) for d in days]
    )


@router.post("/revoke-many", responses=CHANGES)
async def revoke_consents(caller: Called, body: RevokeManyBody) -> Ended:
    """End the items of several entries, together or not at all."""
    ids = tuple(an_id("con", each, "leave") for each in body.consents)
    return Ended(ended=await caller.inside(revoke_many, RevokeMany(ids, body.reason)))


@router.get("/{consent}/evidence")
async def show_consent_evidence(caller: Called, consent: str) -> EvidenceTold:
    """Show what proves an entry: the text that was shown, its leaf and its place in the log."""
    seen: Evidence = await caller.inside(evidence, an_id("con", consent, "leave"))
    return EvidenceTold(
        consent=consent,
        whole=seen.whole,
        leaf=seen.leaf.hex() if seen.leaf else None,
        seq=seen.seq,
        shown=dict(seen.notice.blocks) if seen.notice else None,
    )


@router.get("/{consent}")
async def show_consent(caller: Called, consent: str) -> ConsentHistory:
    """Show an item with its whole past."""
    entries = await caller.inside(show, an_id("con", consent, "leave"))
    return ConsentHistory(items=[told(each) for each in entries])


@router.post("/revoke", responses=CHANGES)
async def revoke_consent(caller: Called, body: RevokeBody) -> Ended:
    """End somebody's leave; the tokens that rest on it are dead at once."""
    account_id = an_id("acc", body.account, "account")
    client_id = await _client(caller, body.client_id)
    request = Revoke(account_id, client_id, body.reason, body.item)
    return Ended(ended=await caller.inside(revoke, request))


async def _client(caller: Caller, client_id: str) -> bytes:
    found: ClientDetail = await caller.inside(detail, client_id)
    return found.client.id
