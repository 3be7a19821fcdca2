"""Show clients to operators."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from domain.clients.records import Client, ClientFilter, ClientSecret, Scope
from domain.clients.scopes import known
from domain.clients.store import ClientWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import not_found
from domain.kernel.paging import Page, PageRequest
from domain.kernel.work import reads

IDLE: Final = timedelta(days=90)
"""Time without a token after which a client counts as unused."""


@dataclass(frozen=True, slots=True)
class ClientsPage:
    """Which clients are wanted, a page at a time.

    Args:
        unused: only enabled ones that got no token for 90 days.
    """

    wanted: ClientFilter = field(default_factory=ClientFilter)
    page: PageRequest = field(default_factory=PageRequest)
    unused: bool = False


@dataclass(frozen=True, slots=True)
class ClientDetail:
    """One client with what an operator may know of its secrets.

    Args:
        client: the record.
        secrets: those that still work, newest first; digests and last letters only.
        scopes: definitions of the words it may ask for, in the client's order.
    """

    client: Client
    secrets: tuple[ClientSecret, ...]
    scopes: tuple[Scope, ...]


@reads
def page(work: ClientWork, request: ClientsPage) -> Page[Client]:
    """Return clients, newest first.

    Refuses:
        forbidden: the operator lacks `clients.read`.
    """
    authorize(work, "clients.read")
    wanted = request.wanted
    if request.unused:
        wanted = replace(wanted, idle_since=work.now - IDLE)
    return work.clients.page(request.page, wanted)


@reads
def detail(work: ClientWork, client_id: str) -> ClientDetail:
    """Return one client by its public id.

    Refuses:
        forbidden: the operator lacks `clients.read`.
        not_found: there is no such client.
    """
    authorize(work, "clients.read")
    client = work.clients.by_client_id(client_id)
    if client is None:
        raise not_found("client")
    definitions = known(work)
    live = tuple(
        secret
        for secret in work.clients.secrets(client.id)
        if secret.expires_at is None or work.now < secret.expires_at
    )
    words = tuple(definitions[word] for word in client.scopes if word in definitions)
    return ClientDetail(client, live, words)


@reads
def scopes(work: ClientWork) -> tuple[Scope, ...]:
    """Return every scope that clients of this tenant may have, the standard ones first.

    Refuses:
        forbidden: the operator lacks `clients.read`.
    """
    authorize(work, "clients.read")
    return tuple(known(work).values())
