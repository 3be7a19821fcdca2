"""The real pages with made-up values, for those who choose how they look: nothing here acts.

A page is rendered as a person would get it, only that its sheet and its pictures come from where
the draft is kept, that it has no script and no form token, and that its links lead nowhere.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from app.hosted.brand import EDGE, TEXT, Ground, brand_css, derive, grounds, style_of
from app.hosted.colour import contrast
from app.hosted.frame import LanguageLink
from app.hosted.pages import (
    ClientFace,
    Consent,
    DurationChoice,
    Identify,
    Item,
    Page,
    Prove,
    Refused,
)
from app.hosted.render import write
from app.hosted.routes.face import PICTURES, Face, logo_of
from app.hosted.words import Words, language_name, sentence
from domain.clients.scopes import STANDARD
from domain.tenants.records import Branding, Tenant
from domain.tenants.texts import Texts

NOWHERE: Final = "#"
_CLIENT: Final = ClientFace("Tidebook", "tidebook.example", since=datetime(2025, 3, 1, tzinfo=UTC))
_CHOSEN: Final = ("email", "offline_access")
_DURATIONS: Final = ("once", "PT1H", "P1D", "P30D")
_SHEET: Final = "brand.css"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that stand on each other, and how well.

    Args:
        name: `label`, `hover`, `link` or `edge`.
        colour: the one in front.
        ground: the one behind.
        ratio: their contrast, 1 to 21.
        least: what it has to be.
    """

    name: str
    colour: str
    ground: str
    ratio: float
    least: float


@dataclass(frozen=True, slots=True)
class Derived:
    """What was made of a tenant's colour in one mode.

    Args:
        button: the colour of buttons; the tenant's own where a label can be read on it.
        link: the colour of links.
        pairs: what stands on what.
    """

    button: str
    link: str
    pairs: tuple[Pair, ...]


class HostedPreview:
    """Shows drafts of a tenant's look and words on the real pages."""

    pages: Final = ("identify", "password", "consent", "refused")

    def page(
        self, tenant: Tenant, texts: Texts, *, name: str, locale: str, theme: str, base: str
    ) -> bytes:
        """Return one page as a person would see it.

        Args:
            tenant: with the branding that is being tried.
            texts: what it says in its own words.
            name: one of `pages`.
            locale: one of the tenant's languages; another gives English.
            theme: `light` or `dark`.
            base: path below which the sheet and the pictures of this draft are served.

        Raises:
            KeyError: there is no such page.
        """
        face = Face(tenant, texts)
        chosen = locale if locale in face.languages else face.languages[0]
        links = (LanguageLink(tag, language_name(tag), NOWHERE) for tag in face.languages)
        frame = replace(
            face.drawn(chosen),
            brand_href=f"{base}/{_SHEET}",
            logo=logo_of(base, tenant.branding),
            theme="dark" if theme == "dark" else "light",
            languages=tuple(each for each in links if each.locale != chosen),
            script=False,
        )
        # A draft is seen once or twice: written as it is, it takes no kept page's place.
        return write(_PAGES[name](face.words(chosen)), frame).encode()

    def file(self, branding: Branding, name: str) -> tuple[bytes, str] | None:
        """Return the sheet or a picture of a draft, with its media type; None for no such file."""
        if name == _SHEET:
            return brand_css(style_of(branding)), "text/css; charset=utf-8"
        content = getattr(branding, PICTURES[name]) if name in PICTURES else None
        if not content:
            return None
        if name.endswith(".png"):
            return base64.b64decode(content), "image/png"
        return content.encode(), "image/svg+xml"

    def derived(self, branding: Branding) -> tuple[Derived, Derived]:
        """Return what was made of the colour, by light and in the dark."""
        style = style_of(branding)
        light, dark = grounds(style)
        return _derived(style.accent, light), _derived(style.accent, dark)

    def language_name(self, tag: str) -> str:
        """Return a language's own name for itself."""
        return language_name(tag)


def _derived(accent: str, ground: Ground) -> Derived:
    made = derive(accent, ground)
    card, page = ground.surfaces
    pairs = (
        ("label", made.on_accent, made.accent, TEXT),
        ("hover", made.on_accent, made.accent_hover, TEXT),
        ("link", made.accent_text, page, TEXT),
        ("link_card", made.accent_text, card, TEXT),
        ("edge", made.accent_edge, page, EDGE),
    )
    told = tuple(
        Pair(name, front, behind, contrast(front, behind), least)
        for name, front, behind, least in pairs
    )
    return Derived(made.accent, made.accent_text, told)


def _identify(_words: Words) -> Page:
    return Identify(client=_CLIENT, register_href=NOWHERE)


def _password(_words: Words) -> Page:
    return Prove(client=_CLIENT, restart_href=NOWHERE)


def _consent(words: Words) -> Page:
    def item(scope: str) -> Item:
        known = STANDARD[scope]
        background = scope == "offline_access"
        return Item(scope, words.text(known.label), words.text(known.sentence), background)

    return Consent(
        client=_CLIENT,
        needed=(item("openid"),),
        chosen=tuple(item(scope) for scope in _CHOSEN),
        durations=tuple(DurationChoice(each) for each in _DURATIONS),
        duration=_DURATIONS[0],
        display="",
        longest=timedelta(days=30),
    )


def _refused(words: Words) -> Page:
    return Refused(
        sentence=sentence("unknown_client", {}, words),
        request_id="req_9KD2XW",
        code="unknown_client",
    )


_PAGES: Final[Mapping[str, Callable[[Words], Page]]] = {
    "identify": _identify,
    "password": _password,
    "consent": _consent,
    "refused": _refused,
}
