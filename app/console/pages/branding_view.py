"""The hosted pages as they would be: the real ones, in frames of three widths, light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from app.console.parts.buttons import go_button
from app.console.parts.elements import Tag, icon
from app.console.parts.fields import Choice, Field, Shape
from app.console.parts.surfaces import card
from app.console.previews import Draft
from app.runtime.words import later

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.console.context import PageContext
    from domain.tenants.records import Tenant
    from domain.tenants.texts import Texts

_PAGES: Final = {
    "identify": later("Sign in"),
    "password": later("Password"),
    "consent": later("Leave"),
    "refused": later("Refused"),
}
_SENTENCES: Final = {"password": "prove"}
"""What Texts calls a page, where it is called otherwise there."""
_THEMES: Final = {"light": ("sun", later("Light")), "dark": ("moon", later("Dark"))}
_WIDTHS: Final = (
    ("desk", 1280, "monitor"),
    ("phone", 390, "smartphone"),
    ("tablet", 768, "app-window"),
)


@dataclass(slots=True)
class _Shown:
    """What is looked at; it stands in the address."""

    page: str
    theme: str
    language: str


class Views:
    """The frames, and what chooses what they show.

    Args:
        context: the page; its query says which page, theme and language.
        tenant: its record.
        texts: what it says in its own words.
        languages: tags that can be chosen.
    """

    def __init__(
        self, context: PageContext, tenant: Tenant, texts: Texts, languages: Sequence[str]
    ) -> None:
        """Draw the frames over the tenant as it is."""
        self._context = context
        self._texts = texts
        query = context.query
        self._shown = _Shown(
            query["page"] if query.get("page") in _PAGES else "identify",
            query["theme"] if query.get("theme") in _THEMES else "light",
            query["lang"] if query.get("lang") in languages else languages[0],
        )
        self._turn = 0
        self._token = context.look.drafts.open(self._draft(tenant))
        self._frames: list[tuple[int, Tag]] = []
        self._buttons: dict[str, dict[str, Tag]] = {"page": {}, "theme": {}}
        whole = card(context.words("What people see"), testid="branding.preview")
        with whole.body, Tag("div", "", "bl-col"):
            self._bar(languages)
            self._draw()
        with whole.more:
            self._reword = go_button(
                context.words("Reword this page"),
                context.href("/texts"),
                sign="pencil",
                testid="branding.reword",
            )
        self._load()

    def show(self, tenant: Tenant) -> None:
        """Show the tenant with another look."""
        self._context.look.drafts.put(self._token, self._draft(tenant))
        self._load()

    def _draft(self, tenant: Tenant) -> Draft:
        context = self._context
        return Draft(context.identity.session, context.tenant.slug, tenant, self._texts)

    def _bar(self, languages: Sequence[str]) -> None:
        words = self._context.words
        with Tag("div", "", "bl-row bl-wrap bl-panebar"):
            with Tag("div", "", "bl-seg", role="group", aria_label=words("Page")):
                for name, label in _PAGES.items():
                    self._choice("page", name, words(label), "")
            with Tag("div", "", "bl-seg", role="group", aria_label=words("Theme")):
                for name, (sign, label) in _THEMES.items():
                    self._choice("theme", name, words(label), sign)
            if len(languages) > 1:
                named = self._context.look.preview.language_name
                chosen = Field(
                    "branding.language",
                    words("Language"),
                    self._shown.language,
                    shape=Shape("select", options=[Choice(tag, named(tag)) for tag in languages]),
                )
                chosen.on("told", lambda: self._choose("language", chosen.text), args=[])

    def _choice(self, what: str, value: str, label: str, sign: str) -> None:
        testid = f"branding.{what}.{value}"
        button = Tag("button", "", type="button", data_testid=testid)
        with button:
            if sign:
                icon(sign)
            Tag("span", label)
        button.on("click", lambda: self._choose(what, value), args=[])
        self._buttons[what][value] = button

    def _draw(self) -> None:
        words = self._context.words
        with Tag("div", "", "bl-panes"):
            for name, width, sign in _WIDTHS:
                with Tag("figure", "", f"bl-pane {name}"):
                    with Tag("figcaption"):
                        icon(sign)
                        Tag("span", words("{width} pixels wide", width=width))
                    with Tag("div", "", "pane"):
                        title = words("Preview, {width} pixels wide", width=width)
                        frame = Tag("iframe", title=title, sandbox="allow-same-origin")
                        frame.set(data_testid=f"branding.frame.{width}")
                    self._frames.append((width, frame))

    def _choose(self, what: str, value: str) -> None:
        setattr(self._shown, what, value)
        self._load()
        shown = self._shown
        self._context.remember(page=shown.page, theme=shown.theme, lang=shown.language)

    def _load(self) -> None:
        shown = self._shown
        self._turn += 1
        query = urlencode({"theme": shown.theme, "lang": shown.language, "n": self._turn})
        address = self._context.href(f"/preview/{self._token}/{shown.page}") + f"?{query}"
        for _, frame in self._frames:
            frame.set(src=address)
        said = _SENTENCES.get(shown.page, shown.page)
        self._reword.set(href=self._context.href("/texts", page=said, language=shown.language))
        for what, buttons in self._buttons.items():
            for value, button in buttons.items():
                button.set(aria_pressed="true" if getattr(shown, what) == value else "false")
