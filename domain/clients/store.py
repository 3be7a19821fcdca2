"""What `clients` needs kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.clients.records import Client, ClientFilter, ClientSecret, Scope
from domain.kernel.paging import Page, PageRequest
from domain.tenants.store import TenantWork


class Clients(Protocol):
    """Clients of this tenant; every change bumps the tenant's config version."""

    def get(self, id_: bytes) -> Client | None:
        """Return the client by internal id, or None."""
        ...

    def by_client_id(self, client_id: str) -> Client | None:
        """Return the client by its public id, or None."""
        ...

    def add(self, client: Client) -> bool:
        """Keep a new client; False when the client_id is taken. Change."""
        ...

    def change(self, client: Client) -> bool:
        """Write the record if `version - 1` is still stored. Change."""
        ...

    def page(self, page: PageRequest, wanted: ClientFilter | None = None) -> Page[Client]:
        """Return clients that are wanted, newest first; None wants any."""
        ...

    def cors_origins(self) -> frozenset[str]:
        """Return the origins of all enabled clients; a preflight names no client."""
        ...

    def secrets(self, id_: bytes) -> tuple[ClientSecret, ...]:
        """Return the client's secrets, newest first, run-out ones included."""
        ...

    def add_secret(self, secret: ClientSecret) -> None:
        """Keep a secret. Change."""
        ...

    def end_secret(self, secret_id: bytes, at: datetime) -> bool:
        """Let a secret end at a moment. Change."""
        ...

    def remove(self, id_: bytes) -> bool:
        """Delete a client that has no consent and no grant; False otherwise. Change."""
        ...


class Scopes(Protocol):
    """Scopes this tenant defined itself; the standard ones are built in."""

    def all(self) -> tuple[Scope, ...]:
        """Return them ordered by value."""
        ...

    def put(self, scope: Scope) -> None:
        """Keep or replace a scope. Change."""
        ...

    def remove(self, value: str) -> bool:
        """Delete a scope. Change."""
        ...


class ClientWork(TenantWork, Protocol):
    """A work with clients."""

    @property
    def clients(self) -> Clients:
        """The clients."""
        ...

    @property
    def scopes(self) -> Scopes:
        """The tenant's own scopes."""
        ...
