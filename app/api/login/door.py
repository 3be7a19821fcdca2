"""What the API stands on, and who calls: a client that may show its own login pages."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

from starlette.requests import Request

from app.runtime.call import Call
from app.runtime.forms import FormSeal
from app.runtime.source import Sources
from domain.clients.authenticate import Proof, authenticate, failed
from domain.clients.records import AuthMethod, Client
from domain.clients.refusals import INVALID_CLIENT
from domain.consent.ask import Words
from domain.kernel.errors import FORBIDDEN, Refusal, invalid
from domain.kernel.ids import show
from domain.kernel.powers import Signer
from domain.kernel.secrets import Secret, digest
from domain.kernel.work import Actor, ActorKind
from domain.tenants.issuer import issuer

HANDLE: Final = "Byleave-Interaction"
PERSON_ADDRESS: Final = "Byleave-Person-Address"
LONGEST_HEADER: Final = 4096

Languages = Callable[[str], tuple[str, Words]]
"""From an Accept-Language header: the language and its words."""


@dataclass(frozen=True, slots=True)
class LoginDoor:
    """The API's surroundings, made once by the wiring.

    Args:
        seals: makes the one-time nonce of a decision.
        languages: in which language the consent texts are written.
        base_url: scheme and host, without a path.
    """

    call: Call
    signer: Signer
    sources: Sources
    seals: FormSeal
    languages: Languages
    base_url: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A request whose caller is proven.

    Args:
        tenant: slug of the tenant.
        client: who shows the login pages; not the client that asked for the sign-in.
        actor: the caller, with the person's network source for limits.
        handle: secret of the interaction; empty before there is one.
    """

    door: LoginDoor
    request: Request
    tenant: str
    client: Client
    actor: Actor
    handle: str

    @property
    def bound_digest(self) -> bytes:
        """What an interaction of this caller is bound to."""
        return bound_digest(self.handle, self.client)

    @property
    def issuer(self) -> str:
        """The tenant's issuer."""
        return issuer(self.door.base_url, self.tenant)

    def speak(self) -> tuple[str, Words]:
        """Return the language of the texts and its words."""
        return self.door.languages(self.request.headers.get("accept-language", ""))


def bound_digest(handle: str, client: Client) -> bytes:
    """Return what an interaction is bound to: the handle, in this client's hands alone."""
    return digest(f"headless:{client.id.hex()}:{handle}")


async def caller(door: LoginDoor, request: Request) -> Caller:
    """Prove who calls.

    Refuses:
        invalid_client: not proven by HTTP Basic.
        forbidden: the client may not show login pages.
        invalid_input: the person's address cannot be read.
        too_many_tries: this source failed too often.
    """
    tenant = request.path_params["tenant"]
    own_source = door.sources.digest(request)
    knocking = Actor(ActorKind.STRANGER, "stranger", source=own_source)
    proof = basic(request)
    try:
        client = await door.call(authenticate, proof, tenant=tenant, actor=knocking)
    except Refusal as refusal:
        if refusal.kind is INVALID_CLIENT:
            await door.call(failed, proof, tenant=tenant, actor=knocking)
        raise
    if not client.login_ui:
        raise Refusal(FORBIDDEN, permission="login_ui")
    source = _person_source(door, request, own_source)
    actor = Actor(ActorKind.CLIENT, show("cli", client.id), client.id, source=source)
    return Caller(door, request, tenant, client, actor, request.headers.get(HANDLE, ""))


def basic(request: Request) -> Proof:
    """Read HTTP Basic credentials as RFC 6749 section 2.3.1 writes them."""
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic" or len(coded) > LONGEST_HEADER:
        return Proof("", flaw="HTTP Basic is needed")
    try:
        name, colon, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except ValueError:  # not ASCII, not base64, not UTF-8
        return Proof("", flaw="the Authorization header cannot be read")
    if not colon or "\x00" in name + secret:
        return Proof("", flaw="the Authorization header cannot be read")
    return Proof(unquote_plus(name), AuthMethod.BASIC, Secret(unquote_plus(secret)))


def _person_source(door: LoginDoor, request: Request, own: bytes | None) -> bytes | None:
    """Return the source of the person; without a word of the caller it is the caller's own."""
    said = request.headers.get(PERSON_ADDRESS)
    if said is None:
        return own
    source = door.sources.digest_of(said)
    if source is None:
        raise invalid(PERSON_ADDRESS, "an IPv4 or IPv6 address")
    return source
