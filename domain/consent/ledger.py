"""Read the ledger: the operator's pages, and the person's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from domain.consent.own import ensure_own
from domain.consent.records import Consent, ConsentFilter
from domain.consent.store import ConsentWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import not_found
from domain.kernel.paging import Page, PageRequest
from domain.kernel.work import reads

_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any leave: what ended and was not taken down yet is shown too."""


@dataclass(frozen=True, slots=True)
class LedgerRequest:
    """Which page of the ledger is wanted."""

    wanted: ConsentFilter = ConsentFilter()
    page: PageRequest = PageRequest()


@reads
def page(work: ConsentWork, request: LedgerRequest) -> Page[Consent]:
    """Return entries for an operator, newest first; by their end where that is asked about.

    Refuses:
        forbidden: the operator lacks `consents.read`.
    """
    authorize(work, "consents.read")
    end = request.wanted.expiring_before
    if end is not None:
        return work.consents.ending(_BEGINNING, end, request.page, request.wanted)
    return work.consents.page(request.wanted, request.page)


@reads
def show(work: ConsentWork, consent_id: bytes) -> tuple[Consent, ...]:
    """Return one entry's item with its whole history, newest first.

    Refuses:
        forbidden: the operator lacks `consents.read`.
        not_found: there is no such entry here.
    """
    authorize(work, "consents.read")
    entry = work.consents.get(consent_id)
    if entry is None:
        raise not_found("leave")
    history = work.consents.history(entry.account_id, entry.client_id)
    return tuple(other for other in history if other.item == entry.item)


@reads
def of_account(work: ConsentWork, account_id: bytes) -> tuple[Consent, ...]:
    """Return the present entries of one account, for an operator.

    Refuses:
        forbidden: the operator lacks `consents.read`.
    """
    authorize(work, "consents.read")
    return work.consents.of_account(account_id)


@reads
def mine(work: ConsentWork, account_id: bytes) -> tuple[Consent, ...]:
    """Return the present entries of the person who asks.

    Refuses:
        not_found: it is not they who ask.
    """
    ensure_own(work, account_id)
    return work.consents.of_account(account_id)
