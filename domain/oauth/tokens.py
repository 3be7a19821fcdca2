"""What may be signed and handed out: made in a work, sealed into tokens after its commit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from domain.kernel.errors import BUSY, Refusal
from domain.kernel.powers import Signer
from domain.kernel.secrets import Secret, base64url
from domain.tenants.records import KeyPurpose, KeyState, SigningKey
from domain.tenants.store import TenantWork

ACCESS_PREFIX: Final = "byl_at_"
REFRESH_PREFIX: Final = "byl_rt_"
ACCESS_TYPE: Final = "at+jwt"
"""Source: RFC 9068 section 2.1."""

ID_TYPE: Final = "JWT"
ACCESS_ALG: Final = "ES256"


@dataclass(frozen=True, slots=True)
class ToSign:
    """A token before its signature; issuer and audience join when it is sealed.

    Args:
        key: signs it.
        typ: header `typ`.
        claims: payload.
    """

    key: SigningKey = field(repr=False)
    typ: str
    claims: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Issued:
    """Everything the token endpoint may hand out.

    Args:
        access: an opaque token's clear text, or a JWT to be signed.
        expires_in: seconds, above 0.
        scope: what is granted.
        refresh: the refresh token's clear text, or None.
        id_token: to be signed, or None without `openid`.
    """

    access: Secret | ToSign
    expires_in: int
    scope: tuple[str, ...]
    refresh: Secret | None = None
    id_token: ToSign | None = None


def seal(issued: Issued, signer: Signer, issuer: str) -> dict[str, Any]:
    """Sign what may be signed and return the token endpoint's answer; no work is open.

    Args:
        issued: what a grant came to.
        signer: signs with the tenant's keys.
        issuer: the tenant's issuer identifier, `iss` of both and audience of the access token.

    Source: RFC 6749 section 5.1, OpenID Connect Core section 3.1.3.3, RFC 9068 section 2.2.
    """
    if isinstance(issued.access, Secret):
        access = issued.access.reveal()
    else:
        claims = {"iss": issuer, "aud": issuer, **issued.access.claims}
        access = signer.sign(issued.access.key, claims, typ=issued.access.typ)
    answer: dict[str, Any] = {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": issued.expires_in,
        "scope": " ".join(issued.scope),
    }
    if issued.refresh is not None:
        answer["refresh_token"] = issued.refresh.reveal()
    if issued.id_token is not None:
        claims = {"iss": issuer, **issued.id_token.claims, "at_hash": at_hash(access)}
        answer["id_token"] = signer.sign(issued.id_token.key, claims, typ=issued.id_token.typ)
    return answer


def at_hash(access: str) -> str:
    """Return the left half of the token's SHA-256: both our algorithms end in 256.

    Source: OpenID Connect Core section 3.1.3.6.
    """
    return base64url(hashlib.sha256(access.encode()).digest()[:16])


def active_key(work: TenantWork, alg: str) -> SigningKey:
    """Return the key that signs tokens of an algorithm now.

    Refuses:
        busy: the tenant has no active key of it; rotation makes one.
    """
    for key in work.tenant_keys.signing(KeyPurpose.TOKEN):
        if key.alg == alg and key.state is KeyState.ACTIVE:
            return key
    raise Refusal(BUSY)


def seconds(moment: datetime) -> int:
    """Return a moment as JSON numeric date, cut to the second: never later than it is."""
    return int(moment.timestamp())
