"""Endpoints to which a token is shown: userinfo, introspection, revocation."""

from __future__ import annotations

from typing import Any

from app.protocol.answers import no_token, refused
from app.protocol.credentials import proven, proven_for
from app.protocol.doors import Desk
from app.protocol.messages import NO_STORE, Answer, Asked, Parameters, as_json, single
from domain.clients.records import AuthMethod, Client
from domain.clients.refusals import INVALID_CLIENT
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.oauth.introspect import Introspect
from domain.oauth.introspect import introspect as tell
from domain.oauth.revoke import Revoke, find
from domain.oauth.revoke import revoke as end
from domain.oauth.store import OAuthWork
from domain.oauth.userinfo import userinfo as tell_of_person
from domain.oauth.vocabulary import INVALID_REQUEST, INVALID_TOKEN


async def userinfo(desk: Desk, asked: Asked) -> Answer:
    """Answer the claims of whoever the token stands for; by GET or POST.

    Source: OpenID Connect Core section 5.3, RFC 6750 section 2.
    """
    try:
        shown = _bearer(asked.header(b"authorization"), await _posted(asked))
    except Refusal as refusal:
        return refused(refusal, asked.slug, bearer=True)
    if shown is None:
        return no_token(asked.slug)
    client, claims = await desk.call(
        tell_of_person,
        shown,
        tenant=asked.slug,
        actor=desk.stranger(asked.scope),
        signer=desk.signer,
    )
    asked.client = client
    return as_json(claims)


async def introspect(desk: Desk, asked: Asked) -> Answer:
    """Answer whether a token is alive, to a client that has proven itself with a secret.

    Source: RFC 7662 section 2.
    """
    form = await asked.form()

    def told(work: OAuthWork, client: Client) -> dict[str, Any]:
        if client.auth_method is AuthMethod.NONE:
            raise Refusal(INVALID_CLIENT, why="a client without a secret cannot introspect")
        request = Introspect(client, _token(form), desk.issuer(asked.slug))
        return tell(work, request, desk.signer)

    _, answer = await proven_for(desk, asked, told)
    return as_json(answer)


async def revoke(desk: Desk, asked: Asked) -> Answer:
    """End a token of the client's own; what is not one is answered alike.

    Source: RFC 7009 section 2.
    """
    client, actor = await proven(desk, asked)
    request = Revoke(client, _token(await asked.form()))
    found = await desk.call(find, request, tenant=asked.slug, actor=actor, signer=desk.signer)
    if found is not None:
        await desk.call(end, found, tenant=asked.slug, actor=actor)
    return Answer(200, b"", NO_STORE)


def _token(form: Parameters) -> Secret:
    """Return the token parameter.

    Refuses:
        invalid_request: it is missing or came twice.
    """
    value = single(form).get("token")
    if value is None:
        raise Refusal(INVALID_REQUEST, why="token is missing")
    return Secret(value)


async def _posted(asked: Asked) -> str | None:
    """Return the access token of a form; another body has none (RFC 6750 section 2.2).

    Refuses:
        invalid_request: the form cannot be read.
    """
    if asked.method != "POST" or not asked.has_form:
        return None
    return single(await asked.form()).get("access_token")


def _bearer(header: str | None, posted: str | None) -> Secret | None:
    """Return the access token of header or body, never of the address.

    Who tries a way that we do not know has shown no token, and is told no reason
    (RFC 6750 section 3.1).

    Refuses:
        invalid_request: it came in two ways.
        invalid_token: the header has none.
    """
    if header is None:
        return Secret(posted) if posted is not None else None
    if posted is not None:
        raise Refusal(INVALID_REQUEST, why="the token came in two ways")
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "bearer":
        return None
    if not value.strip():
        raise Refusal(INVALID_TOKEN)
    return Secret(value.strip())
