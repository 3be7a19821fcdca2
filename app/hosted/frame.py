"""What every hosted page stands in: the tenant's face, the language, the ways out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Literal, NamedTuple
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


class Stay(NamedTuple):
    """What of a frame belongs to one visit.

    Attributes:
        form_token: Goes as hidden ``form_token`` into every form of the page.
        hrefs: The same page in each of the frame's other languages; empty shows no choice.
        signed_in: True shows the way out on the pages of ``/me``.
    """

    form_token: str = ""
    hrefs: tuple[str, ...] = ()
    signed_in: bool = False


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

    def during(self, stay: Stay) -> "Frame":
        """Return the frame of one visit's page."""
        linked = zip(self.languages, stay.hrefs, strict=True) if stay.hrefs else ()
        return replace(
            self,
            form_token=stay.form_token,
            languages=tuple(replace(link, href=href) for link, href in linked),
            sign_out_href=f"{self.base}/sign-out" if stay.signed_in else "",
        )


def language_links(current: str, *, offered: Iterable[str] = LANGUAGES) -> tuple[LanguageLink, ...]:
    """Build the links to a page in the other languages, from the page itself.

    The door that answers such a link sets the cookie and sends the browser back without ``lang``.

    Args:
        current: The language shown now.
        offered: The shipped languages, and those the tenant added.

    Returns:
        One link for each other language, in the order offered.
    """
    return tuple(
        LanguageLink(locale, language_name(locale), f"?lang={quote_plus(locale)}")
        for locale in offered
        if locale != current
    )


def hrefs(
    links: Iterable[LanguageLink], *, path: str, query: Sequence[tuple[str, str]] = ()
) -> tuple[str, ...]:
    """Return where the links of a page lead, with all that stands in its address.

    Args:
        links: To other languages, from the page itself.
        path: Path of the page; it must answer GET.
        query: The page's own query as pairs; ``lang`` in it is replaced.
    """
    kept = urlencode([pair for pair in query if pair[0] != "lang"]) if query else ""
    start = f"{path}?{kept}&" if kept else f"{path}?"
    return tuple([start + link.href[1:] for link in links])
