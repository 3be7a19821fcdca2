"""Some scopes may be decided on our own page alone: say so, and say where that page is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import orjson

from app.api.login.door import Caller
from domain.clients.records import Client
from domain.kernel.errors import Refusal
from domain.login.checks import Step
from domain.login.refusals import HOSTED_ONLY
from domain.oauth.records import AuthorizationRequest


class HostedOnly(Refusal):
    """The refusal that knows which step it stopped, so that the answer can name our page.

    Args:
        step: the step.
    """

    def __init__(self, step: Step) -> None:
        """Keep the step."""
        super().__init__(HOSTED_ONLY)
        self.step = step


def ensure_decidable(step: Step) -> None:
    """Go on only if the question may be put outside our own page.

    Refuses:
        hosted_only: one of its scopes may be decided on our page alone.
    """
    if step.question is not None and any(scope.hosted_only for scope in step.question.scopes):
        raise HostedOnly(step)


def hosted_url(caller: Caller, step: Step) -> str:
    """Return the address of our own pages for the same request.

    What the person typed stays out: an address is written down in too many places.
    """
    asked, client = step.interaction.request, step.client
    if asked is None or client is None:
        return f"{caller.issuer}/me"
    return f"{caller.issuer}/oauth2/authorize?{urlencode(list(_parameters(client, asked)))}"


def _claims(asked: AuthorizationRequest) -> dict[str, Any]:
    """Return what was asked by name, and of whom: the hint that named them is not at hand."""
    if asked.hint_sub is None:
        return dict(asked.claims)
    named = {**asked.claims.get("id_token", {}), "sub": {"value": asked.hint_sub}}
    return {**asked.claims, "id_token": named}


def _parameters(client: Client, asked: AuthorizationRequest) -> Iterator[tuple[str, str]]:
    claims = _claims(asked)
    words = {
        "scope": asked.scope,
        "prompt": asked.prompt,
        "acr_values": asked.acr_values,
        "ui_locales": asked.ui_locales,
    }
    values = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": asked.redirect_uri,
        "response_mode": asked.response_mode,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": asked.code_challenge,
        "code_challenge_method": "S256" if asked.code_challenge else None,
        "max_age": str(asked.max_age) if asked.max_age is not None else None,
        "claims": orjson.dumps(claims).decode() if claims else None,
        **{name: " ".join(value) or None for name, value in words.items()},
    }
    yield from ((name, value) for name, value in values.items() if value is not None)
