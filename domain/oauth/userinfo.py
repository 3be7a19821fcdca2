"""Tell a client what a person lets it know of them (OpenID Connect Core section 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.clients.records import Client
from domain.clients.scopes import OPENID
from domain.kernel.errors import Refusal
from domain.kernel.powers import Signer
from domain.kernel.secrets import Secret
from domain.kernel.work import brief, reads
from domain.oauth.issue import opened_claims
from domain.oauth.present import TokenKind, alive, present
from domain.oauth.store import OAuthWork
from domain.oauth.vocabulary import INSUFFICIENT_SCOPE, INVALID_TOKEN


@brief
@reads
def userinfo(work: OAuthWork, token: Secret, signer: Signer) -> tuple[Client, Mapping[str, Any]]:
    """Return the claims that the token's scopes open, as far as there are values; `sub` always.

    Args:
        token: an access token, as it came.
        signer: verifies a JWT.

    Returns:
        Whose token it is, and the claims.

    Refuses:
        invalid_token: not an access token of this tenant, or not alive.
        insufficient_scope: it lacks `openid`, or stands for no person.
    """
    shown = present(work, token, signer)
    if shown is None or shown.kind is TokenKind.REFRESH or not alive(work, shown):
        raise Refusal(INVALID_TOKEN)
    if shown.grant is None or OPENID not in shown.scope:
        raise Refusal(INSUFFICIENT_SCOPE, scope=OPENID)
    told: dict[str, Any] = {}
    opened = opened_claims(work, shown.scope)
    if opened:
        values = work.persona_claims.get(shown.grant.account_id)
        told = {name: values[name] for name in sorted(opened) if name in values}
    told["sub"] = shown.grant.sub
    return shown.client, told
