"""Take a request in beforehand, so that it does not travel through the browser (RFC 9126)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.clients.records import Client
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret, digest, new_secret
from domain.kernel.work import writes
from domain.oauth.draft import Parameters
from domain.oauth.records import PushedRequest
from domain.oauth.store import OAuthWork
from domain.oauth.vocabulary import INVALID_REQUEST, PUSHED_PREFIX

NOT_KEPT: Final = frozenset({"client_secret", "client_assertion", "client_assertion_type"})
"""How the client proved itself is no part of its request."""


@dataclass(frozen=True, slots=True)
class Push:
    """A request to be pushed.

    Args:
        client: the client, proven.
        parameters: names and values; `read_request.read` has passed them.
    """

    client: Client
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Pushed:
    """A pushed request.

    Args:
        request_uri: the name it is called by, of 256 bits; good for one authorization.
        expires_in: seconds it may be called in.
    """

    request_uri: Secret
    expires_in: int


def named(client: Client, parameters: Parameters) -> Parameters:
    """Return what a client pushes as an authorization request of its own.

    Refuses:
        invalid_request: it names another client, or a request_uri (RFC 9126 section 2.1).
    """
    for name, value in parameters:
        if name == "request_uri" and value:
            raise Refusal(INVALID_REQUEST, why="a pushed request cannot name a request_uri")
        if name == "client_id" and value != client.client_id:
            raise Refusal(INVALID_REQUEST, why="client_id is not the client that proved itself")
    kept = tuple(
        (name, value)
        for name, value in parameters
        if name not in NOT_KEPT and name != "client_id" and value
    )
    return (("client_id", client.client_id), *kept)


@writes()
def push(work: OAuthWork, request: Push) -> Pushed:
    """Keep a request for a short while.

    Source: RFC 9126 section 2.2.
    """
    lifetime = work.tenant.policy.lifetimes.pushed_request
    uri = new_secret(PUSHED_PREFIX)
    work.pushed_requests.add(
        PushedRequest(
            digest=digest(uri),
            client_id=request.client.id,
            parameters=dict(request.parameters),
            expires_at=work.now + lifetime,
        )
    )
    return Pushed(uri, int(lifetime.total_seconds()))
