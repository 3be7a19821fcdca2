"""One ASGI application: each path goes to its own door and to no other."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from app.api.login import LoginDoor, login_application
from app.hosted.assets import SHELF
from app.hosted.door import HostedDoor
from app.hosted.pages import Refused
from app.hosted.preview import HostedPreview
from app.hosted.routes import activation, first, invitation, look, me, sign_in, sign_out
from app.hosted.routes.arrival import stranger_page, visit
from app.hosted.routes.handing_over import hand_over
from app.hosted.routes.site import Site
from app.hosted.words import negotiate, words
from app.operations.jobs import JOBS
from app.operations.pulse import Pulse
from app.protocol.door import ProtocolDoor as OAuthDoor
from app.protocol.doors import Desk, Doors
from app.runtime.access_line import AccessLine
from app.runtime.dispatcher import (
    AsgiApp,
    Dispatcher,
    Faces,
    ProtocolDoor,
    Receive,
    Scope,
    Send,
)
from app.runtime.draining import DRAIN, STOPPING
from app.runtime.later import Beside, Later, without
from app.runtime.log import REQUEST_ID
from app.runtime.metrics import METRICS
from app.runtime.metrics_port import MetricsPort
from app.runtime.readiness import Readiness
from app.runtime.tally import Tally
from app.scheduler.clockwork import Clockwork
from app.wiring import House
from domain.consent.ask import Words
from domain.kernel.errors import Refusal, not_found
from domain.oauth.records import AuthorizationRequest
from domain.oauth.respond import Redirection
from domain.tenants.records import BUILT_IN
from persistence.health import ready

if TYPE_CHECKING:
    from starlette.requests import Request

    from app.runtime.span_post import SpanPost

LOGGER: Final = logging.getLogger("byleave.server")
UNUSED: Final = ("aiohttp", "requests", "rich", "pygments")
"""What NiceGUI's and httpx' parts would load for uses we have none for: to be a client of another
server, to print in colours. A third of their time and 17 MB."""


def hosted_app(site: Site) -> HostedDoor:
    """Return the application of the hosted pages."""

    async def root(_request: Request) -> Response:
        return RedirectResponse("/console", 303)

    async def missing(request: Request, _fault: Exception) -> Response:
        return await stranger_page(site, request, not_found("page"))

    async def broken(request: Request, fault: Exception) -> Response:
        LOGGER.error("a page failed", exc_info=fault)
        try:
            visitor = await visit(site, request, BUILT_IN)
        except Refusal as refusal:
            return await stranger_page(site, request, refusal)
        said = visitor.say("That did not work, and nothing was changed.")
        return visitor.page(Refused(sentence=said, request_id=REQUEST_ID.get()), status=500)

    rooms = (sign_in, me, activation, sign_out, first, invitation, look)
    routes = [route for room in rooms for route in room.routes(site)]
    others = (SHELF.route(), Route("/", root, methods=["GET"]))
    return HostedDoor((*routes, *others), missing=missing, broken=broken)


def health_app(house: House, later: Later | None = None) -> Starlette:
    """Return what machines ask: does it live, can it serve?

    Args:
        house: open.
        later: doors that may be on their way.
    """

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def look() -> str | None:
        if DRAIN.begun:
            return STOPPING
        return await ready(house.database) or (later.trouble if later else None)

    readiness = Readiness(house.settings.planes, look, later.coming if later else tuple)
    readiness.tell(METRICS)

    async def readyz(_request: Request) -> Response:
        return await readiness.answer()

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz)])


def site_of(house: House) -> Site:
    """Return the surroundings of the hosted pages."""
    return Site(
        call=house.call,
        jar=house.jar,
        forms=house.forms,
        typed=house.typed,
        sources=house.sources,
        base_url=house.settings.base_url,
        clock=house.clock,
    )


def desk_of(house: House, site: Site, tally: Tally) -> Desk:
    """Return the surroundings of the protocol, with the hosted pages it leads to."""

    async def begin(request: Request, slug: str, asked: AuthorizationRequest) -> Response:
        return await sign_in.start(site, request, slug, asked)

    async def over(request: Request, slug: str, told: Redirection, ui_locales: str) -> Response:
        return hand_over(await visit(site, request, slug, ui_locales), told)

    async def refused(request: Request, slug: str, refusal: Refusal, ui_locales: str) -> Response:
        try:
            visitor = await visit(site, request, slug, ui_locales)
        except Refusal:
            return await stranger_page(site, request, refusal)
        return visitor.refused(refusal)

    async def signed_out(request: Request, slug: str, ui_locales: str) -> Response:
        return sign_out.done(await visit(site, request, slug, ui_locales))

    doors = Doors(begin, over, refused, sign_out.confirming(site), signed_out)
    base_url = house.settings.base_url
    return Desk(house.call, house.signer, house.sources, house.jar, base_url, doors, tally)


class Server:
    """The whole application with its life: what starts and stops with the process.

    Args:
        dispatcher: answers requests.
        clockwork: the jobs; None where the worker plane is off.
        beside: what else starts with the process, in this order, and stops in the other.
    """

    def __init__(
        self,
        dispatcher: AsgiApp,
        clockwork: Clockwork | None,
        beside: Sequence[Beside],
    ) -> None:
        """Keep the parts."""
        self._beside = beside
        self._answer = AccessLine(dispatcher)
        self._clockwork = clockwork

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or live."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            async with self._running():
                await send({"type": "lifespan.startup.complete"})
                await receive()
        except Exception:
            LOGGER.exception("the server could not start or stop")
            await send({"type": "lifespan.startup.failed"})
            raise
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        if self._clockwork is not None:
            self._clockwork.start()
        for each in self._beside:
            await each.start()
        try:
            yield
        finally:
            for each in reversed(self._beside):
                await each.stop()
            if self._clockwork is not None:
                await self._clockwork.stop()


def login_api(house: House) -> Starlette:
    """Return the headless login API."""

    def languages(accept_language: str) -> tuple[str, Words]:
        locale = negotiate(accept_language=accept_language)
        return locale, words(locale).text

    return login_application(
        LoginDoor(
            call=house.call,
            signer=house.signer,
            sources=house.sources,
            seals=house.forms,
            languages=languages,
            base_url=house.settings.base_url,
        )
    )


def build(house: House) -> Server:
    """Put the doors of this process's planes together.

    Args:
        house: open, with its settings.
    """
    planes = house.settings.planes
    site, tally = site_of(house), Tally()
    protocol = None
    if "protocol" in planes:
        protocol = ProtocolDoor(OAuthDoor(desk_of(house, site, tally)), login_api(house))
    hosted = hosted_app(site) if "hosted" in planes else None
    later = None
    if "console" in planes:
        alone = protocol is None and hosted is None
        later = Later(lambda: operators_doors(house, protocol), plane="console", wait=alone)
    console, api = (later.door("console"), later.door("api")) if later else (None, None)
    dispatcher = Dispatcher(
        Faces(protocol, hosted, console, api),
        health=health_app(house, later),
        hosted_shelf=SHELF.address,
        base_url=house.settings.base_url,
    )
    clockwork = Clockwork(house) if "worker" in planes else None
    answering, post = traced(house, dispatcher)
    beside = (metrics_of(house), post, Pulse(house, tally), later)
    return Server(answering, clockwork, [each for each in beside if each is not None])


def operators_doors(house: House, protocol: ProtocolDoor | None) -> dict[str, AsgiApp]:
    """Return the console, which has a life of its own, and the management API.

    NiceGUI takes a second and 40 MB to import, the management API half a second: processes without
    the console are spared them, and the others serve meanwhile.
    """
    with without(*UNUSED):
        from app.api.v1 import management_api  # noqa: PLC0415
        from app.console.door import console_app  # noqa: PLC0415
        from app.operations.privacy_audit.keeping import Auditor  # noqa: PLC0415

    jobs = tuple(job.name for job in JOBS)
    return {
        "console": console_app(house, protocol, jobs, HostedPreview()),
        "api": management_api(house, jobs, Auditor(house.call, house.settings).start),
    }


def traced(house: House, app: AsgiApp) -> tuple[AsgiApp, SpanPost | None]:
    """Return what answers with its spans told, and who sends them, where a collector is named."""
    if house.settings.otlp_endpoint is None:
        return app, None
    from app.runtime.span_post import SpanPost  # noqa: PLC0415
    from app.runtime.tracing import Traced  # noqa: PLC0415

    post = SpanPost(house.settings.otlp_endpoint)
    return Traced(app, post.take), post


def metrics_of(house: House) -> MetricsPort | None:
    """Return the second port with this process's figures, if one is wanted."""
    port = house.settings.metrics_port
    if port is None:
        return None
    METRICS.gauge(
        "byleave_hashing_seconds",
        "Seconds of CPU spent on slow hashes, of passwords and of identifiers.",
        house.pool.spent,
    )
    METRICS.gauge(
        "byleave_writes_waiting",
        "Writes that wait for the writer.",
        house.database.writer.waiting,
    )
    return MetricsPort(house.settings.host, port)
