"""What exists in sandbox tenants only, and what a persona may be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from domain.kernel.errors import Refusal, invalid, kind
from domain.kernel.secrets import Secret
from domain.tenants.records import Tenant, TenantKind

PROTOCOL_CLAIMS: Final = frozenset(
    {"iss", "sub", "aud", "exp", "iat", "nbf", "jti", "nonce", "azp", "acr", "amr", "auth_time"}
    | {"sid", "at_hash", "c_hash", "s_hash", "scope", "client_id", "cnf"}
)
"""Claims that only a token's maker writes (RFC 7519, OIDC Core section 2, RFC 9068)."""

LONGEST_CLAIMS: Final = 8192
"""Characters of a persona's claims as JSON: they travel in every ID token that shows them."""

SANDBOX_ONLY: Final = kind(
    "sandbox_only",
    "The tenant {slug} is a production tenant: {what} exist in sandbox tenants only.",
    "Make a sandbox tenant for tests; a tenant's kind never changes.",
    status=403,
)


def ensure_sandbox(tenant: Tenant, what: str) -> None:
    """Go on only in a sandbox tenant.

    Args:
        what: what is asked for, in the plural, such as `personas`.

    Refuses:
        sandbox_only: it is a production tenant.
    """
    if tenant.kind is not TenantKind.SANDBOX:
        raise Refusal(SANDBOX_ONLY, slug=tenant.slug, what=what)


def check_claims(claims: Mapping[str, Any]) -> None:
    """Go on only with claims that a token may carry.

    Refuses:
        invalid_input: they are too long, no JSON, or write what only a token's maker writes.
    """
    ours = sorted(PROTOCOL_CLAIMS & set(claims))
    if ours:
        raise invalid("claims", "{claim} is written by Byleave itself.", claim=ours[0])
    try:
        text = json.dumps(dict(claims), allow_nan=False)
    except (TypeError, ValueError):
        raise invalid("claims", "use texts, numbers, true, false, lists and objects.") from None
    if len(text) > LONGEST_CLAIMS:
        raise invalid("claims", "they may have {most} characters at most.", most=LONGEST_CLAIMS)


def full_claims(
    claims: Mapping[str, Any], *, username: Secret | None, email: Secret | None
) -> dict[str, Any]:
    """Return a persona's claims with what its identifiers say, unless they say otherwise.

    Args:
        claims: as written for the persona.
        username: becomes `preferred_username`.
        email: becomes `email`, which counts as verified: nobody real has it.
    """
    made: dict[str, Any] = {}
    if username is not None:
        made["preferred_username"] = username.reveal()
    if email is not None:
        made |= {"email": email.reveal(), "email_verified": True}
    return {**made, **claims}
