"""The line above every page: search, environment, privacy, keys, and the operator's own menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.parts.elements import Tag, icon, link
from app.console.parts.menus import Menu
from app.console.parts.navigation import Preference, Preferences
from app.console.parts.palettes import KeysHelp, Palette
from app.console.parts.small import CopyButton
from app.console.search import Finder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.console.context import PageContext, TenantCard
    from app.console.theme import Look

LANGUAGES: Final = (("en", "English", "", "en"), ("de", "Deutsch", "", "de"))


def window_head(context: PageContext, look: Look, tenants: Sequence[TenantCard]) -> Tag:
    """Draw the line above the pages.

    Args:
        context: the window.
        look: how this browser likes it.
        tenants: the tenants this operator may see.
    """
    return _Head(context, look, tenants).draw()


class _Head:
    def __init__(self, context: PageContext, look: Look, tenants: Sequence[TenantCard]) -> None:
        self._context = context
        self._words = context.words
        self._tenant = context.tenant
        self._name = context.identity.name
        self._look = look
        self._tenants = tenants

    def draw(self) -> Tag:
        """Draw the line."""
        words, tenant = self._words, self._tenant
        finder = Finder(self._context)
        exact = finder.exact if self._context.may("accounts.read") else None
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
            Palette(words, finder.places(self._tenants), finder.find, exact)
            Tag("span", "", "bl-grow")
            with Tag("span", "", "bl-env sandbox" if tenant.sandbox else "bl-env") as env:
                env.set(data_testid="environment")
                Tag("i", aria_hidden="true")
                name = words("Sandbox") if tenant.sandbox else words("Production")
                ahead = words("clock {ahead}", ahead=tenant.clock_ahead)
                Tag("span", f"{name} · {ahead}" if tenant.clock_ahead else name)
            with Tag("span", "", "bl-badge good", data_testid="privacy-mode"):
                icon("lock")
                Tag("span", words(tenant.privacy_mode))
            KeysHelp(words, finder.help(), finder.ways())
            self._operator_menu()
        return head

    def _operator_menu(self) -> None:
        words = self._words
        menu = Menu(words("You and the look"), "bl-ava", testid="operator-menu", keep=True)
        with menu.face:
            if self._name.startswith("acc_"):
                icon("user-round")
            else:
                Tag("span", self._name[:2], aria_hidden="true")
        with menu:
            with Tag("div", "", "bl-who"):
                Tag("b", self._name, "bl-cut")
                CopyButton(
                    words,
                    self._name,
                    name=words("Copy your name"),
                    look="bl-btn ghost mini",
                )
            with link("", self._context.href("/you"), "bl-item", data_testid="own-name"):
                icon("user-round")
                Tag("span", words("Your name…"))
            Preferences(self._preferences())
            out = Tag("form", "", "bl-out", method="post", action=self._context.console.sign_out)
            with out, Tag("button", "", "bl-item", type="submit", data_testid="sign-out"):
                icon("log-out")
                Tag("span", words("Sign out"))

    def _preferences(self) -> list[Preference]:
        words = self._words
        themes = (
            ("light", words("Light"), "sun", ""),
            ("dark", words("Dark"), "moon", ""),
            ("system", words("System"), "monitor", ""),
        )
        rows = (
            ("comfortable", words("Comfortable"), "menu", ""),
            ("dense", words("Dense"), "list-filter", ""),
        )
        density = "dense" if self._look.dense else "comfortable"
        return [
            Preference("theme", words("Theme"), self._look.theme, themes),
            Preference("density", words("Rows"), density, rows),
            Preference("language", words("Language"), words.language, LANGUAGES),
        ]
