"""What an operator sees at a glance: one account with all that is live, a tenant's days, the jobs.

Read models over several rooms: one work, so that what stands together was true together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from domain.accounts.find import get_or_refuse
from domain.accounts.records import Account
from domain.accounts.store import RecognisedAccountWork
from domain.audit.records import AuditEvent, AuditFilter
from domain.clients.records import Client
from domain.consent.events import ConsentGiven, ConsentRefused
from domain.consent.ledger import LedgerRequest, page, show
from domain.consent.records import Consent, ConsentFilter, ConsentStatus
from domain.identifiers.records import SealedIdentifier
from domain.kernel.authorize import authorize
from domain.kernel.paging import MOST_ROWS, Page, PageRequest
from domain.kernel.run_book import JobRun, RunBook
from domain.kernel.work import ActorKind, Work, reads
from domain.login.events import SignedIn, SignInFailed
from domain.oauth.records import Grant
from domain.oauth.store import OAuthWork
from domain.sessions.records import Session

DAY: Final = timedelta(days=1)
SOON: Final = timedelta(days=7)
LAST_ACTS: Final = 6
"""Operators' acts that Home tells."""

MOST_RUNS: Final = 10
"""Runs of one job that are shown."""


class OverviewWork(OAuthWork, RecognisedAccountWork, Protocol):
    """A work that sees accounts with everything that hangs on them."""


class RunBookWork(Work, Protocol):
    """The installation's work with its run book."""

    @property
    def run_book(self) -> RunBook:
        """The ledger of jobs."""
        ...


@dataclass(frozen=True, slots=True)
class LiveAccount:
    """One account and all that is live on it.

    Args:
        account: the record.
        identifiers: sealed; no text is known.
        sessions: standing ones, newest first.
        grants: open ones, newest first.
        consents: the present entry of each item.
        clients: the applications named in grants and consents, by internal id.
        at: the moment of this reading, by the tenant's clock.
    """

    account: Account
    identifiers: tuple[SealedIdentifier, ...]
    sessions: tuple[Session, ...]
    grants: tuple[Grant, ...]
    consents: tuple[Consent, ...]
    clients: Mapping[bytes, Client]
    at: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """How a tenant's day went; each figure stops at `most`, so that it costs the same for all.

    Args:
        signed_in: sign-ins of the last 24 hours.
        failed: proofs that were wrong in that time.
        given: items leave was given for in that time.
        refused: items leave was refused for in that time.
        ending: consents that end within seven days.
        most: where counting stopped.
        acts: what operators did last, newest first.
    """

    signed_in: int
    failed: int
    given: int
    refused: int
    ending: int
    most: int
    acts: tuple[AuditEvent, ...]


@reads
def live_account(work: OverviewWork, account_id: bytes) -> LiveAccount:
    """Return one account with its sessions, grants and consents.

    Refuses:
        forbidden: the actor may not read accounts, sessions or consents.
        not_found: there is no such account.
    """
    for permission in ("accounts.read", "sessions.read", "consents.read"):
        authorize(work, permission)
    account = get_or_refuse(work, account_id)
    grants = work.grants.of(account_id)
    consents = work.consents.of_account(account_id)
    named = {grant.client_id for grant in grants} | {entry.client_id for entry in consents}
    return LiveAccount(
        account,
        work.identifiers.of_account(account_id),
        work.sessions.standing(account_id, work.now),
        grants,
        consents,
        _clients(work, named),
        work.now,
    )


@reads
def figures(work: OverviewWork) -> Figures:
    """Return how the tenant's last day went and what ends soon.

    Refuses:
        forbidden: the actor may not read the trail or consents.
    """
    authorize(work, "audit.read")
    authorize(work, "consents.read")
    ending = ConsentFilter(statuses=(ConsentStatus.GIVEN,), expiring_before=work.now + SOON)
    most = PageRequest(MOST_ROWS)
    return Figures(
        signed_in=_told(work, SignedIn.name),
        failed=_told(work, SignInFailed.name),
        given=_told(work, ConsentGiven.name),
        refused=_told(work, ConsentRefused.name),
        ending=len(work.consents.page(ending, most).rows),
        most=MOST_ROWS,
        acts=tuple(
            line
            for line in work.audit.page(AuditFilter(), most).rows
            if line.actor_kind == ActorKind.OPERATOR.value
        )[:LAST_ACTS],
    )


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of the ledger with the applications it names.

    Args:
        page: entries, newest first.
        clients: the applications, by internal id.
    """

    page: Page[Consent]
    clients: Mapping[bytes, Client]


@dataclass(frozen=True, slots=True)
class LeaveDetail:
    """One item of leave, its past, and what hangs on it now.

    Args:
        history: its entries, newest first; the first one is the present.
        client: the application; None when it was deleted.
        grants: the client's open grants on this account.
        others: how many other items of this person are in force.
    """

    history: tuple[Consent, ...]
    client: Client | None
    grants: tuple[Grant, ...]
    others: int


@reads
def ledger(work: OverviewWork, request: LedgerRequest) -> LedgerPage:
    """Return a page of the ledger, with the names an operator needs to read it.

    Refuses:
        forbidden: the operator lacks `consents.read`.
    """
    entries = page(work, request)
    return LedgerPage(entries, _clients(work, {entry.client_id for entry in entries.rows}))


@reads
def leave(work: OverviewWork, consent_id: bytes) -> LeaveDetail:
    """Return one item of leave with its past and what hangs on it.

    Refuses:
        forbidden: the operator lacks `consents.read`.
        not_found: there is no such entry here.
    """
    history = show(work, consent_id)
    present = history[0]
    current = work.consents.of_account(present.account_id)
    return LeaveDetail(
        history,
        work.clients.get(present.client_id),
        work.grants.of(present.account_id, present.client_id),
        sum(entry.valid(work.now) and entry.id != present.id for entry in current),
    )


@reads
def leave_behind(work: OverviewWork, public_id: str) -> tuple[Consent, ...]:
    """Return the leave that a grant of the demo client rests on, by the grant's public id.

    Refuses:
        forbidden: the operator lacks `drive.use` or `consents.read`.
    """
    authorize(work, "drive.use")
    authorize(work, "consents.read")
    standing = work.grants.standing_by_public(public_id, work.now)
    if standing is None:
        return ()
    return work.consents.current(standing.grant.account_id, standing.grant.client_id)


@reads
def last_runs(work: RunBookWork, jobs: tuple[str, ...]) -> tuple[JobRun, ...]:
    """Return the newest runs of each job, jobs in the order they were named.

    Refuses:
        forbidden: the actor may not read the run book.
    """
    authorize(work, "jobs.read")
    return tuple(run for job in jobs for run in work.run_book.last(job, MOST_RUNS))


def _clients(work: OverviewWork, named: set[bytes]) -> dict[bytes, Client]:
    found = {id_: work.clients.get(id_) for id_ in named}
    return {id_: client for id_, client in found.items() if client is not None}


def _told(work: OverviewWork, name: str) -> int:
    wanted = AuditFilter(names=(name,), since=work.now - DAY)
    return len(work.audit.page(wanted, PageRequest(MOST_ROWS)).rows)
