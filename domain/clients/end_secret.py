"""End a secret that overlaps with a newer one, before its time."""

from __future__ import annotations

from dataclasses import dataclass

from domain.clients.events import ClientSecretEnded
from domain.clients.refusals import LAST_SECRET
from domain.clients.store import ClientWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import Refusal, not_found
from domain.kernel.work import writes


@dataclass(frozen=True, slots=True)
class EndSecret:
    """Which secret of which client.

    Args:
        client_id: the client's public id.
        secret_id: internal id of the secret.
    """

    client_id: str
    secret_id: bytes


@writes(durable=True)
def end_secret(work: ClientWork, request: EndSecret) -> None:
    """Let an earlier secret work no more, now.

    Refuses:
        forbidden: the operator lacks `clients.change`.
        not_found: there is no such client, or no such secret of it that still works.
        last_secret: it is the current one; another has to take its place first.

    Tells:
        ClientSecretEnded.
    """
    authorize(work, "clients.change")
    client = work.clients.by_client_id(request.client_id)
    if client is None:
        raise not_found("client")
    kept = {secret.id: secret for secret in work.clients.secrets(client.id)}
    secret = kept.get(request.secret_id)
    if secret is None or (secret.expires_at is not None and secret.expires_at <= work.now):
        raise not_found("secret")
    if secret.expires_at is None:
        raise Refusal(LAST_SECRET)
    work.clients.end_secret(secret.id, work.now)
    work.tell(ClientSecretEnded(subject=client.id, client_id=client.client_id))
