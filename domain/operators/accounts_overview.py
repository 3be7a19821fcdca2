"""What an operator sees of accounts: a page with what stands on each, one with all that is live.

Read models over several rooms: one work, so that what stands together was true together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from domain.accounts.find import get_or_refuse
from domain.accounts.listing import AccountsPage, since_by_id
from domain.accounts.records import Account
from domain.audit.records import AuditEvent, AuditFilter
from domain.clients.records import Client
from domain.consent.records import Consent
from domain.factors.store import FactorWork
from domain.figures.names import ACCOUNTS
from domain.identifiers.records import SealedIdentifier
from domain.kernel.authorize import authorize
from domain.kernel.counters import CounterWork
from domain.kernel.ids import show
from domain.kernel.paging import MOST_ROWS, PAGE_SIZE, Page, PageRequest
from domain.kernel.work import reads
from domain.login.events import SignedIn
from domain.oauth.hanging import Hanging, hanging
from domain.oauth.records import Grant
from domain.operators.seeing import OverviewWork, clients_named
from domain.operators.trail import names_in
from domain.sessions.records import Session

SEES: Final = ("accounts.read", "sessions.read", "consents.read")

DAYS_SEEN: Final = timedelta(days=90)
"""How far back the days of an account are shown."""

RELATED: Final = 10
"""Sessions and items of leave whose own lines are shown among an account's."""


PASSWORD: Final = "password"
"""The one factor there is, as lists name it."""


class AccountsWork(OverviewWork, FactorWork, CounterWork, Protocol):
    """A work that sees accounts, what proves them, and how many there are."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What stands on an account.

    Args:
        factors: by what its person can prove themselves, such as `password`; none where they
            have yet to choose one.
        sessions: standing ones.
        consents: items in force.
        last_seen_at: the last use of a session whose row is kept; None without any.
    """

    factors: tuple[str, ...] = ()
    sessions: int = 0
    consents: int = 0
    last_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountsSeen:
    """A page of accounts with what stands on each.

    Args:
        page: newest first.
        glances: by account id, one for each row.
        total: accounts of the tenant that are not erased, whatever was asked for; a few seconds
            behind, as figures are.
    """

    page: Page[Account]
    glances: Mapping[bytes, Glance]
    total: int = 0


@dataclass(frozen=True, slots=True)
class LiveAccount:
    """One account and all that is live on it.

    Args:
        account: the record.
        identifiers: sealed; no text is known.
        sessions: standing ones, newest first.
        hanging: open grants with their tokens, newest first.
        consents: the present entry of each item.
        clients: the applications named in grants and consents, by internal id.
        at: the moment of this reading, by the tenant's clock.
    """

    account: Account
    identifiers: tuple[SealedIdentifier, ...]
    sessions: tuple[Session, ...]
    hanging: tuple[Hanging, ...]
    consents: tuple[Consent, ...]
    clients: Mapping[bytes, Client]
    at: datetime

    @property
    def grants(self) -> tuple[Grant, ...]:
        """The open grants alone."""
        return tuple(each.grant for each in self.hanging)


@dataclass(frozen=True, slots=True)
class AccountEvents:
    """What the trail says of one account.

    Args:
        lines: about it, by it, and about its sessions and leave, newest first.
        days: days of the last 90 with a sign-in, and how many.
        days_since: the first day that `days` can tell of.
        names: labels of the clients that lines name, by their shown id.
    """

    lines: tuple[AuditEvent, ...]
    days: Mapping[date, int]
    days_since: date
    names: Mapping[str, str]


@reads
def accounts(work: AccountsWork, request: AccountsPage) -> AccountsSeen:
    """Return a page of accounts, newest first, with what stands on each.

    Four look-ups serve the whole page, however many accounts the tenant has.

    Refuses:
        forbidden: the actor may not read accounts, sessions or consents.
    """
    _ensure_sees(work)
    found = work.accounts.page(since_by_id(work, request.wanted), request.page)
    ids = tuple(account.id for account in found.rows)
    seen = {each.account_id: each for each in work.sessions.seen(ids, work.now)}
    leave = dict(work.consents.in_force(ids, work.now))
    enrolled = work.passwords.of_some(ids)
    glances = {
        id_: Glance(
            (PASSWORD,) if id_ in enrolled else (),
            seen[id_].standing if id_ in seen else 0,
            leave.get(id_, 0),
            seen[id_].last_seen_at if id_ in seen else None,
        )
        for id_ in ids
    }
    return AccountsSeen(found, glances, work.totals.of(ACCOUNTS))


@reads
def live_account(work: OverviewWork, account_id: bytes) -> LiveAccount:
    """Return one account with its sessions, grants and consents.

    Refuses:
        forbidden: the actor may not read accounts, sessions or consents.
        not_found: there is no such account.
    """
    _ensure_sees(work)
    account = get_or_refuse(work, account_id)
    hangs = hanging(work, account_id)
    consents = work.consents.of_account(account_id)
    named = {each.grant.client_id for each in hangs} | {entry.client_id for entry in consents}
    return LiveAccount(
        account,
        work.identifiers.of_account(account_id),
        work.sessions.standing(account_id, work.now),
        hangs,
        consents,
        clients_named(work, named),
        work.now,
    )


@reads
def account_events(work: OverviewWork, account_id: bytes) -> AccountEvents:
    """Return what the trail says about an account: why a sign-in failed, who ended what.

    Refuses:
        forbidden: the actor may not read the trail, accounts, sessions or consents.
        not_found: there is no such account.
    """
    authorize(work, "audit.read")
    _ensure_sees(work)
    get_or_refuse(work, account_id)
    wanted = [AuditFilter(subject=account_id), AuditFilter(actor_name=show("acc", account_id))]
    related = [session.id for session in work.sessions.last(account_id, RELATED)]
    related += [entry.id for entry in work.consents.of_account(account_id)[:RELATED]]
    wanted += [AuditFilter(subject=id_) for id_ in related]
    found = {line.id: line for each in wanted for line in work.audit.page(each, PageRequest()).rows}
    newest = sorted(found.values(), key=lambda line: line.id, reverse=True)[:PAGE_SIZE]
    days, since = _days(work, account_id)
    return AccountEvents(tuple(newest), days, since, names_in(work, newest))


def _days(work: OverviewWork, account_id: bytes) -> tuple[Mapping[date, int], date]:
    """Count sign-ins by day; where there were more than a page of them, its oldest day is left."""
    since = work.now - DAYS_SEEN
    wanted = AuditFilter(names=(SignedIn.name,), subject=account_id, since=since)
    page = work.audit.page(wanted, PageRequest(MOST_ROWS))
    first = since.date() + timedelta(days=1)
    if page.next is not None:
        first = page.rows[-1].at.date() + timedelta(days=1)
    days: dict[date, int] = {}
    for line in page.rows:
        day = line.at.date()
        if day >= first:
            days[day] = days.get(day, 0) + 1
    return days, first


def _ensure_sees(work: OverviewWork) -> None:
    for permission in SEES:
        authorize(work, permission)
