"""One ASGI application: each path goes to its own door and to no other."""

from __future__ import annotations

import logging
import typing
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from app.hosted.assets import SHELF
from app.hosted.pages import NotFound, Refused
from app.hosted.routes import activation, first, look, me, sign_in, sign_out
from app.hosted.routes.site import Site, visit
from app.runtime.access_line import AccessLine
from app.runtime.log import REQUEST_ID
from app.wiring import House
from domain.tenants.records import BUILT_IN
from persistence.health import ready

if TYPE_CHECKING:
    from starlette.requests import Request

    from app.scheduler.clockwork import Clockwork

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

LOGGER: Final = logging.getLogger("byleave.server")
OPEN_PATHS: Final = frozenset({"/healthz", "/readyz"})
"""Answer whatever Host they are asked under (rulings 26): a balancer asks by address."""


class Dispatcher:
    """Sends each request to its door by its path.

    Args:
        protocol: OAuth and OpenID Connect, headless API included; None where the plane is off.
        hosted: pages for people; None where the plane is off.
        console: the operators' console and management API; None where the plane is off.
        base_url: where people reach us.
    """

    def __init__(
        self,
        *,
        protocol: ProtocolDoor | None,
        hosted: AsgiApp | None,
        console: AsgiApp | None,
        health: AsgiApp,
        base_url: str,
    ) -> None:
        """Keep the doors."""
        self._protocol = protocol
        self._hosted = hosted
        self._console = console
        self._health = health
        self._host = urlsplit(base_url).netloc
        self._base_url = base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or a socket."""
        if scope["type"] not in {"http", "websocket"}:
            return
        await self._door(scope)(scope, receive, send)

    def _door(self, scope: Scope) -> AsgiApp:
        path: str = scope["path"]
        if path in OPEN_PATHS:
            return self._health
        if Headers(scope=scope).get("host", "") != self._host:
            return self._elsewhere(scope)
        if self._protocol is not None and self._protocol.owns(path):
            return self._protocol
        if path == "/console" or path.startswith(("/console/", "/api/v1/")):
            return self._console or _nothing
        if self._console is not None and path.startswith("/static/") and not _is_hosted(path):
            return self._console
        return self._hosted or _nothing

    def _elsewhere(self, scope: Scope) -> AsgiApp:
        """Refuse a foreign Host; a person who looked at a page is shown the way (rulings 27)."""
        if scope["type"] == "http" and scope["method"] == "GET":
            target = self._base_url + scope["path"]
            return RedirectResponse(target, 307, {"cache-control": "no-store"})
        return PlainTextResponse("This server answers under another name.", 421)


class Protocol(typing.Protocol):
    """What answers the protocol's own paths."""

    def owns(self, path: str) -> bool:
        """Tell whether a path is the protocol's."""
        ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        ...


class ProtocolDoor:
    """The protocol's endpoints with the headless API beside them.

    Args:
        protocol: answers its own paths.
        api: the headless login API.
    """

    def __init__(self, protocol: Protocol, api: AsgiApp | None) -> None:
        """Keep both."""
        self._protocol = protocol
        self._api = api

    def owns(self, path: str) -> bool:
        """Tell whether a path is of this door."""
        return self._protocol.owns(path) or (self._api is not None and _is_api(path))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if self._api is not None and _is_api(scope["path"]):
            await self._api(scope, receive, send)
            return
        await self._protocol(scope, receive, send)


def _is_api(path: str) -> bool:
    head, slash, _ = path.removeprefix("/t/").partition("/api/")
    return path.startswith("/t/") and bool(slash) and "/" not in head


def _is_hosted(path: str) -> bool:
    return path.startswith(f"{SHELF.address}/")


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer where a plane is off."""
    await PlainTextResponse("Not found", 404)(scope, receive, send)


def hosted_app(site: Site) -> Starlette:
    """Return the application of the hosted pages."""

    async def root(_request: Request) -> Response:
        return RedirectResponse("/console", 303)

    async def missing(request: Request, _fault: Exception) -> Response:
        visitor = await visit(site, request, BUILT_IN)
        return visitor.page(NotFound(), status=404)

    async def broken(request: Request, fault: Exception) -> Response:
        LOGGER.error("a page failed", exc_info=fault)
        visitor = await visit(site, request, BUILT_IN)
        sentence = visitor.say("That did not work, and nothing was changed.")
        page = Refused(sentence=sentence, request_id=REQUEST_ID.get())
        return visitor.page(page, status=500)

    rooms = (sign_in, me, activation, sign_out, first, look)
    routes: list[Any] = [route for room in rooms for route in room.routes(site)]
    routes += [SHELF.route(), Route("/", root, methods=["GET"])]
    return Starlette(routes=routes, exception_handlers={404: missing, 500: broken})


def health_app(house: House) -> Starlette:
    """Return what machines ask: does it live, can it serve?"""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        problem = await ready(house.database)
        if problem is None:
            return PlainTextResponse("ready")
        return PlainTextResponse(problem, 503, {"retry-after": "5"})

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


class Server:
    """The whole application with its life: what starts and stops with the process.

    Args:
        dispatcher: answers requests.
        clockwork: the jobs; None where the worker plane is off.
        console: NiceGUI's application, which has a life of its own; or None.
    """

    def __init__(
        self, dispatcher: Dispatcher, clockwork: Clockwork | None, console: Starlette | None
    ) -> None:
        """Keep the parts."""
        self._answer = AccessLine(dispatcher)
        self._clockwork = clockwork
        self._console = console

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
        try:
            if self._console is None:
                yield
            else:
                async with self._console.router.lifespan_context(self._console):
                    yield
        finally:
            if self._clockwork is not None:
                await self._clockwork.stop()
