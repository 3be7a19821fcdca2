"""What an operator sees of leave that ends soon: for which application, and what ends with it.

A read model over several rooms: one work, so that what stands together was true together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.clients.records import Client
from domain.consent.expiring import Expiring, ending
from domain.consent.records import Consent, Necessity
from domain.kernel.paging import Page
from domain.kernel.work import reads
from domain.operators.seeing import OverviewWork, clients_named


@dataclass(frozen=True, slots=True)
class EndsWith:
    """What ends with one item.

    Args:
        closes: open grants that end with it, because the item is needed.
        narrows: open grants that lose the item and go on.
    """

    closes: int
    narrows: int


@dataclass(frozen=True, slots=True)
class ExpiringPage:
    """A page of leave that ends soon.

    Args:
        page: entries, the first to end first.
        clients: the applications, by internal id.
        stops: what ends with each entry, by its id.
    """

    page: Page[Consent]
    clients: Mapping[bytes, Client]
    stops: Mapping[bytes, EndsWith]


@reads
def expiring(work: OverviewWork, request: Expiring) -> ExpiringPage:
    """Return leave that ends soon with what ends with it.

    Refuses:
        forbidden: the operator lacks `consents.read`.
        invalid_input: the span is out of its bounds.
    """
    found = ending(work, request)
    return ExpiringPage(
        found,
        clients_named(work, {entry.client_id for entry in found.rows}),
        {entry.id: _stops(work, entry) for entry in found.rows},
    )


def _stops(work: OverviewWork, entry: Consent) -> EndsWith:
    scopes = [
        grant.live_scope(work.now) for grant in work.grants.of(entry.account_id, entry.client_id)
    ]
    bearing = [scope for scope in scopes if entry.item in scope]
    needed = entry.necessity is Necessity.NEEDED
    closes = sum(needed or len(scope) == 1 for scope in bearing)
    return EndsWith(closes, len(bearing) - closes)
