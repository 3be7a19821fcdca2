"""What hangs on an account's grants now: token families, and how long a token outlives its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.accounts.find import get_or_refuse
from domain.clients.records import AccessTokenForm, Client
from domain.kernel.authorize import authorize
from domain.kernel.work import reads
from domain.oauth.records import Grant, OpaqueToken, RefreshToken
from domain.oauth.refresh import GRACE
from domain.oauth.store import OAuthWork


@dataclass(frozen=True, slots=True)
class Hanging:
    """An open grant and its tokens.

    Args:
        family: its live refresh token; None when it has none, or its family was ended.
        opaque: how many opaque access tokens live.
        alone_until: until when an access token of it may be believed by a resource that verifies
            it alone, whatever is ended here; None when none can be any more. What asks here
            (introspection, userinfo) is told at once.
    """

    grant: Grant
    family: RefreshToken | None
    opaque: int
    alone_until: datetime | None


@reads
def grants_of_account(work: OAuthWork, account_id: bytes) -> tuple[Hanging, ...]:
    """Return an account's open grants with what hangs on them, newest first.

    Refuses:
        forbidden: the actor may not read sessions.
        not_found: there is no such account.
    """
    authorize(work, "sessions.read")
    get_or_refuse(work, account_id)
    return hanging(work, account_id)


def hanging(work: OAuthWork, account_id: bytes) -> tuple[Hanging, ...]:
    """Return the same; whoever calls this has asked whether it may be seen."""
    families = {each.grant_id: each for each in work.refresh_tokens.live_of_account(account_id)}
    opaque = work.opaque_tokens.live_of_account(account_id, work.now)
    return tuple(
        _hangs(work, grant, families.get(grant.id), opaque)
        for grant in work.grants.of(account_id)
        if work.now < grant.ends_at
    )


def _hangs(
    work: OAuthWork, grant: Grant, family: RefreshToken | None, opaque: Iterable[OpaqueToken]
) -> Hanging:
    mine = sum(each.grant_id == grant.id for each in opaque)
    if family is not None and work.now >= family.expires_at:
        family = None
    client = work.clients.get(grant.client_id)
    until = _alone_until(work, grant, family, client)
    return Hanging(
        grant,
        family if grant.refresh_ended_at is None else None,
        mine,
        until if until is not None and until > work.now else None,
    )


def _alone_until(
    work: OAuthWork, grant: Grant, family: RefreshToken | None, client: Client | None
) -> datetime | None:
    """Return the latest `exp` that a JWT of this grant can bear: its issuing is not written down.

    The last one was issued with the last refresh token, or within the grace after it; without a
    refresh token, with the one code of the grant.
    """
    if client is not None and client.access_token is AccessTokenForm.OPAQUE:
        return None
    lifetimes = work.tenant.policy.lifetimes
    issued = family.issued_at + GRACE if family else grant.opened_at + lifetimes.code
    return min(issued + lifetimes.access_token, grant.ends_at)
