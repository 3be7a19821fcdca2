"""How a refusal is told to an application (RFC 6749 section 5.2, RFC 6750 section 3)."""

from __future__ import annotations

from typing import Final

from app.protocol.messages import NO_STORE, Answer, Headers, as_json
from domain.clients.refusals import INVALID_CLIENT
from domain.kernel.errors import BUSY, NOT_FOUND, STORAGE_UNAVAILABLE, Refusal
from domain.limits.refusals import TOO_MANY_TRIES
from domain.oauth.vocabulary import (
    INSUFFICIENT_SCOPE,
    INVALID_TOKEN,
    UNREGISTERED_REDIRECT_URI,
    said,
)

WORDS: Final = {
    BUSY.code: "temporarily_unavailable",
    STORAGE_UNAVAILABLE.code: "temporarily_unavailable",
    TOO_MANY_TRIES.code: "temporarily_unavailable",
    NOT_FOUND.code: "invalid_request",
    UNREGISTERED_REDIRECT_URI.code: "invalid_request",
}
"""Refusals that are no words of the protocol, in the word that comes nearest."""

FAULT: Final = as_json(
    {"error": "server_error", "error_description": "Something went wrong here."}, status=500
)


def refused(refusal: Refusal, slug: str, *, bearer: bool = False) -> Answer:
    """Return the answer of an endpoint that says no.

    Args:
        refusal: why.
        slug: the tenant, for the challenge of a 401.
        bearer: whether an access token was to be shown, which any answer challenges for.
    """
    error = WORDS.get(refusal.code, refusal.code)
    status = refusal.kind.status
    headers: Headers = NO_STORE
    if bearer or refusal.kind in {INVALID_TOKEN, INSUFFICIENT_SCOPE}:
        headers = (*headers, (b"www-authenticate", _bearer(refusal, slug).encode("latin-1")))
    elif refusal.kind is INVALID_CLIENT:
        challenge = f'Basic realm="{slug}", charset="UTF-8"'
        headers = (*headers, (b"www-authenticate", challenge.encode("latin-1")))
    if refusal.retry_after is not None:
        seconds = int(refusal.retry_after.total_seconds()) + 1
        headers = (*headers, (b"retry-after", str(seconds).encode()))
    elif refusal.kind is BUSY:
        headers = (*headers, (b"retry-after", b"5"))
    body = {"error": error, "error_description": said(refusal.sentence())}
    return as_json(body, status=status, headers=headers)


def no_token(slug: str) -> Answer:
    """Return the answer to a request without any token: a challenge and no reason."""
    challenge = f'Bearer realm="{slug}"'
    headers = (*NO_STORE, (b"www-authenticate", challenge.encode("latin-1")))
    return Answer(401, b"", headers)


def not_allowed(methods: tuple[str, ...]) -> Answer:
    """Return the answer to a method that an endpoint does not have."""
    body = {"error": "invalid_request", "error_description": "This method is not allowed here."}
    allow = (b"allow", ", ".join((*methods, "OPTIONS")).encode())
    return as_json(body, status=405, headers=(*NO_STORE, allow))


def nothing_here() -> Answer:
    """Return the answer to a path where no endpoint is."""
    body = {"error": "invalid_request", "error_description": "There is nothing at this address."}
    return as_json(body, status=404)


def _bearer(refusal: Refusal, slug: str) -> str:
    parts = [
        f'Bearer realm="{slug}"',
        f'error="{refusal.code}"',
        f'error_description="{said(refusal.sentence())}"',
    ]
    if refusal.kind is INSUFFICIENT_SCOPE:
        parts.append(f'scope="{refusal.params["scope"]}"')
    return ", ".join(parts)
