"""Clients and their secrets."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Query, Response
from pydantic import Field

from app.api.v1.client_bodies import ClientChanges, ClientTold, NewClientBody, fields_of, told
from app.api.v1.door import Caller
from app.api.v1.once import IdempotencyKey, created, tell_created
from app.api.v1.problems import CHANGES, VERSIONED
from app.api.v1.rooms import IN_TENANT, ROOT, Called, room
from app.api.v1.values import (
    Answer,
    Body,
    Duration,
    Listed,
    Paged,
    Text,
    listed,
    wanted_page,
)
from app.api.v1.versions import IfMatch, ensure_seen, tell_version
from domain.clients.change import RemoveClient, change_client, remove_client
from domain.clients.listing import ClientDetail, ClientsPage, detail, page
from domain.clients.records import Client, ClientFilter, ClientStatus, ClientType
from domain.clients.register import NewClient, Registered, register
from domain.clients.rotate_secret import USUAL_OVERLAP, RotateSecret, rotate_secret
from domain.kernel.secrets import Secret

router = room(f"{IN_TENANT}/clients", "Clients")


class ClientsAsked(Paged):
    """Which clients."""

    begins: Text = Field(
        default="", description="First letters of the name or of the id, in any case."
    )
    type: list[ClientType] = Field(default=[], max_length=3)
    status: list[ClientStatus] = Field(default=[], max_length=2)
    weakened: bool = Field(default=False, description="Only those let off a safe default.")
    unused: bool = Field(
        default=False, description="Only enabled ones that got no token for 90 days."
    )


class RotateBody(Body):
    """A rotation."""

    overlap: Duration = Field(
        default=USUAL_OVERLAP, description="How long the secret before still works; up to P7D."
    )


class SecretTold(Answer):
    """A new secret, shown once."""

    client_id: str
    secret: str


@router.get("")
async def list_clients(
    caller: Called, asked: Annotated[ClientsAsked, Query()]
) -> Listed[ClientTold]:
    """List clients, newest first."""
    wanted = ClientFilter(asked.begins, tuple(asked.type), tuple(asked.status), asked.weakened)
    found = await caller.inside(page, ClientsPage(wanted, wanted_page(caller, asked), asked.unused))
    return listed(caller, found, told)


@router.post("", status_code=201, responses=CHANGES)
async def create_client(
    caller: Called,
    body: NewClientBody,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> ClientTold:
    """Register a client; its secret is shown once, in this answer alone."""
    said = fields_of(body)
    if body.secret is not None:
        said["secret"] = Secret(body.secret)
    wanted = NewClient(**{"label": body.client_id, **said})
    made, client_id = await created(
        caller, register, wanted, name=idempotency_key, reference=_client_id
    )
    client = made.client if made else (await caller.inside(detail, client_id)).client
    address = f"{ROOT}/tenants/{caller.tenant.slug}/clients/{client_id}"
    tell_created(response, address, again=made is None)
    tell_version(response, client.version)
    return told(client, made.secret if made else None)


@router.get("/{client_id}")
async def show_client(caller: Called, client_id: str, response: Response) -> ClientTold:
    """Show a client; its secrets are kept as digests and cannot be shown."""
    found: ClientDetail = await caller.inside(detail, client_id)
    tell_version(response, found.client.version)
    return told(found.client)


@router.patch("/{client_id}", responses=VERSIONED)
async def update_client(
    caller: Called,
    client_id: str,
    body: ClientChanges,
    response: Response,
    if_match: IfMatch = None,
) -> ClientTold:
    """Change what the body names; null clears what may be empty."""
    return await _changed(caller, client_id, fields_of(body), if_match, response)


@router.post("/{client_id}/disable", responses=VERSIONED)
async def disable_client(
    caller: Called, client_id: str, response: Response, if_match: IfMatch = None
) -> ClientTold:
    """Keep a client from asking; its tokens are dead at once."""
    said = {"status": ClientStatus.DISABLED}
    return await _changed(caller, client_id, said, if_match, response)


@router.post("/{client_id}/enable", responses=VERSIONED)
async def enable_client(
    caller: Called, client_id: str, response: Response, if_match: IfMatch = None
) -> ClientTold:
    """Let a client ask again."""
    said = {"status": ClientStatus.ENABLED}
    return await _changed(caller, client_id, said, if_match, response)


@router.post("/{client_id}/rotate-secret", responses=CHANGES)
async def rotate_client_secret(
    caller: Called, client_id: str, body: RotateBody | None = None
) -> SecretTold:
    """Give a client a new secret, shown once; the earlier one works for the overlap."""
    overlap: timedelta = (body or RotateBody()).overlap
    secret: Secret = await caller.inside(rotate_secret, RotateSecret(client_id, overlap))
    return SecretTold(client_id=client_id, secret=secret.reveal())


@router.delete("/{client_id}", status_code=204, responses=CHANGES)
async def delete_client(caller: Called, client_id: str) -> None:
    """Delete a client that holds no consent and no grant."""
    await caller.inside(remove_client, RemoveClient(client_id))


async def _changed(
    caller: Caller,
    client_id: str,
    said: dict[str, Any],
    if_match: str | None,
    response: Response,
) -> ClientTold:
    found: ClientDetail = await caller.inside(detail, client_id)
    ensure_seen(if_match, found.client.version, "client")
    kept: Client = await caller.inside(change_client, replace(found.client, **said))
    tell_version(response, kept.version)
    return told(kept)


def _client_id(made: Registered) -> str:
    return made.client.client_id
