"""Read an authorization request: an ordered list of named checks, then a record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from domain.kernel.powers import Signer
from domain.kernel.work import reads
from domain.oauth import request_checks as check
from domain.oauth.claims_asked import claims
from domain.oauth.draft import Draft, Parameters
from domain.oauth.levels import levels
from domain.oauth.prompts import prompt
from domain.oauth.records import AuthorizationRequest
from domain.oauth.store import OAuthWork

CHECKS: Final[tuple[Callable[[OAuthWork, Draft], None], ...]] = (
    check.readable,
    check.pushed,
    check.client,
    check.redirect_uri,
    # From here on a refusal is told to the client by a redirect.
    check.response_mode,
    check.single,
    check.by_value,
    check.response_type,
    check.scope,
    check.proof_key,
    check.nonce,
    prompt,
    check.max_age,
    check.hint,
    claims,
    levels,
    check.wishes,
)


@reads
def read(work: OAuthWork, parameters: Parameters, signer: Signer) -> AuthorizationRequest:
    """Return the request whose client and redirect URI are proven and whose values are allowed.

    Args:
        parameters: names and values in order, decoded; bytes that were no UTF-8 as surrogates.
        signer: verifies an id_token_hint.

    Refuses:
        invalid_request: too long, not readable, a value that is not allowed, a parameter twice,
            PKCE missing or `plain`.
        invalid_request_uri: a pushed request that has run out, was used, or is another client's.
        unknown_client: no such client, or a disabled one.
        unregistered_redirect_uri: not exactly one of the registered ones.
        request_not_supported: a request object.
        unmet_authentication_requirements: an essential level that nobody reaches here.
        request_uri_not_supported: a request_uri that was not pushed.
        registration_not_supported: self-registration inside the request.
        unsupported_response_type: anything but `code`.
        unauthorized_client: the client has not the code flow.
        invalid_scope: malformed, or nothing of it is this client's.

    Source: RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2, RFC 9126, RFC 9700.
    """
    draft = Draft(signer, parameters)
    for each in CHECKS:
        each(work, draft)
    return draft.request()
