"""Sign out of a tenant: from one's own pages, or because a client asked (RP-initiated logout)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from app.hosted.answers import sent_on
from app.hosted.pages import ClientFace, ConfirmSignOut, SignedOut
from app.hosted.routes.arrival import endpoint, visit
from app.hosted.routes.handing_over import AWAY
from app.hosted.routes.site import Site, Visit
from app.hosted.routes.spoken import locale_of
from app.runtime.forms import one, read_fields
from app.runtime.typed import LONGEST_ADDRESS
from domain.clients.ours import called
from domain.kernel.secrets import Secret, digest
from domain.oauth.logout import LogoutRequest
from domain.sessions.end import EndOwn, end_own

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

STEP = "sign_out"
RETURN_TO = "return_to"
NOBODYS: Final = LogoutRequest(None, None, sure=False, return_to=None)
"""What comes of a link of ours, or of anybody's."""


async def ask(visitor: Visit, ui_locales: str = "", wanted: LogoutRequest = NOBODYS) -> Response:
    """GET: ask first, for anyone can put this address into a page.

    Args:
        ui_locales: the languages an application asked for; the form takes along what came of it.
        wanted: what an application wishes, as far as it is proven.
    """
    if visitor.session is None:
        return visitor.page(SignedOut(sign_in_href=f"{visitor.base}/me"))
    kept = [("ui_locales", visitor.locale)] if ui_locales else []
    back = wanted.return_to if len(wanted.return_to or "") <= LONGEST_ADDRESS else None
    if back is not None:
        sealed = visitor.site.typed.seal(Secret(back), _place(visitor), visitor.site.clock.now())
        kept.append((RETURN_TO, sealed))
    page = ConfirmSignOut(
        action=f"{visitor.base}/sign-out",
        client=ClientFace(called(wanted.client, visitor.say)) if wanted.client else None,
        hidden=tuple(kept),
    )
    leads_to = (back,) if back is not None else ()
    return visitor.page(page, token=_token(visitor), leads_to=leads_to, own_window=True)


def confirming(site: Site) -> Callable[[Request, str, LogoutRequest, str], Awaitable[Response]]:
    """Return what asks a person whom an application wishes signed out without being sure."""

    async def confirm(
        request: Request, slug: str, wanted: LogoutRequest, ui_locales: str
    ) -> Response:
        return await ask(await visit(site, request, slug, ui_locales), ui_locales, wanted)

    return confirm


async def answer(visitor: Visit) -> Response:
    """POST: end the session, or stay."""
    fields = await read_fields(visitor.request)
    cookie = _cookie(visitor)
    visitor.site.forms.check(visitor.request, one(fields, "form_token"), cookie, visitor.base, STEP)
    session = visitor.session
    if session is None or one(fields, "decision") == "stay":
        return visitor.to(f"{visitor.base}/me")
    locale = locale_of(visitor.site, visitor.request, visitor.face, one(fields, "ui_locales"))
    visitor = replace(visitor, locale=locale)
    wanted = EndOwn(session.account_id, session.id)
    await visitor.site.call(end_own, wanted, tenant=visitor.slug, actor=visitor.person)
    back = visitor.site.typed.unseal(
        one(fields, RETURN_TO), _place(visitor), visitor.site.clock.now()
    )
    return done(visitor) if back is None else _forgotten(visitor, sent_on(back.reveal(), AWAY))


def done(visitor: Visit) -> Response:
    """Say that this browser is signed out, and let it forget the cookie it brought.

    A browser that brought none may have one: it keeps it back where another site sends it here.
    """
    visitor = replace(visitor, session=None)
    page = SignedOut(sign_in_href=f"{visitor.base}/me")
    return _forgotten(visitor, visitor.page(page, own_window=True))


def _forgotten(visitor: Visit, response: Response) -> Response:
    jar = visitor.site.jar
    if _cookie(visitor):
        response.raw_headers.append(jar.gone(jar.session(visitor.slug)))
    return response


def _place(visitor: Visit) -> bytes:
    """Return what an address to go back to is sealed to: this sign-out of this browser."""
    return digest(Secret(f"{STEP} {visitor.base} {_cookie(visitor)}"))


def _cookie(visitor: Visit) -> str:
    return visitor.request.cookies.get(visitor.site.jar.session(visitor.slug), "")


def _token(visitor: Visit) -> str:
    return visitor.site.forms.token(_cookie(visitor), visitor.base, STEP)


def routes(site: Site) -> list[Route]:
    """Return the routes of signing out."""
    at = endpoint(site)
    path = "/t/{tenant}/sign-out"
    return [
        Route(path, at(ask), methods=["GET"]),
        Route(path, at(answer), methods=["POST"]),
    ]
