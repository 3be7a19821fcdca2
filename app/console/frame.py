"""What stands around every page: tenant, navigation, environment, look, and the way out.

The frame is drawn once for a window; pages change inside it. Another tenant is another window load,
so that nothing of one tenant can stay on the screen of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nicegui.context import context as nicegui_context
from nicegui.element import Element

from app.console.context import PageContext
from app.console.menu import Group, covers, groups_for
from app.console.pages_host import PagesHost
from app.console.parts.elements import Tag, icon, link
from app.console.parts.menus import Menu
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
        self._lines: list[tuple[Tag, str, Tag | None]] = []
        client = nicegui_context.client
        with client.layout:
            self._toaster = Toaster(words)
            context = PageContext(console, identity, tenant, words, self._toaster, client.content)
            around = [
                self._skip_link(client.content),
                window_head(context, look, tenants),
                self._navigation(),
                self._scrim(),
            ]
            if identity.view:
                around.append(view_banner(context))
            if tenant.sandbox:
                around.append(Tag("div", "", "bl-sandbox-line"))
        for number, element in enumerate(around):
            element.move(target_index=number)
        client.sub_pages_router.on_path_changed(self._moved)
        self._mark(self._path_of(client.sub_pages_router.current_path))
        PagesHost(console, identity, tenant=tenant, words=words, toaster=self._toaster)

    def _skip_link(self, page: Element) -> Tag:
        made = link(self._words("Skip to the page"), f"#{page.html_id}", "bl-skip")
        made.on("click.prevent", js_handler="() => document.querySelector('h1[tabindex]')?.focus()")
        return made

    def _scrim(self) -> Tag:
        return Tag("div", "", "bl-nav-scrim")

    def _navigation(self) -> Tag:
        nav = Tag("nav", "", "bl-nav", aria_label=self._words("Console"), data_testid="nav")
        with nav:
            self._tenant_switcher()
            line = False
            for group in groups_for(self._tenant, self._console.pages):
                if group.below_line and not line:
                    line = True
                    Tag("div", "", "sep")
                self._group(group)
        return nav

    def _group(self, group: Group) -> None:
        first = group.entries[0]
        single = not first.name
        with self._nav_link(first.path) as line:
            icon(group.icon)
            Tag("span", self._words(group.name))
        if single:
            self._lines.append((line, first.path, None))
            return
        kids = Tag("div", "", "kids")
        self._lines.extend((line, entry.path, kids) for entry in group.entries)
        with kids:
            for entry in group.entries:
                with self._nav_link(entry.path, "kid") as kid:
                    Tag("span", self._words(entry.name))
                self._lines.append((kid, entry.path, None))

    def _nav_link(self, path: str, classes: str = "") -> Tag:
        tail = "" if path == "/" else path
        return link("", f"{self._prefix}/{self._tenant.slug}{tail}", classes)

    def _tenant_switcher(self) -> None:
        words = self._words
        menu = Menu(words("Switch tenant"), "bl-tenant", testid="tenant-switcher")
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
        self._toaster.leave()
        self._mark(self._path_of(address))

    def _mark(self, path: str) -> None:
        opened: dict[int, bool] = {}
        for line, room, kids in self._lines:
            here = covers(room, path)
            if kids is None:
                line.set(aria_current="page" if here else None)
                continue
            opened[kids.id] = opened.get(kids.id, False) or here
            kids.set_visibility(opened[kids.id])
            line.set(data_open="true" if opened[kids.id] else None)
