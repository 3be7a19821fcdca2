"""Rotate a refresh token: each is used once, and a second use after the grace ends its family."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, NoReturn

from domain.clients.records import Client, GrantType
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret, base64url, digest, keyed, new_secret
from domain.kernel.work import brief, writes
from domain.oauth.events import RefreshReused
from domain.oauth.grants import close
from domain.oauth.issue import Leave, allowed_client, gate, issued, make_access, make_id_token
from domain.oauth.records import Grant, RefreshToken
from domain.oauth.store import OAuthWork
from domain.oauth.tokens import REFRESH_PREFIX, Issued
from domain.oauth.vocabulary import INVALID_GRANT

GRACE: Final = timedelta(seconds=10)
"""Parallel retries of one client get the identical successor for this long (ADR-9)."""

SALT_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class RotateRefresh:
    """A refresh.

    Args:
        client: the client, proven.
        token: the refresh token as it came.
        scope: fewer words than granted, or None for all.
    """

    client: Client
    token: Secret
    scope: tuple[str, ...] | None = None


@brief
@writes(durable=True)
def rotate(work: OAuthWork, request: RotateRefresh) -> Issued:
    """Take a refresh token in exchange for new tokens and its successor.

    What is asked is checked before the token is used up, so that a mistake of the client's costs
    it nothing; only the atomic `consume` decides who of several was first.

    Returns:
        What may be signed after the commit.

    Refuses:
        invalid_client: the client was disabled meanwhile.
        unauthorized_client: it may not refresh.
        invalid_grant: unknown, run out, another client's, rotated longer ago than the grace,
            or its leave, session or account does not stand, or an operator ended its family.
        invalid_scope: it asks for more than was granted.

    Tells:
        RefreshReused, GrantClosed, GrantNarrowed.

    Source: RFC 6749 section 6, RFC 9700 section 4.14.
    """
    allowed_client(work, request.client, GrantType.REFRESH_TOKEN)
    presented = digest(request.token)
    found = work.refresh_tokens.presented(presented, work.now)
    if found is None or found.token.client_id != request.client.id:
        raise Refusal(INVALID_GRANT)
    token = found.token
    if _replayed(work, token):
        _end_family(work, found.standing.grant)
    if work.now >= token.expires_at:
        raise Refusal(INVALID_GRANT)
    leave = gate(
        work,
        found.standing,
        client=request.client,
        grant_type=GrantType.REFRESH_TOKEN,
        wanted=request.scope,
    )
    if leave.grant.refresh_ended_at is not None:
        raise Refusal(INVALID_GRANT)
    id_token = make_id_token(work, leave, None)
    salt = secrets.token_bytes(SALT_BYTES)
    first = token.heir_salt is None and work.refresh_tokens.consume(presented, work.now, salt)
    if not first:
        salt = _salt_of_rotated(work, presented, leave.grant)
    heir = successor(request.token, salt)
    access = make_access(work, leave)
    if first:
        work.refresh_tokens.add(_kept(work, leave, heir))
    return issued(access, leave, heir, id_token)


def successor(token: Secret, salt: bytes) -> Secret:
    """Return the token that follows: made again by whoever holds both, kept by nobody.

    The database holds the salt and digests only, so that neither a copy of it nor the answer to a
    retry needs the clear text at rest (ADR-9).

    Args:
        token: the token presented, of 256 bits.
        salt: 32 random bytes kept at its rotation.
    """
    return Secret(REFRESH_PREFIX + base64url(keyed(token.reveal().encode(), "heir", salt)))


def first_of_family(work: OAuthWork, leave: Leave) -> Secret | None:
    """Start a family for a client that may refresh; None otherwise, and for a leave of once."""
    if leave.grant.once or GrantType.REFRESH_TOKEN not in leave.client.grant_types:
        return None
    secret = new_secret(REFRESH_PREFIX)
    work.refresh_tokens.add(_kept(work, leave, secret))
    return secret


def _replayed(work: OAuthWork, token: RefreshToken) -> bool:
    return token.consumed_at is not None and work.now >= token.consumed_at + GRACE


def _end_family(work: OAuthWork, grant: Grant) -> NoReturn:
    work.tell(RefreshReused(subject=grant.id, account=grant.account_id, client=grant.client_id))
    close(work, grant, "refresh_reuse")
    raise Refusal(INVALID_GRANT)


def _salt_of_rotated(work: OAuthWork, presented: bytes, grant: Grant) -> bytes:
    """Return the salt another retry has just kept, or end the family when the grace is over."""
    token = work.refresh_tokens.get(presented)
    if token is None or token.heir_salt is None:
        raise Refusal(INVALID_GRANT)
    if _replayed(work, token):
        _end_family(work, grant)
    return token.heir_salt


def _kept(work: OAuthWork, leave: Leave, secret: Secret) -> RefreshToken:
    idle = work.now + work.tenant.policy.lifetimes.refresh_idle
    return RefreshToken(
        digest=digest(secret),
        grant_id=leave.grant.id,
        client_id=leave.client.id,
        issued_at=work.now,
        expires_at=min(idle, leave.grant.ends_at),
    )
