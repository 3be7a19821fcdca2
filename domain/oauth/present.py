"""What is this token? Read and checked against all it rests on, at the moment it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.clients.records import Client, ClientStatus
from domain.kernel.powers import Signer
from domain.kernel.secrets import Secret, digest
from domain.oauth.client_credentials import own_scopes
from domain.oauth.records import TokenRoot
from domain.oauth.rules import live
from domain.oauth.store import OAuthWork
from domain.oauth.tokens import ACCESS_PREFIX, ACCESS_TYPE, REFRESH_PREFIX, seconds
from domain.tenants.records import KeyPurpose


class TokenKind(StrEnum):
    """What was shown."""

    JWT = "jwt"
    OPAQUE = "opaque"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True)
class Presented:
    """A token of ours that has not run out; whether it is alive is asked of `alive`.

    Args:
        digest: SHA-256 of the token; empty for a JWT, of which no row is kept.
        client: whose it is, as it is now.
        grant: what it hangs on, open or closed; None for a token without a person.
        jti: its public id; empty for a refresh token.
        audience: who it is for; empty means the issuer.
        issued_at: seconds.
        expires_at: seconds.
        denied: whether it is a JWT that was revoked by itself.
    """

    kind: TokenKind
    digest: bytes = field(repr=False)
    client: Client
    grant: TokenRoot | None
    scope: tuple[str, ...]
    jti: str
    audience: tuple[str, ...]
    issued_at: int
    expires_at: int
    denied: bool = False


def present(work: OAuthWork, token: Secret, signer: Signer) -> Presented | None:
    """Read a token by its shape.

    Args:
        token: as it came.
        signer: verifies a JWT with this tenant's keys alone.

    Returns:
        What it is, or None: not ours, of another tenant, of another kind, or run out.
    """
    text = token.reveal()
    if text.startswith(ACCESS_PREFIX):
        return _opaque(work, token)
    if text.startswith(REFRESH_PREFIX):
        return _refresh(work, token)
    keys = work.tenant_keys.signing(KeyPurpose.TOKEN)
    claims = signer.verify(keys, text, typ=ACCESS_TYPE)
    return _jwt(work, claims) if claims is not None else None


def alive(work: OAuthWork, shown: Presented) -> bool:
    """Tell whether a token is worth anything now.

    Its client is enabled, it was not revoked by itself, and each of its words is still one of its
    client's own and rests on a leave, a session and an account that stand; without a person, on the
    client's permission.
    """
    if shown.client.status is not ClientStatus.ENABLED or shown.denied:
        return False
    if shown.grant is None:
        return set(shown.scope) <= set(own_scopes(work, shown.client))
    if shown.grant.client_id != shown.client.id or not shown.grant.stands:
        return False
    if shown.kind is TokenKind.REFRESH:
        return bool(shown.scope)
    own = set(shown.scope) <= set(shown.client.scopes)
    return own and live(shown.grant, shown.scope, work.now)


def _opaque(work: OAuthWork, token: Secret) -> Presented | None:
    found = work.opaque_tokens.rooted(digest(token), work.now)
    if found is None:
        return None
    kept, root = found.token, found.root
    client = work.clients.get(kept.client_id)
    if client is None or work.now >= kept.expires_at:
        return None
    if kept.grant_id is not None and root is None:
        return None
    return Presented(
        TokenKind.OPAQUE,
        kept.digest,
        client,
        root,
        kept.scope,
        kept.jti,
        (),
        seconds(kept.issued_at),
        seconds(kept.expires_at),
    )


def _refresh(work: OAuthWork, token: Secret) -> Presented | None:
    kept = work.refresh_tokens.get(digest(token))
    client = work.clients.get(kept.client_id) if kept is not None else None
    root = work.grants.root(kept.grant_id, work.now) if kept is not None else None
    if kept is None or client is None or root is None:
        return None
    if kept.consumed_at is not None or work.now >= kept.expires_at:
        return None
    return Presented(
        TokenKind.REFRESH,
        kept.digest,
        client,
        root,
        tuple(word for word in root.live_scope(work.now) if word in client.scopes),
        "",
        (),
        seconds(kept.issued_at),
        seconds(kept.expires_at),
    )


def _jwt(work: OAuthWork, claims: Mapping[str, Any]) -> Presented | None:
    client = work.clients.by_client_id(str(claims["client_id"]))
    if client is None or work.now.timestamp() >= claims["exp"]:
        return None
    public_id, jti = claims.get("gid"), str(claims["jti"])
    root = work.grants.root_of_jwt(public_id, jti, work.now) if public_id else None
    if public_id and root is None:
        return None
    audience = claims.get("aud", ())
    return Presented(
        TokenKind.JWT,
        b"",
        client,
        root,
        tuple(str(claims["scope"]).split()),
        jti,
        (audience,) if isinstance(audience, str) else tuple(audience),
        int(claims["iat"]),
        int(claims["exp"]),
        root.token_denied if root else work.opaque_tokens.denied(jti),
    )
