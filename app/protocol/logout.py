"""The end-session endpoint (OpenID Connect RP-Initiated Logout 1.0)."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.protocol.doors import Desk
from app.protocol.messages import Asked
from domain.kernel.errors import Refusal
from domain.kernel.ids import show
from domain.kernel.secrets import digest
from domain.kernel.work import Actor, ActorKind
from domain.oauth.logout import AskLogout, LogoutRequest, read_logout
from domain.sessions.end import EndOwn, end_own
from domain.sessions.rules import SIGNED_OUT


async def logout(desk: Desk, asked: Asked) -> Response:
    """Sign the person out, ask them first, or say why not; by GET or POST.

    A form of another site brings no session cookie of SameSite=Lax along: it is answered by a
    redirect to a GET, which does. Without that anyone's page could have a browser told that it is
    signed out while its session stands, and have it forget the cookie.

    Source: OpenID Connect RP-Initiated Logout 1.0 sections 2 to 4.
    """
    request = Request(asked.scope, asked.receive)
    ui_locales = ""
    try:
        parameters = await asked.form() if asked.method == "POST" else asked.query()
        ui_locales = dict(parameters).get("ui_locales", "")
        cookie = request.cookies.get(desk.jar.session(asked.slug))
        question = AskLogout(parameters, digest(cookie) if cookie else None)
        wanted = await desk.call(
            read_logout,
            question,
            tenant=asked.slug,
            actor=desk.stranger(asked.scope),
            signer=desk.signer,
        )
        if asked.method == "POST" and cookie is None:
            address = f"{desk.issuer(asked.slug)}/oauth2/logout?{urlencode(parameters)}"
            return RedirectResponse(address, 303, {"cache-control": "no-store"})
        if not wanted.sure:
            return await desk.doors.confirm_sign_out(request, asked.slug, wanted, ui_locales)
        await _end(desk, asked, wanted)
        if wanted.return_to is None:
            return await desk.doors.signed_out(request, asked.slug, ui_locales)
        return _sent_back(desk, asked, wanted.return_to, forget=wanted.session is not None)
    except Refusal as refusal:
        return await desk.doors.refused(request, asked.slug, refusal, ui_locales)


async def _end(desk: Desk, asked: Asked, wanted: LogoutRequest) -> None:
    session = wanted.session
    if session is not None:
        name = show("acc", session.account_id)
        person = Actor(ActorKind.PERSON, name, session.account_id)
        ending = EndOwn(session.account_id, session.id, SIGNED_OUT)
        await desk.call(end_own, ending, tenant=asked.slug, actor=person)


def _sent_back(desk: Desk, asked: Asked, return_to: str, *, forget: bool) -> Response:
    headers = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
    answer = RedirectResponse(return_to, 303, headers)
    if forget:
        answer.raw_headers.append(desk.jar.gone(desk.jar.session(asked.slug)))
    return answer
