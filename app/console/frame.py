"""What stands around every page: tenant, navigation, environment, look, and the way out.

The frame is drawn once for a window; pages change inside it. Another tenant is another window load,
so that nothing of one tenant can stay on the screen of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nicegui.context import context as nicegui_context
from nicegui.element import Element

from app.console.menu import Group, covers, groups_for
from app.console.pages_host import PagesHost
from app.console.parts.elements import Tag, icon, link
from app.console.parts.menus import Menu
from app.console.parts.small import CopyButton
from app.console.parts.toast import Toaster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.console.context import Console, TenantCard
    from app.console.standing import ConsoleIdentity
    from app.console.theme import Look
    from app.runtime.words import Words

_FULL_LOAD: Final = "(e) => e.stopPropagation()"
"""Keeps a link from being taken over by the pages inside the frame."""
_LOOKS: Final = (
    ("theme", (("light", "sun"), ("dark", "moon"), ("system", "monitor"))),
    ("density", (("comfortable", "menu"), ("dense", "list-filter"))),
)


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
        self._look = look
        self._prefix = console.doorway.prefix
        self._lines: list[tuple[Tag, str, Tag | None]] = []
        client = nicegui_context.client
        with client.layout:
            around = [
                self._skip_link(client.content),
                self._navigation(),
                self._head(),
                self._scrim(),
            ]
            if tenant.sandbox:
                around.append(Tag("div", "", "bl-sandbox-line"))
            self._toaster = Toaster(words)
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

    def _head(self) -> Tag:
        words, tenant = self._words, self._tenant
        head = Tag("header", "", "bl-head")
        with head:
            burger = Tag(
                "button",
                "",
                "bl-btn ghost sq bl-burger",
                type="button",
                aria_label=words("Menu"),
                aria_expanded="false",
            )
            burger.on("click", js_handler="() => Byleave.drawer(true)")
            with burger:
                icon("menu")
            Tag("span", "", "bl-grow")
            with Tag("span", "", "bl-env sandbox" if tenant.sandbox else "bl-env") as env:
                env.set(data_testid="environment")
                Tag("i", aria_hidden="true")
                name = words("Sandbox") if tenant.sandbox else words("Production")
                ahead = words("clock {ahead}", ahead=tenant.clock_ahead)
                Tag("span", f"{name} · {ahead}" if tenant.clock_ahead else name)
            with Tag("span", "", "bl-badge good", data_testid="privacy-mode"):
                icon("lock")
                Tag("span", tenant.privacy_mode)
            self._operator_menu()
        return head

    def _operator_menu(self) -> None:
        words = self._words
        menu = Menu(words("You and the look"), "bl-ava", testid="operator-menu", keep=True)
        with menu.face:
            if self._identity.name.startswith("acc_"):
                icon("user-round")
            else:
                Tag("span", self._identity.name[:2], aria_hidden="true")
        with menu:
            with Tag("div", "", "bl-who"):
                Tag("b", self._identity.name, "bl-cut")
                CopyButton(
                    words,
                    self._identity.name,
                    name=words("Copy your name"),
                    look="bl-btn ghost mini",
                )
            for name, values in _LOOKS:
                self._look_line(name, values)
            self._languages()
            out = Tag("form", "", "bl-out", method="post", action=self._console.sign_out)
            with out, Tag("button", "", "bl-item", type="submit", data_testid="sign-out"):
                icon("log-out")
                Tag("span", words("Sign out"))

    def _look_line(self, name: str, values: Sequence[tuple[str, str]]) -> None:
        words = self._words
        titles = {
            "theme": words("Theme"),
            "density": words("Rows"),
            "light": words("Light"),
            "dark": words("Dark"),
            "system": words("System"),
            "comfortable": words("Comfortable"),
            "dense": words("Dense"),
        }
        chosen = self._look.theme if name == "theme" else self._density()
        with Tag("div", "", "bl-pref", role="group", aria_label=titles[name]):
            Tag("span", titles[name], "bl-xs bl-mute", aria_hidden="true")
            with Tag("div", "", "bl-seg"):
                for value, sign in values:
                    button = Tag(
                        "button", type="button", aria_pressed=_pressed(yes=value == chosen)
                    )
                    with button:
                        icon(sign)
                        Tag("span", titles[value])
                    button.on("click", js_handler=_prefer(name, value))

    def _density(self) -> str:
        return "dense" if self._look.dense else "comfortable"

    def _languages(self) -> None:
        with Tag("div", "", "bl-pref", role="group", aria_label=self._words("Language")):
            Tag("span", self._words("Language"), "bl-xs bl-mute", aria_hidden="true")
            with Tag("div", "", "bl-seg"):
                for tag, name in (("en", "English"), ("de", "Deutsch")):
                    chosen = _pressed(yes=tag == self._words.language)
                    button = Tag("button", name, type="button", lang=tag, aria_pressed=chosen)
                    button.on("click", js_handler=_prefer("language", tag))

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


def _pressed(*, yes: bool) -> str:
    return "true" if yes else "false"


def _prefer(name: str, value: str) -> str:
    return (
        "(e) => { for (const b of e.currentTarget.parentElement.children) "
        "b.setAttribute('aria-pressed', String(b === e.currentTarget)); "
        f"Byleave.prefer('{name}', '{value}'); }}"
    )
