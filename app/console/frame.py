"""What stands around every page: tenant, navigation, environment, look, and the way out.

The frame is drawn once for a window; pages change inside it. Another tenant is another window load,
so that nothing of one tenant can stay on the screen of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nicegui.context import context as nicegui_context
from nicegui.element import Element

from app.console.context import PageContext
from app.console.menu import covers, groups_for
from app.console.pages_host import PagesHost
from app.console.parts.elements import Tag, icon, link
from app.console.parts.menus import Menu
from app.console.parts.navigation import Line, Navigation, Room
from app.console.parts.toast import Toaster
from app.console.view_as import view_banner
from app.console.window_head import window_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.console.context import Console, TenantCard
    from app.console.standing import ConsoleIdentity
    from app.console.theme import Look
    from app.runtime.words import Words

_FULL_LOAD: Final = "(e) => e.stopPropagation()"
"""Keeps a link from being taken over by the pages inside the frame."""


class Frame:
    """One window of the console.

    Args:
        console: what the console was mounted with.
        identity: the operator.
        tenants: the tenants this operator may see.
        tenant: the one in the address.
        words: the reader's words.
        look: how this browser likes it.
    """

    def __init__(
        self,
        console: Console,
        identity: ConsoleIdentity,
        *,
        tenants: Sequence[TenantCard],
        tenant: TenantCard,
        words: Words,
        look: Look,
    ) -> None:
        """Draw the frame and the page of the address inside it."""
        self._console = console
        self._identity = identity
        self._tenants = tenants
        self._tenant = tenant
        self._words = words
        self._prefix = console.doorway.prefix
        client = nicegui_context.client
        with client.layout:
            self._toaster = Toaster(words)
            context = PageContext(console, identity, tenant, words, self._toaster, client.content)
            skip, head = self._skip_link(client.content), window_head(context, look, tenants)
            self._rooms = self._navigation()
            around: list[Element] = [
                skip,
                head,
                self._rooms,
                self._scrim(),
            ]
            if identity.view:
                around.append(view_banner(context))
            if tenant.sandbox:
                around.append(Tag("div", "", "bl-sandbox-line"))
        for number, element in enumerate(around):
            element.move(target_index=number)
        client.sub_pages_router.on_path_changed(self._moved)
        self._path = self._path_of(client.sub_pages_router.current_path)
        self._rooms.stand(self._path)
        PagesHost(console, identity, tenant=tenant, words=words, toaster=self._toaster)

    def _skip_link(self, page: Element) -> Tag:
        made = link(self._words("Skip to the page"), f"#{page.html_id}", "bl-skip")
        made.on("click.prevent", js_handler="() => document.querySelector('h1[tabindex]')?.focus()")
        return made

    def _scrim(self) -> Tag:
        return Tag("div", "", "bl-nav-scrim")

    def _navigation(self) -> Navigation:
        words = self._words
        lines: list[Line] = []
        for group in groups_for(self._tenant, self._console.pages):
            rooms = [
                Room(words(each.name or group.name), self._href(each.path), each.path)
                for each in group.entries
            ]
            first_below = group.below_line and not any(line.line for line in lines)
            alone = not group.entries[0].name
            lines.append(Line(words(group.name), group.icon, rooms, alone, first_below))
        with Navigation(words("Console"), lines, covers) as nav:
            self._tenant_switcher()
        return nav

    def _href(self, path: str) -> str:
        return f"{self._prefix}/{self._tenant.slug}" + ("" if path == "/" else path)

    def _tenant_switcher(self) -> None:
        words = self._words
        name = words("{tenant}: switch tenant", tenant=self._tenant.name)
        menu = Menu(name, "bl-tenant", testid="tenant-switcher")
        with menu.face:
            Tag("span", self._tenant.name[:1].upper(), "bl-mark", aria_hidden="true")
            Tag("span", self._tenant.name, "bl-grow bl-cut")
            icon("chevrons-up-down")
        with menu:
            for tenant in self._tenants:
                here = "true" if tenant.slug == self._tenant.slug else None
                with link(
                    "", f"{self._prefix}/{tenant.slug}", "bl-item", aria_current=here
                ) as line:
                    Tag("span", tenant.name, "bl-grow bl-cut")
                    if tenant.sandbox:
                        Tag("span", words("Sandbox"), "bl-xs bl-mute")
                line.on("click", js_handler=_FULL_LOAD)

    def _path_of(self, address: str) -> str:
        path = address.partition("?")[0].partition("#")[0]
        return path.removeprefix(f"/{self._tenant.slug}") or "/"

    def _moved(self, address: str) -> None:
        slug = address.partition("?")[0].strip("/").partition("/")[0]
        if slug != self._tenant.slug:
            nicegui_context.client.open(address)
            return
        path = self._path_of(address)
        if path != self._path:  # a page that comes again says what it did as well
            self._toaster.leave()
        self._path = path
        self._rooms.stand(path)
