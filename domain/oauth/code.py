"""Issue an authorization code for a grant that was just opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.clients.records import Client
from domain.kernel.secrets import Secret, digest, new_secret
from domain.oauth.records import AuthorizationCode, AuthorizationRequest, Grant
from domain.oauth.store import OAuthWork

CODE_PREFIX: Final = "byl_ac_"


def issue_code(
    work: OAuthWork, *, grant: Grant, client: Client, request: AuthorizationRequest
) -> Secret:
    """Issue the one-time code of a grant.

    Args:
        grant: opened in this work.
        client: who may redeem it.
        request: what it answers.

    Returns:
        The clear text; its digest is kept.

    Source: RFC 6749 section 4.1.2.
    """
    secret = new_secret(CODE_PREFIX)
    ends_at = min(work.now + work.tenant.policy.lifetimes.code, grant.ends_at)
    work.codes.add(
        AuthorizationCode(
            digest=digest(secret),
            grant_id=grant.id,
            client_id=client.id,
            redirect_uri=request.redirect_uri,
            redirect_uri_given=request.redirect_uri_given,
            code_challenge=request.code_challenge,
            nonce=request.nonce,
            max_age_asked=request.max_age is not None,
            claims=_names(request.claims),
            expires_at=ends_at,
        )
    )
    return secret


def _names(claims: Mapping[str, Any]) -> dict[str, list[str]]:
    """Keep which claims were asked for; values a client sent along may name a person."""
    return {part: sorted(wanted) for part, wanted in claims.items()}
