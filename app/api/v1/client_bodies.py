"""Clients as they are sent and told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StrictBool

from app.api.v1.values import Answer, Body, Duration, Text, left_out
from domain.clients.records import (
    AccessTokenForm,
    AuthMethod,
    Client,
    ClientStatus,
    ClientType,
    GrantType,
    Relaxation,
)
from domain.kernel.ids import show
from domain.kernel.secrets import Secret

Texts = Annotated[list[Text], Field(max_length=100)]
"""At most 100; the rules of each field are the clients room's."""


class RelaxationBody(Body):
    """A safe default that the client is let off, and why."""

    rule: Text = Field(description="`pkce`, `first_party` or `loopback_http`.")
    reason: Text


class ClientChanges(Body):
    """What is to be different; what is left out stays as it is."""

    label: Text = left_out(description="Shown to people.")
    purpose: Text = left_out(description="One sentence: what it wants the leave for.")
    status: ClientStatus = left_out()
    redirect_uris: Texts = left_out()
    post_logout_redirect_uris: Texts = left_out()
    cors_origins: Texts = left_out()
    grant_types: list[GrantType] = left_out(max_length=10)
    scopes: Texts = left_out()
    audiences: Texts = left_out()
    require_pkce: StrictBool = left_out()
    id_token_alg: Text = left_out(description="`ES256` or `RS256`.")
    access_token: AccessTokenForm = left_out()
    first_party: StrictBool = left_out()
    login_ui: StrictBool = left_out()
    proposed_consent: Duration | None = None
    longest_consent: Duration | None = None
    relaxations: list[RelaxationBody] = left_out(max_length=10)


class NewClientBody(ClientChanges):
    """An application that is to be registered."""

    client_id: Text = Field(description="1 to 64 letters, digits or . _ ~ -; for ever.")
    type: ClientType = Field(default=ClientType.CONFIDENTIAL)
    auth_method: AuthMethod | None = None
    channel_group: Text | None = None
    secret: Text | None = Field(
        default=None,
        description="A fixed one, in sandbox tenants only; left out, one is made.",
        json_schema_extra={"format": "password"},
    )


class RelaxationTold(Answer):
    """A safe default that the client is let off, and why."""

    rule: str
    reason: str


class ClientTold(Answer):
    """A client."""

    client_id: str
    client: str = Field(description="Its id in the ledger and the trail.")
    label: str
    purpose: str
    type: ClientType
    status: ClientStatus
    auth_method: AuthMethod
    redirect_uris: list[str]
    post_logout_redirect_uris: list[str]
    cors_origins: list[str]
    grant_types: list[GrantType]
    scopes: list[str]
    audiences: list[str]
    require_pkce: bool
    id_token_alg: str
    access_token: AccessTokenForm
    first_party: bool
    login_ui: bool
    channel_group: str | None
    proposed_consent: Duration | None
    longest_consent: Duration | None
    relaxations: list[RelaxationTold]
    created_at: datetime
    version: int
    secret: str | None = Field(default=None, description="Shown once, when the client is made.")


def fields_of(body: ClientChanges) -> dict[str, Any]:
    """Return what was said as values of the record, without a secret."""
    said = {name: getattr(body, name) for name in body.model_fields_set - {"secret"}}
    if "relaxations" in said:
        said["relaxations"] = [Relaxation(each.rule, each.reason) for each in said["relaxations"]]
    if isinstance(body, NewClientBody):
        said["type"] = body.type
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
    }


def told(client: Client, secret: Secret | None = None) -> ClientTold:
    """Return a client as it is answered.

    Args:
        secret: shown this once.
    """
    plain = {
        name: getattr(client, name)
        for name in ClientTold.model_fields
        if name not in {"client", "secret", "relaxations"}
    }
    return ClientTold.model_validate(
        {
            **{name: list(v) if isinstance(v, tuple) else v for name, v in plain.items()},
            "client": show("cli", client.id),
            "relaxations": [
                RelaxationTold(rule=each.rule, reason=each.reason) for each in client.relaxations
            ],
            "secret": secret.reveal() if secret else None,
        }
    )
