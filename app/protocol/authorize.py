"""The authorization endpoint, and pushing a request to it beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.protocol.credentials import proven
from app.protocol.doors import Desk
from app.protocol.messages import Answer, Asked, Parameters, as_json
from domain.clients.records import Client
from domain.clients.store import ClientWork
from domain.kernel.errors import Refusal
from domain.kernel.work import reads
from domain.oauth.push import Push, named, push
from domain.oauth.read_request import read
from domain.oauth.records import AuthorizationRequest
from domain.oauth.respond import failure
from domain.oauth.vocabulary import RedirectRefusal

if TYPE_CHECKING:
    from domain.kernel.work import Actor


async def authorize(desk: Desk, asked: Asked) -> Response:
    """Take a person in who was sent by an application.

    A POST is stored as a pushed request and answered by a redirect to a GET: from there on the
    address can be loaded again, and a session cookie of SameSite=Lax comes along.

    Source: RFC 6749 section 3.1, OpenID Connect Core section 3.1.2.1.
    """
    request = Request(asked.scope, asked.receive)
    actor = desk.stranger(asked.scope)
    ui_locales = ""
    try:
        parameters = await asked.form() if asked.method == "POST" else asked.query()
        ui_locales = dict(parameters).get("ui_locales", "")
        wanted = await _read(desk, asked, parameters, actor)
        ui_locales = " ".join(wanted.ui_locales)
        if asked.method == "POST":
            return await _stored(desk, asked, parameters, wanted)
        return await desk.doors.begin(request, asked.slug, wanted)
    except RedirectRefusal as refusal:
        told = failure(refusal, refusal.error, refusal.description, desk.issuer(asked.slug))
        return await desk.doors.hand_over(request, asked.slug, told, ui_locales)
    except Refusal as refusal:
        return await desk.doors.refused(request, asked.slug, refusal, ui_locales)


async def pushed(desk: Desk, asked: Asked) -> Answer:
    """Take a request in from the application itself (RFC 9126)."""
    client, actor = await proven(desk, asked)
    parameters = named(client, await asked.form())
    await _read(desk, asked, parameters, actor)
    kept = await desk.call(push, Push(client, parameters), tenant=asked.slug, actor=actor)
    answer = {"request_uri": kept.request_uri.reveal(), "expires_in": kept.expires_in}
    return as_json(answer, status=201)


@reads
def client_of(work: ClientWork, request: AuthorizationRequest) -> Client | None:
    """Return the client of a request that was read."""
    return work.clients.get(request.client_id)


async def _read(
    desk: Desk, asked: Asked, parameters: Parameters, actor: Actor
) -> AuthorizationRequest:
    return await desk.call(read, parameters, tenant=asked.slug, actor=actor, signer=desk.signer)


async def _stored(
    desk: Desk, asked: Asked, parameters: Parameters, wanted: AuthorizationRequest
) -> Response:
    client = await desk.call(client_of, wanted, tenant=asked.slug)
    if client is None:
        return RedirectResponse(f"{desk.issuer(asked.slug)}/oauth2/authorize", 303)
    query = {"client_id": client.client_id}
    if wanted.pushed is not None:
        query["request_uri"] = dict(parameters)["request_uri"]
    else:
        request = Push(client, named(client, parameters))
        kept = await desk.call(push, request, tenant=asked.slug)
        query["request_uri"] = kept.request_uri.reveal()
    address = f"{desk.issuer(asked.slug)}/oauth2/authorize?{urlencode(query)}"
    return RedirectResponse(address, 303, {"cache-control": "no-store"})
