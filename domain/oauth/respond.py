"""How an authorization request is answered: where the browser goes and what it takes along."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

from domain.kernel.secrets import Secret
from domain.oauth.vocabulary import said


class Answerable(Protocol):
    """What says where an answer goes: an authorization request, or a refusal of one."""

    @property
    def redirect_uri(self) -> str:
        """Exactly as registered."""
        ...

    @property
    def response_mode(self) -> str:
        """`query` or `form_post`."""
        ...

    @property
    def state(self) -> str | None:
        """To be echoed, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Redirection:
    """An answer on its way through the browser.

    Args:
        uri: the redirect URI, as the request named it.
        mode: `query` (303 to `location`) or `form_post` (a form posts the parameters to `uri`).
        parameters: names and values, in order.
    """

    uri: str
    mode: str
    parameters: tuple[tuple[str, str], ...] = field(repr=False)

    @property
    def location(self) -> str:
        """The redirect URI with the parameters in its query; its own query stays as it is."""
        mark = "&" if "?" in self.uri else "?"
        return f"{self.uri}{mark}{urlencode(self.parameters)}"


def success(request: Answerable, code: Secret, issuer: str) -> Redirection:
    """Return the answer that carries a code.

    Args:
        request: the authorization request.
        code: the code's clear text.
        issuer: the tenant's issuer identifier, so that answers cannot be mixed up (RFC 9207).

    Source: RFC 6749 section 4.1.2.
    """
    return _answer(request, (("code", code.reveal()),), issuer)


def failure(request: Answerable, error: str, description: str, issuer: str) -> Redirection:
    """Return the answer that says no.

    Args:
        request: the authorization request, or the RedirectRefusal itself.
        error: an error word of the protocol.
        description: one English sentence, or empty.
        issuer: the tenant's issuer identifier.

    Source: RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6.
    """
    told: tuple[tuple[str, str], ...] = (("error", error),)
    if description:
        told += (("error_description", said(description)),)
    return _answer(request, told, issuer)


def _answer(
    request: Answerable, parameters: tuple[tuple[str, str], ...], issuer: str
) -> Redirection:
    state = (("state", request.state),) if request.state is not None else ()
    return Redirection(
        request.redirect_uri, request.response_mode, (*parameters, *state, ("iss", issuer))
    )
