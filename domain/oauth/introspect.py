"""Tell a client whether a token is alive (RFC 7662)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from domain.clients.records import Client
from domain.kernel.powers import Signer
from domain.kernel.secrets import Secret
from domain.kernel.work import reads
from domain.oauth.present import Presented, TokenKind, alive, present
from domain.oauth.store import OAuthWork

INACTIVE: Final[dict[str, Any]] = {"active": False}


@dataclass(frozen=True, slots=True)
class Introspect:
    """A question about a token.

    Args:
        client: who asks, proven.
        token: as it came.
        issuer: the tenant's issuer identifier, the usual audience.
    """

    client: Client
    token: Secret
    issuer: str


@reads
def introspect(work: OAuthWork, request: Introspect, signer: Signer) -> dict[str, Any]:
    """Return what the asker may know of a token.

    A client learns of its own tokens and of those for an audience it is registered for;
    of every other token, another tenant's or a dead one, the same: not active.

    Returns:
        The members of RFC 7662 section 2.2; `{"active": False}` alone for all that is not alive.
    """
    shown = present(work, request.token, signer)
    if shown is None or not _may_know(request, shown) or not alive(work, shown):
        return INACTIVE
    answer: dict[str, Any] = {
        "active": True,
        "scope": " ".join(shown.scope),
        "client_id": shown.client.client_id,
        "sub": shown.grant.sub if shown.grant else shown.client.client_id,
        "iss": request.issuer,
        "iat": shown.issued_at,
        "exp": shown.expires_at,
    }
    if shown.kind is not TokenKind.REFRESH:
        answer["token_type"] = "Bearer"
        answer["aud"] = request.issuer
        answer["jti"] = shown.jti
    return answer


def _may_know(request: Introspect, shown: Presented) -> bool:
    if shown.client.id == request.client.id:
        return True
    if shown.kind is TokenKind.REFRESH:
        return False
    audience = shown.audience or (request.issuer,)
    return not set(audience).isdisjoint(request.client.audiences)
