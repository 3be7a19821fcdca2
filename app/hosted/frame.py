"""What every hosted page stands in: the tenant's face, the language, the ways out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Literal
from urllib.parse import quote_plus, urlencode

from app.hosted.words import LANGUAGES, OURS, language_name

Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Logo:
    """A tenant's logo, with a second one for dark grounds if it has one."""

    href: str
    dark_href: str | None = None


@dataclass(frozen=True, slots=True)
class FooterLink:
    """One link at the foot of each page; the text is the tenant's own."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language, named in that language."""

    locale: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame around a page.

    Attributes:
        label: The tenant's name, as the person knows it.
        base: Path of the tenant without a slash at its end, ``/t/acme``.
        locale: One of ``words.LANGUAGES``, or a tag the tenant added.
        brand_href: Address of the tenant's style sheet (``brand.brand_href``).
        form_token: Goes as hidden ``form_token`` into every form of the page.
        logo: None shows the tenant's initial on its colour.
        ours: True for the built-in tenant, which shows the product's wordmark.
        theme: ``auto`` follows the system without script.
        languages: The other languages; empty shows no choice.
        footer: Privacy, help and the like, in the same place on every page.
        mark: The small "By your leave"; a tenant may remove it.
        sign_out_href: Shown on the pages of ``/me`` when it is not empty.
        zone: Times are told in this zone, and the zone is named.
        own: What the tenant says in this language in place of our sentences.
        familiar: True lets a language say *du* where it has such a word.
        script: False leaves the script out, where a page is only looked at.
    """

    label: str
    base: str
    locale: str
    brand_href: str
    form_token: str = ""
    logo: Logo | None = None
    ours: bool = False
    theme: Theme = "auto"
    languages: tuple[LanguageLink, ...] = ()
    footer: tuple[FooterLink, ...] = ()
    mark: bool = True
    sign_out_href: str = ""
    zone: tzinfo = UTC
    own: Mapping[str, str] = field(default_factory=lambda: OURS, hash=False)
    familiar: bool = False
    script: bool = True


def language_links(
    current: str,
    *,
    path: str,
    query: Sequence[tuple[str, str]] = (),
    offered: Iterable[str] = LANGUAGES,
) -> tuple[LanguageLink, ...]:
    """Build the links to the same page in the other languages.

    The link repeats the page's own query and adds ``lang``; the door that answers it
    sets the cookie and sends the browser back without ``lang``.

    Args:
        current: The language shown now.
        path: Path of the page; it must answer GET.
        query: The page's own query as pairs; ``lang`` in it is replaced.
        offered: The shipped languages, and those the tenant added.

    Returns:
        One link for each other language, in the order offered.
    """
    kept = urlencode([pair for pair in query if pair[0] != "lang"])
    start = f"{path}?{kept}&lang=" if kept else f"{path}?lang="
    return tuple(
        LanguageLink(locale, language_name(locale), start + quote_plus(locale))
        for locale in offered
        if locale != current
    )
