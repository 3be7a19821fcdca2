"""What an operator sees of applications: how each fares, and what hangs on it or on a scope.

Read models over several rooms: one work, so that what stands together was true together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from domain.clients.listing import IDLE, ClientsPage, page, scopes
from domain.clients.records import Client, ClientStatus, Scope
from domain.figures.names import GIVEN, REFUSED, TOKENS
from domain.figures.show import ClientSums, ShowClients, of_clients
from domain.figures.store import FigureWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import not_found
from domain.kernel.paging import MOST_ROWS, Page, PageRequest
from domain.kernel.work import reads
from domain.operators.seeing import OverviewWork

MONTH: Final = 30
"""Days over which the share of given leave is told."""

MOST: Final = 1000
"""Where counting what hangs on something stops."""


@dataclass(frozen=True, slots=True)
class Fares:
    """How a client fares.

    Args:
        weakened: how many safe defaults it was let off.
        unused: enabled, older than 90 days, and without a token in the last 90 days.
        last_day: the last day within them on which it got a token; None when there is none.
        given: items leave was given for in the last 30 days.
        refused: items leave was refused for in the last 30 days.
    """

    weakened: int
    unused: bool
    last_day: date | None
    given: int
    refused: int

    @property
    def rate(self) -> float | None:
        """The share of asked items that was given, 0 to 1; None when nobody was asked."""
        asked = self.given + self.refused
        return self.given / asked if asked else None


@dataclass(frozen=True, slots=True)
class FaringClients:
    """A page of clients with how each fares, by internal id."""

    page: Page[Client]
    fares: Mapping[bytes, Fares]


@dataclass(frozen=True, slots=True)
class ClientDays:
    """What happened with one client on each of the last 30 days.

    Args:
        fares: how it fares.
        days: the days, in UTC; today is the last one.
        tokens: access tokens it got, a figure for each day.
        given: items leave was given for.
        refused: items leave was refused for.
    """

    fares: Fares
    days: tuple[date, ...]
    tokens: tuple[int, ...]
    given: tuple[int, ...]
    refused: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClientStops:
    """What stops when a client is disabled; each figure is capped at `MOST`.

    Args:
        grants: open grants; their tokens are dead at once.
        leave: items that are given; they stay in the ledger and in force.
    """

    grants: int
    leave: int


@dataclass(frozen=True, slots=True)
class ScopeUse:
    """A scope and what hangs on it.

    Args:
        clients: client_ids of the clients that may ask for it, in order.
        given: how many people's leave names it now; capped at `MOST`.
    """

    scope: Scope
    clients: tuple[str, ...]
    given: int


class ClientsWork(OverviewWork, FigureWork, Protocol):
    """A work that sees clients with their figures and what hangs on them."""


@reads
def faring(work: ClientsWork, request: ClientsPage) -> FaringClients:
    """Return clients with how each fares.

    Refuses:
        forbidden: the operator lacks `clients.read`.
    """
    found = page(work, request)
    ids = tuple(client.id for client in found.rows)
    if not ids:
        return FaringClients(found, {})
    months, idle = (of_clients(work, ShowClients(ids, days)) for days in (MONTH, IDLE.days))
    made = {each.id: _fares(work, each, months[each.id], idle[each.id]) for each in found.rows}
    return FaringClients(found, made)


@reads
def client_days(work: ClientsWork, client_id: str) -> ClientDays:
    """Return what happened with a client day by day.

    Refuses:
        forbidden: the operator lacks `clients.read`.
        not_found: there is no such client.
    """
    authorize(work, "clients.read")
    client = _client(work, client_id)
    months, idle = (
        of_clients(work, ShowClients((client.id,), days)) for days in (MONTH, IDLE.days)
    )
    today = work.now.date()
    days = tuple(today - timedelta(days=back) for back in range(MONTH - 1, -1, -1))
    told = {
        (each.name, each.day): each.amount
        for each in work.client_counters.between((client.id,), days[0], days[-1])
    }
    tokens, given, refused = (
        tuple(told.get((name, day), 0) for day in days) for name in (TOKENS, GIVEN, REFUSED)
    )
    fares = _fares(work, client, months[client.id], idle[client.id])
    return ClientDays(fares, days, tokens, given, refused)


@reads
def client_stops(work: OverviewWork, client_id: str) -> ClientStops:
    """Return what stops when a client is disabled, and what is kept of it.

    Refuses:
        forbidden: the operator lacks `clients.read`.
        not_found: there is no such client.
    """
    authorize(work, "clients.read")
    client = _client(work, client_id)
    return ClientStops(
        work.grants.count_of_client(client.id, work.now, MOST),
        work.consents.count_of_client(client.id, MOST),
    )


@reads
def scope_uses(work: OverviewWork) -> tuple[ScopeUse, ...]:
    """Return every scope with who may ask for it and how much leave names it.

    Refuses:
        forbidden: the operator lacks `clients.read`.
    """
    known = scopes(work)
    askers: dict[str, list[str]] = {scope.value: [] for scope in known}
    for client in _every(work):
        for word in client.scopes:
            if word in askers:
                askers[word].append(client.client_id)
    return tuple(
        ScopeUse(
            scope,
            tuple(sorted(askers[scope.value])),
            work.consents.count_of_item(scope.value, MOST),
        )
        for scope in known
    )


def _client(work: OverviewWork, client_id: str) -> Client:
    client = work.clients.by_client_id(client_id)
    if client is None:
        raise not_found("client")
    return client


def _fares(work: ClientsWork, client: Client, month: ClientSums, idle: ClientSums) -> Fares:
    old = work.now - client.created_at >= IDLE
    unused = client.status is ClientStatus.ENABLED and old and idle.last_day is None
    given, refused = month.sums.get(GIVEN, 0), month.sums.get(REFUSED, 0)
    return Fares(len(client.relaxations), unused, idle.last_day, given, refused)


def _every(work: OverviewWork) -> Iterator[Client]:
    wanted: PageRequest | None = PageRequest(MOST_ROWS)
    while wanted is not None:
        found = work.clients.page(wanted)
        yield from found.rows
        wanted = None if found.next is None else PageRequest(MOST_ROWS, found.next)
