"""The words of the protocol: its errors as refusals, and how a refusal is told to a client."""

from __future__ import annotations

import re
from typing import Final

from domain.kernel.errors import Refusal, RefusalKind, kind

PUSHED_PREFIX: Final = "urn:ietf:params:oauth:request_uri:"
"""Source: RFC 9126 section 2.2."""

CREATE: Final = "create"
PROMPTS: Final = ("none", "login", "consent", "select_account", CREATE)
"""Source: OpenID Connect Core section 3.1.2.1, Initiating User Registration 1.0 section 4."""
RESPONSE_MODES: Final = ("query", "form_post")

INVALID_REQUEST: Final = kind(
    "invalid_request", "The request is not right: {why}.", "Correct the request and send it again."
)
UNKNOWN_CLIENT: Final = kind(
    "unknown_client",
    "The application that sent you is not known here, or it is switched off.",
    "Go back to the application and tell those who run it.",
)
UNREGISTERED_REDIRECT_URI: Final = kind(
    "unregistered_redirect_uri",
    "The application asks to send you to an address that is not registered for it.",
    "Go back to the application and tell those who run it.",
)
INVALID_REQUEST_URI: Final = kind(
    "invalid_request_uri",
    "This pushed request has run out, was used, or belongs to another application.",
    "Start again from the application.",
)
REQUEST_NOT_SUPPORTED: Final = kind(
    "request_not_supported",
    "Request objects are not supported.",
    "Send the parameters themselves, or push them.",
)
REQUEST_URI_NOT_SUPPORTED: Final = kind(
    "request_uri_not_supported",
    "Only pushed requests are taken by request_uri.",
    "Push the request (RFC 9126) and send the request_uri of the answer.",
)
REGISTRATION_NOT_SUPPORTED: Final = kind(
    "registration_not_supported",
    "The parameter registration is not supported.",
    "Register the application with those who run this server.",
)
UNSUPPORTED_RESPONSE_TYPE: Final = kind(
    "unsupported_response_type",
    "Only response_type=code is supported.",
    "Use the authorization code flow.",
)
UNAUTHORIZED_CLIENT: Final = kind(
    "unauthorized_client",
    "This client may not use this grant type.",
    "Ask an operator to allow the grant type for this client.",
)
UNSUPPORTED_GRANT_TYPE: Final = kind(
    "unsupported_grant_type",
    "This grant type is not supported.",
    "Use authorization_code, refresh_token or client_credentials.",
)
INVALID_SCOPE: Final = kind(
    "invalid_scope",
    "The scope is not right: {why}.",
    "Ask for scopes that are registered for this client.",
)
INVALID_GRANT: Final = kind(
    "invalid_grant",
    "The code or token is not valid here: unknown, used, run out, or its leave ended.",
    "Send the person to the authorization endpoint again.",
)
INVALID_TOKEN: Final = kind(
    "invalid_token",
    "The access token is not valid here: unknown, run out, or its leave ended.",
    "Get a new access token.",
    status=401,
)
INSUFFICIENT_SCOPE: Final = kind(
    "insufficient_scope",
    "The access token lacks the scope {scope}.",
    "Ask for this scope.",
    status=403,
)
ACCESS_DENIED: Final = kind(
    "access_denied",
    "The person did not give leave.",
    "Respect it; the person can start again from the application.",
    status=403,
)
LOGIN_REQUIRED: Final = kind(
    "login_required",
    "The person must sign in first.",
    "Send the request without prompt=none.",
    status=403,
)
UNMET_AUTHENTICATION_REQUIREMENTS: Final = kind(
    "unmet_authentication_requirements",
    "The person cannot prove who they are as strongly as was asked.",
    "Ask for a level that discovery names, or do not call it essential.",
)
"""Source: OpenID Connect Core Error Code unmet_authentication_requirements 1.0."""
INTERACTION_REQUIRED: Final = kind(
    "interaction_required",
    "The person must do something first.",
    "Send the request without prompt=none.",
    status=403,
)

_SAID: Final = re.compile(r"[^\x20-\x21\x23-\x5b\x5d-\x7e]")


class RedirectRefusal(Refusal):
    """A refusal of an authorization request that is told to the client by a redirect.

    Raised only once the client and its redirect URI are proven.

    Args:
        kind: which no.
        redirect_uri: exactly as registered, but for the port of an app on the person's machine.
        response_mode: `query` or `form_post`.
        state: to be echoed, or None.
        why: what is wrong, for kinds whose sentence names it.
    """

    def __init__(
        self,
        kind: RefusalKind,
        *,
        redirect_uri: str,
        response_mode: str,
        state: str | None,
        why: str = "",
    ) -> None:
        """Make the refusal; see the class."""
        super().__init__(kind, why=why)
        self.redirect_uri = redirect_uri
        self.response_mode = response_mode
        self.state = state

    @property
    def error(self) -> str:
        """The error word of the protocol."""
        return self.code

    @property
    def description(self) -> str:
        """The sentence in the letters an error_description may have."""
        return said(self.sentence())


def said(sentence: str) -> str:
    """Return a sentence in the letters that `error_description` may have.

    Source: RFC 6749 section 5.2.
    """
    return _SAID.sub("'", sentence)
