"""Give a client a new secret, with an overlap in which the one before still works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from domain.clients.events import ClientSecretRotated
from domain.clients.records import AuthMethod
from domain.clients.register import SECRET_PREFIX, ensure_fixable, secret_record
from domain.clients.store import ClientWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import invalid, not_found
from domain.kernel.secrets import Secret, new_secret
from domain.kernel.work import writes

USUAL_OVERLAP: Final = timedelta(days=1)
LONGEST_OVERLAP: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RotateSecret:
    """A rotation.

    Args:
        client_id: the client's public id.
        overlap: how long the secret before still works, nothing to 7 days.
        secret: a fixed one, in sandbox tenants only.
    """

    client_id: str
    overlap: timedelta = USUAL_OVERLAP
    secret: Secret | None = None


@writes(durable=True)
def rotate_secret(work: ClientWork, request: RotateSecret) -> Secret:
    """Make a new secret; at most one earlier secret lives on, for the overlap.

    Returns:
        The clear secret, to be shown once.

    Refuses:
        forbidden: the operator lacks `clients.change`.
        not_found: no such client.
        invalid_input: a public client has no secret; the overlap is out of range.

    Tells:
        ClientSecretRotated.
    """
    authorize(work, "clients.change")
    client = work.clients.by_client_id(request.client_id)
    if client is None:
        raise not_found("client")
    if client.auth_method is AuthMethod.NONE:
        raise invalid("client_id", "a public client has no secret")
    if not timedelta(0) <= request.overlap <= LONGEST_OVERLAP:
        raise invalid("overlap", "nothing to 7 days")
    if request.secret is not None:
        ensure_fixable(work, request.secret)
    secret = request.secret or new_secret(SECRET_PREFIX)
    for kept in work.clients.secrets(client.id):
        overlapping = kept.expires_at is None
        if overlapping or (kept.expires_at and work.now < kept.expires_at):
            work.clients.end_secret(kept.id, work.now + request.overlap * overlapping)
    work.clients.add_secret(secret_record(work, client, secret))
    work.tell(
        ClientSecretRotated(
            subject=client.id,
            client_id=client.client_id,
            overlap_seconds=int(request.overlap.total_seconds()),
        )
    )
    return secret
