"""Tokens without a person: the client's registered scopes are its permission."""

from __future__ import annotations

from dataclasses import dataclass

from domain.clients.records import Client, GrantType
from domain.clients.scopes import STANDARD
from domain.kernel.errors import Refusal
from domain.kernel.ids import random_id
from domain.kernel.secrets import digest, new_secret
from domain.kernel.work import brief, reads, writes
from domain.oauth.issue import allowed_client
from domain.oauth.records import OpaqueToken
from domain.oauth.store import OAuthWork
from domain.oauth.tokens import (
    ACCESS_ALG,
    ACCESS_PREFIX,
    ACCESS_TYPE,
    Issued,
    ToSign,
    active_key,
    seconds,
)
from domain.oauth.vocabulary import INVALID_SCOPE


@dataclass(frozen=True, slots=True)
class AskOwnToken:
    """A client asks in its own name.

    Args:
        client: the client, proven.
        scope: words asked for, or None for all it may have.
    """

    client: Client
    scope: tuple[str, ...] | None = None


@reads
def issue_jwt(work: OAuthWork, request: AskOwnToken) -> Issued:
    """Make a JWT access token for the client itself; nothing is kept.

    Refuses:
        invalid_client: the client was disabled meanwhile.
        unauthorized_client: it may not use the grant type.
        invalid_scope: nothing of it is its permission.

    Source: RFC 6749 section 4.4, RFC 9068 section 2.2.
    """
    client, scope = permitted(work, request)
    lifetime = work.tenant.policy.lifetimes.access_token
    issued_at = seconds(work.now)
    claims = {
        "sub": client.client_id,
        "client_id": client.client_id,
        "scope": " ".join(scope),
        "iat": issued_at,
        "exp": seconds(work.now + lifetime),
        "jti": random_id(),
    }
    token = ToSign(active_key(work, ACCESS_ALG), ACCESS_TYPE, claims)
    return Issued(token, seconds(work.now + lifetime) - issued_at, scope)


@brief
@writes()
def issue_opaque(work: OAuthWork, request: AskOwnToken) -> Issued:
    """Make an opaque access token for the client itself.

    Refuses:
        invalid_client: the client was disabled meanwhile.
        unauthorized_client: it may not use the grant type.
        invalid_scope: nothing of it is its permission.

    Source: RFC 6749 section 4.4.
    """
    client, scope = permitted(work, request)
    ends_at = work.now + work.tenant.policy.lifetimes.access_token
    secret = new_secret(ACCESS_PREFIX)
    work.opaque_tokens.add(
        OpaqueToken(digest(secret), random_id(), None, client.id, scope, work.now, ends_at)
    )
    return Issued(secret, seconds(ends_at) - seconds(work.now), scope)


def permitted(work: OAuthWork, request: AskOwnToken) -> tuple[Client, tuple[str, ...]]:
    """Return the client as it is now and the words it may have without a person.

    Words about a person (the standard scopes and those that open claims) are never among them;
    asked for beside others they are dropped, and the answer says what is granted.

    Refuses:
        invalid_client: the client was disabled meanwhile.
        unauthorized_client: it may not use the grant type.
        invalid_scope: nothing of what it asks is its permission.
    """
    client = allowed_client(work, request.client, GrantType.CLIENT_CREDENTIALS)
    own = own_scopes(work, client)
    scope = own if request.scope is None else tuple([word for word in own if word in request.scope])
    if not scope:
        raise Refusal(INVALID_SCOPE, why="nothing of it is open without a person")
    return client, scope


def own_scopes(work: OAuthWork, client: Client) -> tuple[str, ...]:
    """Return the words a client may have in its own name, sorted."""
    own = [
        each.value
        for each in work.scopes.all()
        if each.value in client.scopes and each.value not in STANDARD and not each.claims
    ]
    return tuple(sorted(own))
