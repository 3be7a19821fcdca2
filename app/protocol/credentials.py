"""How a caller proves to be a client: read the proof, ask, and count a failure."""

from __future__ import annotations

import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import unquote_plus

from app.protocol.doors import Desk
from app.protocol.messages import Asked, Parameters
from domain.clients.authenticate import Proof, authenticate, failed
from domain.clients.records import AuthMethod, Client
from domain.clients.refusals import INVALID_CLIENT
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.kernel.work import Actor, brief, reads
from domain.oauth.store import OAuthWork

T = TypeVar("T")


Then = Callable[[OAuthWork, Client], T]
"""What a proven client wants read, in the work of its proof: one hop instead of two."""


async def proven(desk: Desk, asked: Asked) -> tuple[Client, Actor]:
    """Return the client that sent the request, and it as the actor of what follows.

    Refuses:
        invalid_client: it did not prove itself; the failure is counted.
        too_many_tries: this source failed too often.
        invalid_request: the form cannot be read.
    """
    client, _ = await proven_for(desk, asked, _nothing)
    return client, desk.client(asked.scope, client)


async def proven_for(desk: Desk, asked: Asked, then: Then[T]) -> tuple[Client, T]:
    """Return the client that sent the request, and what it wanted read.

    Args:
        then: a bounded read; what it refuses counts for nothing against the caller.

    Refuses:
        invalid_client: it did not prove itself; the failure is counted.
        too_many_tries: this source failed too often.
        invalid_request: the form cannot be read.
    """
    return await proven_by(desk, asked, await proof_of(asked), then)


async def proof_of(asked: Asked) -> Proof:
    """Return how the request proves its client.

    Refuses:
        invalid_request: the form cannot be read.
    """
    form = await asked.form()
    return read_proof(asked.header(b"authorization"), asked.query(), form)


async def proven_by(desk: Desk, asked: Asked, proof: Proof, then: Then[T]) -> tuple[Client, T]:
    """Do as `proven_for` with a proof that was read already.

    Refuses:
        invalid_client: it did not prove itself; the failure is counted.
        too_many_tries: this source failed too often.
    """
    stranger = desk.stranger(asked.scope)
    wanted = _Wanted(proof, then)
    try:
        client, found = await desk.call(_prove_first, wanted, tenant=asked.slug, actor=stranger)
    except _Unproven as unproven:
        if unproven.refusal.kind is INVALID_CLIENT:
            await desk.call(failed, proof, tenant=asked.slug, actor=stranger)
        raise unproven.refusal from None
    asked.client = client
    return client, found


@dataclass(frozen=True, slots=True)
class _Wanted(Generic[T]):
    """A proof, and what it is for."""

    proof: Proof
    then: Then[T]


class _Unproven(Exception):
    """The proof itself was refused."""

    def __init__(self, refusal: Refusal) -> None:
        """Keep why."""
        super().__init__()
        self.refusal = refusal


@brief
@reads
def _prove_first(work: OAuthWork, wanted: _Wanted[T]) -> tuple[Client, T]:
    try:
        client = authenticate(work, wanted.proof)
    except Refusal as refusal:
        raise _Unproven(refusal) from None
    return client, wanted.then(work, client)


def _nothing(_work: OAuthWork, _client: Client) -> None:
    """Want nothing but the proof."""


def read_proof(authorization: str | None, query: Parameters, form: Parameters) -> Proof:
    """Read how a caller proves itself; what is wrong with it is the proof's flaw.

    Args:
        authorization: the header, or None.
        query: parameters of the address, where no secret may stand (RFC 6749 section 2.3.1).
        form: parameters of the body.
    """
    named = _first(form, "client_id")
    sent = _first(form, "client_secret")
    if _first(query, "client_secret"):
        return Proof(named, flaw="a secret must not stand in an address")
    if authorization is not None:
        return _by_header(authorization, named, sent=bool(sent))
    return Proof(named, AuthMethod.POST, Secret(sent)) if sent else Proof(named)


def _by_header(authorization: str, named: str, *, sent: bool) -> Proof:
    basic = _basic(authorization)
    if basic is None:
        return Proof(named, flaw="the Authorization header is not Basic credentials")
    client_id, secret = basic
    if sent:
        return Proof(client_id, flaw="it used two methods at once")
    if named not in {"", client_id}:
        return Proof(client_id, flaw="it named two clients")
    return Proof(client_id, AuthMethod.BASIC, secret)


def _basic(header: str) -> tuple[str, Secret] | None:
    """Read Basic credentials, each part form-encoded (RFC 6749 section 2.3.1, RFC 7617)."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = binascii.a2b_base64(encoded.strip(), strict_mode=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    client_id, colon, secret = text.partition(":")
    if not colon or "\x00" in text:
        return None
    if "%" in text or "+" in text:
        client_id, secret = unquote_plus(client_id), unquote_plus(secret)
    return client_id, Secret(secret)


def _first(parameters: Parameters, name: str) -> str:
    for given, value in parameters:
        if given == name and value:
            return value
    return ""
