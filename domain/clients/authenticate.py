"""Does this caller prove to be the client it names? A read, before any write is queued."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from domain.clients.events import ClientAuthenticationFailed
from domain.clients.records import AuthMethod, Client, ClientSecret, ClientStatus
from domain.clients.refusals import INVALID_CLIENT
from domain.clients.rules import CLIENT_ID
from domain.clients.store import ClientWork
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret, digest, keyed, same
from domain.kernel.work import reads, writes
from domain.limits import check, spend
from domain.limits.store import LimitWork

NOBODY: Final = bytes(32)
"""Compared where there is no secret, so that an unknown client costs the same work."""


class ClientAuthenticationWork(ClientWork, LimitWork, Protocol):
    """A work that knows clients and spends limits."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a caller sent to prove itself.

    Args:
        client_id: the client it names; empty when it names none.
        method: how it came; `none` when there was no secret.
        secret: what it sent, or None.
        flaw: why the attempt is refused whatever it holds (two methods at once, a secret in the
            address, a header that cannot be read); empty when there is none.
    """

    client_id: str
    method: AuthMethod = AuthMethod.NONE
    secret: Secret | None = None
    flaw: str = ""


@reads
def authenticate(work: ClientAuthenticationWork, proof: Proof) -> Client:
    """Return the client that the caller proves to be.

    Fails closed: whatever is not plainly right is refused, with one sentence for an unknown client,
    a disabled one and a wrong secret alike. The caller writes a failure down with `failed`.

    Args:
        proof: what the caller sent.

    Refuses:
        invalid_client: no such client, disabled, wrong secret, another method than the registered
            one, two methods at once, or a secret in the address.
        too_many_tries: this source failed too often, at all or for this client.

    Source: RFC 6749 sections 2.3 and 3.2.1, OpenID Connect Core section 9.
    """
    check.ensure_open(work, source=work.actor.source, subject=_subject(work, proof.client_id))
    if proof.flaw:
        raise Refusal(INVALID_CLIENT, why=proof.flaw)
    if not proof.client_id:
        raise Refusal(INVALID_CLIENT, why="it named no client")
    client = work.clients.by_client_id(proof.client_id)
    secrets = work.clients.secrets(client.id) if client and proof.secret else ()
    fits = _fits(work, secrets, proof.secret)
    if client is None or client.status is not ClientStatus.ENABLED:
        raise Refusal(INVALID_CLIENT, why="the client or its secret is not right")
    if proof.method is not client.auth_method:
        raise Refusal(INVALID_CLIENT, why="it used another method than the registered one")
    if client.auth_method is not AuthMethod.NONE and not fits:
        raise Refusal(INVALID_CLIENT, why="the client or its secret is not right")
    return client


@writes()
def failed(work: ClientAuthenticationWork, proof: Proof) -> None:
    """Count a failure of `authenticate`; the caller calls it for `invalid_client` alone.

    Once the limit is spent `authenticate` refuses in its read, so that a flood of wrong secrets
    never reaches the writer.

    Tells:
        ClientAuthenticationFailed.
    """
    spend.failed(work, source=work.actor.source, subject=_subject(work, proof.client_id))
    client = work.clients.by_client_id(proof.client_id) if proof.client_id else None
    work.tell(ClientAuthenticationFailed(subject=client.id if client else None))


def _fits(
    work: ClientAuthenticationWork, kept: tuple[ClientSecret, ...], sent: Secret | None
) -> bool:
    """Compare with every live secret, in constant time each."""
    made = digest(sent) if sent is not None else NOBODY
    fits = False
    for secret in kept:
        live = secret.expires_at is None or work.now < secret.expires_at
        fits |= same(secret.digest, made) and live
    if not kept:
        same(NOBODY, made)
    return fits


def _subject(work: ClientAuthenticationWork, client_id: str) -> bytes | None:
    """Name source and client together: a stranger cannot lock a client out for everyone else."""
    source = work.actor.source
    if source is None:
        return None
    name = _caller if CLIENT_ID.fullmatch(client_id) else _caller.__wrapped__
    return name(work.tenant_keys.subject_key(), source, client_id)


@lru_cache(maxsize=1024)
def _caller(key: bytes, source: bytes, client_id: str) -> bytes:
    """Return the same digest for the same caller; who calls once mostly calls again.

    What no client can be called is not remembered: a stranger makes it as long as they like.
    """
    return keyed(key, "client-authentication", source, client_id)
