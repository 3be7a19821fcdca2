"""The one gate: nothing is issued on a grant but through here (ADR-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from domain.clients.records import AccessTokenForm, Client, ClientStatus, GrantType
from domain.clients.refusals import INVALID_CLIENT
from domain.clients.scopes import OPENID, STANDARD
from domain.kernel.errors import Refusal
from domain.kernel.ids import random_id
from domain.kernel.secrets import Secret, digest, new_secret
from domain.oauth.grants import realign
from domain.oauth.records import AuthorizationCode, Grant, OpaqueToken, Standing
from domain.oauth.store import OAuthWork
from domain.oauth.tokens import (
    ACCESS_ALG,
    ACCESS_PREFIX,
    ACCESS_TYPE,
    ID_TYPE,
    Issued,
    ToSign,
    active_key,
    seconds,
)
from domain.oauth.vocabulary import INVALID_GRANT, INVALID_SCOPE, UNAUTHORIZED_CLIENT

_RESERVED_WORDS: Final = (
    "iss sub aud exp iat nbf jti auth_time nonce acr amr azp at_hash c_hash s_hash sid cnf scope",
    "client_id gid",
)
RESERVED: Final = frozenset(word for line in _RESERVED_WORDS for word in line.split())
"""Claims that no source of values may set."""


@dataclass(frozen=True, slots=True)
class Leave:
    """What may be issued now.

    Args:
        client: as it is now.
        grant: as it stands now, cut to the present leave.
        scope: words that may go into tokens.
        ends_at: no token may live past it.
    """

    client: Client
    grant: Grant
    scope: tuple[str, ...]
    ends_at: datetime


def gate(
    work: OAuthWork,
    standing: Standing | None,
    *,
    client: Client,
    grant_type: GrantType,
    wanted: tuple[str, ...] | None = None,
) -> Leave:
    """Tell what may be issued on a grant, reading everything it rests on now.

    Client enabled and allowed this grant type; grant its own, open, not ended; account enabled;
    session standing where one bears it; consent current and covering for each item resting on it;
    each word still one of the client's own.
    Only evidence is written here: an item without leave ends, a grant without its needs closes.

    Args:
        standing: the grant with what it rests on, as this work reads it; None where there is none.
        client: who asks, proven; read again.
        grant_type: by which way.
        wanted: fewer words than granted, or None for all that live.

    Refuses:
        invalid_client: the client was disabled meanwhile.
        unauthorized_client: it may not use the grant type.
        invalid_grant: no such open grant of this client, its account or session does not stand,
            its leave ended, or no word of it is the client's any more.
        invalid_scope: words that were never granted, or that have all ended.

    Tells:
        GrantNarrowed, GrantClosed.
    """
    present = allowed_client(work, client, grant_type)
    if standing is None or standing.grant.client_id != present.id:
        raise Refusal(INVALID_GRANT)
    if standing.grant.closed_at is not None or work.now >= standing.grant.ends_at:
        raise Refusal(INVALID_GRANT)
    if not (standing.account_enabled and standing.session_stands):
        raise Refusal(INVALID_GRANT)
    grant = realign(work, standing.grant, "consent_ended")
    if grant is None:
        raise Refusal(INVALID_GRANT)
    scope = _scope(grant, present, wanted, work.now)
    ends = [item.ends_at for item in grant.items if item.scope in scope]
    return Leave(present, grant, scope, min(grant.ends_at, *ends))


def allowed_client(work: OAuthWork, client: Client, grant_type: GrantType) -> Client:
    """Return the client as it is now, if it is enabled and may use the grant type.

    Refuses:
        invalid_client: it was disabled or deleted meanwhile.
        unauthorized_client: it may not use the grant type.
    """
    present = work.clients.get(client.id)
    if present is None or present.status is not ClientStatus.ENABLED:
        raise Refusal(INVALID_CLIENT, why="the client or its secret is not right")
    if grant_type not in present.grant_types:
        raise Refusal(UNAUTHORIZED_CLIENT)
    return present


def make_access(work: OAuthWork, leave: Leave) -> tuple[Secret | ToSign, int]:
    """Make an access token in the client's form, and tell how many seconds it lives.

    Refuses:
        invalid_grant: the leave ends within this second.
    """
    policy = work.tenant.policy.lifetimes
    ends_at = min(work.now + policy.access_token, leave.ends_at)
    issued_at, expires_at = seconds(work.now), seconds(ends_at)
    if expires_at <= issued_at:
        raise Refusal(INVALID_GRANT)
    lives = expires_at - issued_at
    grant, client = leave.grant, leave.client
    if client.access_token is AccessTokenForm.OPAQUE:
        secret = new_secret(ACCESS_PREFIX)
        work.opaque_tokens.add(
            OpaqueToken(
                digest(secret), random_id(), grant.id, client.id, leave.scope, work.now, ends_at
            )
        )
        return secret, lives
    claims = {
        "sub": grant.sub,
        "client_id": client.client_id,
        "scope": " ".join(leave.scope),
        "iat": issued_at,
        "exp": expires_at,
        "jti": random_id(),
        "gid": grant.public_id,
    }
    return ToSign(active_key(work, ACCESS_ALG), ACCESS_TYPE, claims), lives


def make_id_token(work: OAuthWork, leave: Leave, code: AuthorizationCode | None) -> ToSign | None:
    """Make the ID token, or None without `openid`.

    Args:
        leave: what the gate allowed.
        code: the code it answers, for nonce and claims by name; None at a refresh.

    Source: OpenID Connect Core sections 2, 5.5 and 12.2.
    """
    if OPENID not in leave.scope:
        return None
    grant, client = leave.grant, leave.client
    ends_at = min(work.now + work.tenant.policy.lifetimes.id_token, leave.ends_at)
    claims: dict[str, Any] = {
        **_named_claims(work, leave, code),
        "sub": grant.sub,
        "aud": client.client_id,
        "azp": client.client_id,
        "iat": seconds(work.now),
        "exp": seconds(ends_at),
        "auth_time": seconds(grant.auth_time),
        "acr": grant.acr,
        "amr": list(grant.amr),
        "sid": grant.sid,
    }
    if code is not None and code.nonce is not None:
        claims["nonce"] = code.nonce
    return ToSign(active_key(work, client.id_token_alg), ID_TYPE, claims)


def opened_claims(work: OAuthWork, scope: tuple[str, ...]) -> frozenset[str]:
    """Return the names of the claims that these scopes open; never a reserved one."""
    own = {each.value: each.claims for each in work.scopes.all()}
    opened: set[str] = set()
    for word in scope:
        claims = own.get(word)
        if claims is None and word in STANDARD:
            claims = STANDARD[word].claims
        opened.update(claims or ())
    return frozenset(opened - RESERVED)


def issued(
    access: tuple[Secret | ToSign, int],
    leave: Leave,
    refresh: Secret | None,
    id_token: ToSign | None,
) -> Issued:
    """Put together what is handed out."""
    return Issued(access[0], access[1], leave.scope, refresh, id_token)


def _scope(
    grant: Grant, client: Client, wanted: tuple[str, ...] | None, now: datetime
) -> tuple[str, ...]:
    living = tuple([word for word in grant.live_scope(now) if word in client.scopes])
    if wanted is None:
        if not living:
            raise Refusal(INVALID_GRANT)
        return living
    if not set(wanted) <= {item.scope for item in grant.items}:
        raise Refusal(INVALID_SCOPE, why="it asks for more than was granted")
    scope = tuple(word for word in living if word in wanted)
    if not scope:
        raise Refusal(INVALID_SCOPE, why="nothing of it is granted any more")
    return scope


def _named_claims(work: OAuthWork, leave: Leave, code: AuthorizationCode | None) -> dict[str, Any]:
    """Return claims the request wanted in the ID token itself, as far as scopes open them."""
    asked = code.claims.get("id_token") if code is not None else None
    wanted = opened_claims(work, leave.scope).intersection(asked) if asked else None
    if not wanted:
        return {}
    values = work.persona_claims.get(leave.grant.account_id)
    return {name: values[name] for name in sorted(wanted) if name in values}
