"""Sign out of a tenant: from one's own pages, or because a client asked (RP-initiated logout)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.routing import Route

from app.hosted.pages import ConfirmSignOut, SignedOut
from app.hosted.routes.arrival import endpoint
from app.hosted.routes.site import Site, Visit
from app.hosted.routes.spoken import locale_of
from app.runtime.forms import one, read_fields
from domain.sessions.end import EndOwn, end_own

if TYPE_CHECKING:
    from starlette.responses import Response

STEP = "sign_out"


async def ask(visitor: Visit, ui_locales: str = "") -> Response:
    """GET: ask first, for anyone can put this address into a page.

    Args:
        ui_locales: the languages an application asked for; the form takes along what came of it.
    """
    if visitor.session is None:
        return visitor.page(SignedOut(sign_in_href=f"{visitor.base}/me"))
    kept = (("ui_locales", visitor.locale),) if ui_locales else ()
    page = ConfirmSignOut(action=f"{visitor.base}/sign-out", hidden=kept)
    return visitor.page(page, token=_token(visitor), own_window=True)


async def answer(visitor: Visit) -> Response:
    """POST: end the session, or stay."""
    fields = await read_fields(visitor.request)
    cookie = _cookie(visitor)
    visitor.site.forms.check(visitor.request, one(fields, "form_token"), cookie, visitor.base, STEP)
    if visitor.session is None or one(fields, "decision") == "stay":
        return visitor.to(f"{visitor.base}/me")
    locale = locale_of(visitor.site, visitor.request, visitor.face, one(fields, "ui_locales"))
    return await signed_out(replace(visitor, locale=locale))


async def signed_out(visitor: Visit) -> Response:
    """End the session that came along and say so."""
    if visitor.session is not None:
        wanted = EndOwn(visitor.session.account_id, visitor.session.id)
        await visitor.site.call(end_own, wanted, tenant=visitor.slug, actor=visitor.person)
    return done(visitor)


def done(visitor: Visit) -> Response:
    """Say that this browser is signed out, and let it forget the cookie it brought.

    A browser that brought none may have one: it keeps it back where another site sends it here.
    """
    visitor = replace(visitor, session=None)
    response = visitor.page(SignedOut(sign_in_href=f"{visitor.base}/me"), own_window=True)
    jar = visitor.site.jar
    if _cookie(visitor):
        response.raw_headers.append(jar.gone(jar.session(visitor.slug)))
    return response


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
