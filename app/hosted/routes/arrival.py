"""Who comes to a hosted page: one read tells tenant, session and what the page is about."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from app.hosted.routes.face import Face, nobodys_face
from app.hosted.routes.site import Site, Visit
from app.hosted.routes.spoken import locale_of, spoken
from app.hosted.words import negotiate
from app.runtime.forms import Fields, read_fields
from domain.kernel.errors import Refusal
from domain.kernel.work import STRANGER, reads, writes
from domain.sessions.records import Session
from domain.sessions.rules import is_due
from domain.sessions.standing import standing, touch
from domain.sessions.store import SessionWork
from domain.tenants.records import BUILT_IN
from domain.tenants.store import TextWork

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

See = Callable[[Any, Visit], Any]
"""Reads in the work of the arrival what a page is about."""

Endpoint = Callable[[Visit], Awaitable["Response"]]
Sight = Callable[[Visit, Any], Awaitable["Response"]]


class ArrivalWork(TextWork, SessionWork, Protocol):
    """A work that knows a tenant's words and its sessions."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody at a page.

    Args:
        session_digest: SHA-256 of the session cookie that came along, or None.
        visit: makes the visit of the face and the session.
        see: what the page asks beside them; None asks nothing.
    """

    session_digest: bytes | None
    visit: Callable[[Face, Session | None], Visit]
    see: See | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """What there is to see.

    Args:
        seen: what `see` returned.
        refusal: what it raised; the page of the refusal needs the visit.
    """

    visitor: Visit
    seen: Any = None
    refusal: Refusal | None = None


@reads
def arrive(work: ArrivalWork, request: Arrival) -> Arrived:
    """Return the tenant a page stands in, who came there, and what the page is about."""
    visitor = _came(work, request)
    if request.see is None:
        return Arrived(visitor)
    try:
        return Arrived(visitor, request.see(work, visitor))
    except Refusal as refusal:
        return Arrived(visitor, refusal=refusal)


@writes()
def _act(work: ArrivalWork, request: Arrival) -> Arrived:
    return _acted(work, request)


@writes(durable=True)
def _act_for_good(work: ArrivalWork, request: Arrival) -> Arrived:
    return _acted(work, request)


def _acted(work: ArrivalWork, request: Arrival) -> Arrived:
    """Do as `arrive` with what writes; a refusal ends the work, so that half an act never stays."""
    visitor = _came(work, request)
    return Arrived(visitor, request.see(work, visitor) if request.see is not None else None)


def _came(work: ArrivalWork, request: Arrival) -> Visit:
    session = standing(work, request.session_digest) if request.session_digest else None
    return request.visit(Face(work.tenant, work.texts.all()), session)


async def visit(site: Site, request: Request, slug: str, ui_locales: str = "") -> Visit:
    """Look at who came to an address that shows a page but does not read which language is chosen.

    Args:
        ui_locales: the languages an application asked for, as it wrote them.

    Refuses:
        not_found: there is no such tenant.
    """
    arrived = await _arrived(site, request, slug, None, ui_locales=ui_locales)
    return replace(arrived.visitor, linked=False)


async def act(
    site: Site,
    request: Request,
    slug: str,
    see: See,
    *,
    durable: bool,
    ui_locales: tuple[str, ...] = (),
) -> Arrived:
    """Look at who came, and do what they came for in the same write.

    Args:
        see: writes; what it refuses is raised.
        durable: whether its commit must survive a power cut.

    Refuses:
        not_found: there is no such tenant.
    """
    make = functools.partial(_visit, site, request, " ".join(ui_locales), [])
    wanted = Arrival(site.session_digest(request, slug), make, see)
    use_case = _act_for_good if durable else _act
    arrived = await site.call(use_case, wanted, tenant=slug, actor=site.stranger(request))
    await _touched(arrived.visitor)
    return arrived


async def _arrived(
    site: Site,
    request: Request,
    slug: str,
    see: See | None,
    fields: Fields | None = None,
    ui_locales: str = "",
) -> Arrived:
    # Who sends a form is limited by where it came from; a page that is looked at asks nobody.
    actor = STRANGER if fields is None else site.stranger(request)
    cookie_digest = site.session_digest(request, slug)
    make = functools.partial(_visit, site, request, ui_locales, fields or [])
    arrived = await site.call(arrive, Arrival(cookie_digest, make, see), tenant=slug, actor=actor)
    await _touched(arrived.visitor)
    return arrived


async def _touched(visitor: Visit) -> None:
    """Move the idle end of a session that came along, where it is time to."""
    session = visitor.session
    if session is not None and is_due(session, visitor.now):
        await visitor.site.call(touch, session, tenant=visitor.slug)


async def _formed(site: Site, request: Request, slug: str, see: See | None) -> Arrived:
    """Read the form that came, then look at who sent it and what the form is about."""
    try:
        fields = await read_fields(request)
    except Refusal as refusal:
        return Arrived(await visit(site, request, slug), refusal=refusal)
    return await _arrived(site, request, slug, see, fields)


def _visit(
    site: Site,
    request: Request,
    ui_locales: str,
    fields: Fields,
    face: Face,
    session: Session | None,
) -> Visit:
    locale = locale_of(site, request, face, ui_locales)
    return Visit(site, request, face, locale, site.binding(request), session, fields)


def endpoint(site: Site) -> Callable[[Endpoint], Callable[[Request], Awaitable[Response]]]:
    """Turn a route over a visit into one over a request; refusals become pages."""

    def wrap(handler: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        @functools.wraps(handler)
        async def at(visitor: Visit, _seen: None) -> Response:
            return await handler(visitor)

        return sighted(site, None)(at)

    return wrap


def sighted(
    site: Site, see: See | None, *, form: bool = False
) -> Callable[[Sight], Callable[[Request], Awaitable[Response]]]:
    """Turn a route over a visit and what is read with it into one over a request.

    Args:
        see: called in the one read of the request; what it refuses becomes a page.
        form: whether a form is posted; it is read first, and stands in the visit.
    """

    def wrap(handler: Sight) -> Callable[[Request], Awaitable[Response]]:
        @functools.wraps(handler)
        async def answer(request: Request) -> Response:
            slug = request.path_params.get("tenant", BUILT_IN)
            try:
                if form:
                    arrived = await _formed(site, request, slug, see)
                else:
                    arrived = await _arrived(site, request, slug, see)
            except Refusal as refusal:
                return await stranger_page(site, request, refusal)
            visitor = arrived.visitor
            if request.method == "GET" and "lang" in visitor.query:
                return spoken(visitor)
            if arrived.refusal is not None:
                return visitor.refused(arrived.refusal)
            try:
                return await handler(visitor, arrived.seen)
            except Refusal as refusal:
                return visitor.refused(refusal)

        return answer

    return wrap


async def stranger_page(site: Site, request: Request, refusal: Refusal) -> Response:
    """Answer where there is no tenant to stand in: in our own frame."""
    try:
        visitor = await visit(site, request, BUILT_IN)
    except Refusal as worse:
        # Storage is out of reach, or it is not set up: a page that asks for nothing of it.
        locale = negotiate(
            cookie=request.cookies.get(site.jar.locale),
            accept_language=request.headers.get("accept-language"),
        )
        visitor, refusal = (
            Visit(site, request, nobodys_face(), locale, "", None, linked=False),
            worse,
        )
    return visitor.refused(refusal)
