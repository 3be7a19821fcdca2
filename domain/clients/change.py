"""Change an application's settings, or delete one that nobody has given leave to."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

from domain.clients import rules
from domain.clients.events import ClientChanged, ClientRemoved
from domain.clients.records import Client
from domain.clients.refusals import CLIENT_IN_USE
from domain.clients.register import ensure_scopes_known
from domain.clients.store import ClientWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import CONFLICT, Refusal, invalid, not_found
from domain.kernel.work import writes

FIXED: Final = ("client_id", "type", "auth_method", "channel_group", "created_at")
"""What others rest on: its name, its secrets, and the sector of every `sub` issued."""


@writes(durable=True)
def change_client(work: ClientWork, wanted: Client) -> Client:
    """Write a client's settings; nothing is told when nothing differs.

    Args:
        wanted: the record as it was read, with new values; its version is the one that was read.

    Returns:
        The record as it is kept now.

    Refuses:
        forbidden: the operator lacks `clients.change`.
        not_found: no such client.
        invalid_input: a field is not right, or cannot change.
        conflict: somebody else changed it in between.

    Tells:
        ClientChanged.
    """
    authorize(work, "clients.change")
    before = work.clients.get(wanted.id)
    if before is None:
        raise not_found("client")
    changed = tuple(
        field.name
        for field in fields(Client)
        if field.name not in {"id", "version"}
        and getattr(before, field.name) != getattr(wanted, field.name)
    )
    for field in FIXED:
        if field in changed:
            raise invalid(field, "cannot change once the client is registered")
    if not changed:
        return before
    rules.check(wanted, work.tenant)
    if "scopes" in changed:
        ensure_scopes_known(work, wanted.scopes)
    if wanted.version != before.version:
        raise Refusal(CONFLICT, what="client")
    kept = replace(wanted, version=before.version + 1)
    if not work.clients.change(kept):
        raise Refusal(CONFLICT, what="client")
    work.tell(
        ClientChanged(
            subject=kept.id,
            client_id=kept.client_id,
            changed=changed,
            relaxed=tuple(sorted(each.rule for each in kept.relaxations)),
        )
    )
    return kept


@dataclass(frozen=True, slots=True)
class RemoveClient:
    """A deletion.

    Args:
        client_id: the client's public id.
    """

    client_id: str


@writes(durable=True)
def remove_client(work: ClientWork, request: RemoveClient) -> None:
    """Delete a client that has no consent and no grant.

    Refuses:
        forbidden: the operator lacks `clients.change`.
        not_found: no such client.
        client_in_use: people have given it leave; it can be disabled.

    Tells:
        ClientRemoved.
    """
    authorize(work, "clients.change")
    client = work.clients.by_client_id(request.client_id)
    if client is None:
        raise not_found("client")
    if not work.clients.remove(client.id):
        raise Refusal(CLIENT_IN_USE)
    work.tell(ClientRemoved(subject=client.id, client_id=client.client_id))
