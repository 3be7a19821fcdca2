"""What an operator sees of leave: the ledger with names, and one item with what hangs on it.

Read models over several rooms: one work, so that what stands together was true together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.clients.records import Client
from domain.consent.ledger import LedgerRequest, page, show
from domain.consent.records import Consent
from domain.kernel.authorize import authorize
from domain.kernel.paging import Page
from domain.kernel.work import reads
from domain.oauth.records import Grant
from domain.operators.seeing import OverviewWork, clients_named


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
    return LedgerPage(entries, clients_named(work, {entry.client_id for entry in entries.rows}))


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
