"""What the tenant tells the world about itself: its metadata and its public keys."""

from __future__ import annotations

from typing import Any, Final, Protocol

from domain.claims.sources import served
from domain.clients.records import AuthMethod, ConsentNeed, GrantType
from domain.clients.scopes import known
from domain.kernel.work import reads
from domain.oauth.levels import REACHED
from domain.oauth.pkce import METHOD
from domain.oauth.prompts import offered
from domain.oauth.store import OAuthWork
from domain.oauth.vocabulary import RESPONSE_MODES
from domain.tenants.records import KeyPurpose
from domain.tenants.store import TextWork

TOKEN_CLAIMS: Final = (
    "sub",
    "iss",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "sid",
)
LANGUAGES: Final = ("en", "de")
"""What every tenant's pages speak."""

_SCRIPT, _REGION = 4, 2
"""Letters of these parts of a language tag."""


class DiscoveryWork(OAuthWork, TextWork, Protocol):
    """A work that knows all a tenant tells of itself."""


@reads
def rests_on(work: DiscoveryWork) -> tuple[object, ...]:
    """Return what the documents rest on: while it is equal, made documents may be told again."""
    return (
        work.tenant,
        work.scopes.all(),
        work.tenant_keys.signing(KeyPurpose.TOKEN),
        tuple(work.texts.all()),
    )


@reads
def metadata(work: DiscoveryWork, issuer: str) -> dict[str, Any]:
    """Return the metadata document of an issuer.

    Args:
        issuer: the tenant's issuer identifier.

    Source: OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2, RFC 9126 section 5,
    RFC 9207 section 3.
    """
    shown = [scope for scope in known(work).values() if served(work, scope.claims)]
    claims = [name for scope in shown for name in scope.claims]
    return {
        "issuer": issuer,
        **endpoints(issuer),
        "response_types_supported": ["code"],
        "response_modes_supported": list(RESPONSE_MODES),
        "grant_types_supported": [grant_type.value for grant_type in GrantType],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        "scopes_supported": [
            scope.value for scope in shown if scope.consent is not ConsentNeed.NONE
        ],
        "claims_supported": list(dict.fromkeys((*TOKEN_CLAIMS, *claims))),
        "claim_types_supported": ["normal"],
        "acr_values_supported": [REACHED],
        "prompt_values_supported": list(offered(work.tenant)),
        "display_values_supported": ["page"],
        "token_endpoint_auth_methods_supported": [method.value for method in AuthMethod],
        "introspection_endpoint_auth_methods_supported": _with_secret(),
        "revocation_endpoint_auth_methods_supported": [method.value for method in AuthMethod],
        "code_challenge_methods_supported": [METHOD],
        "claims_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "require_pushed_authorization_requests": False,
        "authorization_response_iss_parameter_supported": True,
        "ui_locales_supported": _locales(work),
    }


def endpoints(issuer: str) -> dict[str, str]:
    """Return the addresses of an issuer's endpoints by their metadata name."""
    at = f"{issuer}/oauth2"
    return {
        "authorization_endpoint": f"{at}/authorize",
        "token_endpoint": f"{at}/token",
        "pushed_authorization_request_endpoint": f"{at}/par",
        "userinfo_endpoint": f"{at}/userinfo",
        "introspection_endpoint": f"{at}/introspect",
        "revocation_endpoint": f"{at}/revoke",
        "end_session_endpoint": f"{at}/logout",
        "jwks_uri": f"{at}/jwks",
    }


@reads
def key_set(work: OAuthWork) -> dict[str, Any]:
    """Return the public keys of tokens: the next one before its use, the retiring one after it.

    Source: RFC 7517 section 5.
    """
    return {
        "keys": [
            {**key.public_jwk, "kid": key.kid, "use": "sig", "alg": key.alg}
            for key in work.tenant_keys.signing(KeyPurpose.TOKEN)
        ]
    }


def _locales(work: TextWork) -> list[str]:
    """Return the languages of the pages: ours, then those the tenant added."""
    added = sorted(_spelt(tag) for tag in work.texts.all())
    return list(dict.fromkeys((*LANGUAGES, *added)))


def _spelt(tag: str) -> str:
    """Return a language tag in the letters it is usually written in (RFC 5646 section 2.1.1)."""
    first, *rest = tag.lower().split("-")
    told = [part.title() if len(part) == _SCRIPT else part for part in rest]
    return "-".join((first, *(part.upper() if len(part) == _REGION else part for part in told)))


def _with_secret() -> list[str]:
    return [method.value for method in AuthMethod if method is not AuthMethod.NONE]
