"""The line above every page: search, environment, privacy, keys, and the operator's own menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.parts.elements import Tag, icon
from app.console.parts.menus import Menu
from app.console.parts.palettes import KeysHelp, Palette
from app.console.parts.small import CopyButton
from app.console.search import Finder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.console.context import PageContext, TenantCard
    from app.console.theme import Look

_LOOKS: Final = (
    ("theme", (("light", "sun"), ("dark", "moon"), ("system", "monitor"))),
    ("density", (("comfortable", "menu"), ("dense", "list-filter"))),
)


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
            for name, values in _LOOKS:
                self._look_line(name, values)
            self._languages()
            out = Tag("form", "", "bl-out", method="post", action=self._context.console.sign_out)
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


def _pressed(*, yes: bool) -> str:
    return "true" if yes else "false"


def _prefer(name: str, value: str) -> str:
    return (
        "(e) => { for (const b of e.currentTarget.parentElement.children) "
        "b.setAttribute('aria-pressed', String(b === e.currentTarget)); "
        f"Byleave.prefer('{name}', '{value}'); }}"
    )
