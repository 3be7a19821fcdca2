"""Hangs the console into the application: guard, sheets, pages. Once a process.

NiceGUI keeps one application for the whole process, so there is one console in it too.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nicegui import core, ui
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount

from app.console import theme
from app.console.context import PageContext, TenantCard
from app.console.frame import Frame
from app.console.guard import ConsoleGuard
from app.console.held import hold_quietly
from app.console.light import travel_light
from app.console.menu import groups_for
from app.console.pages.tenant_new import start
from app.console.parts.elements import Tag
from app.console.parts.toast import Toaster
from app.console.plain import plain_page
from app.console.sockets import bind_messages, keep_client_ids_out_of_logs
from app.console.standing import SCOPE_KEY, ConsoleIdentity
from app.runtime.words import Dictionary, Words
from domain.tenants.records import BUILT_IN

if TYPE_CHECKING:
    from fastapi import FastAPI

    from app.console.context import Console

_SMALLEST_SQUEEZED: Final = 500
_HOW_HARD: Final = 4
"""Of 9: a page of 59 kB becomes 12.7 kB instead of 12.1, for a fifth of the time."""
_WORDS: Final = Path(__file__).parent / "words"


def mount_console(app: FastAPI, console: Console) -> None:
    """Mount the console under its prefix, behind its guard.

    The sign-in, sign-out and callback routes must stand in `app` before this is called: they are
    for people without a session, and what is mounted here is not.

    Args:
        app: the application of the whole process.
        console: sessions, use cases, tenants and pages.
    """
    prefix = console.doorway.prefix
    shelf = theme.open_shelf()
    app.router.routes.append(shelf.route())
    icon = RedirectResponse(shelf.url("mark.svg"))
    core.app.router.add_route("/favicon.ico", lambda _: icon)
    _add_pages(console)
    theme.dress(app, shelf, prefix)
    travel_light()
    hold_quietly()
    bind_messages()
    keep_client_ids_out_of_logs()
    mounted = app.router.routes[-1]
    if not isinstance(mounted, Mount) or mounted.path != prefix:
        message = "NiceGUI did not mount itself last: the guard would stand in the wrong place"
        raise RuntimeError(message)
    guard = ConsoleGuard(mounted.app, console.sessions, console.doorway)
    mounted.app = GZipMiddleware(guard, minimum_size=_SMALLEST_SQUEEZED, compresslevel=_HOW_HARD)


def _add_pages(console: Console) -> None:
    dictionary = Dictionary(_WORDS)
    core.app.router.add_route("/", _entrance(console))
    ui.page("/start")(_first_run(console, dictionary))
    window = _window(console, dictionary)
    for path in ("/{slug}", "/{slug}/{rest:path}"):
        ui.page(path)(window)


def _entrance(console: Console) -> Callable[[Request], Awaitable[Response]]:
    async def enter(request: Request) -> Response:
        tenants = await console.tenants(_identity(request), "")
        if not tenants:
            return plain_page("You hold no role in any tenant yet.", console.doorway.prefix)
        alone = tenants[0].slug == BUILT_IN
        first = console.first_tenant if alone else await _first_room(console, request, tenants[0])
        return RedirectResponse(first, 303, {"Cache-Control": "no-store"})

    return enter


async def _first_room(console: Console, request: Request, tenant: TenantCard) -> str:
    """Return the first page of the menu that this operator may open."""
    cards = await console.tenants(_identity(request), tenant.slug)
    card = next(each for each in cards if each.slug == tenant.slug)
    groups = groups_for(card, console.pages)
    path = groups[0].entries[0].path if groups else "/"
    return f"{console.doorway.prefix}/{tenant.slug}" + ("" if path == "/" else path)


def _first_run(console: Console, dictionary: Dictionary) -> Callable[[Request], Awaitable[None]]:
    async def first_run(request: Request) -> None:
        words = _dressed(request, dictionary, bare=True)
        own = TenantCard(BUILT_IN, "Byleave")
        floor = Tag("div")
        with ui.context.client.layout:
            toaster = Toaster(words)
        with floor:
            await start(PageContext(console, _identity(request), own, words, toaster, floor))

    return first_run


def _window(console: Console, dictionary: Dictionary) -> Callable[[Request, str], Awaitable[None]]:
    async def window(request: Request, slug: str) -> None:
        words = _dressed(request, dictionary)
        identity = _identity(request)
        tenants = await console.tenants(identity, slug)
        tenant = next((card for card in tenants if card.slug == slug), None)
        if tenant is None:
            _no_tenant(words)
            return
        look = theme.look_of(request)
        Frame(console, identity, tenants=tenants, tenant=tenant, words=words, look=look)

    return window


def _no_tenant(words: Words) -> None:
    ui.context.client.status_code = 404
    ui.page_title("Byleave")
    with Tag("div", "", "bl-empty"):
        Tag("h1", words("There is no such tenant here"), tabindex=-1)
        Tag("p", words("Check the address, or ask an operator who can see it."))


def _dressed(request: Request, dictionary: Dictionary, *, bare: bool = False) -> Words:
    look = theme.look_of(request)
    words = dictionary.words(look.languages)
    theme.wear(ui.context.client, look, words.language, bare=bare)
    return words


def _identity(request: Request) -> ConsoleIdentity:
    identity = request.scope[SCOPE_KEY]
    if not isinstance(identity, ConsoleIdentity):
        message = "a console page was asked for past the guard"
        raise TypeError(message)
    return identity
