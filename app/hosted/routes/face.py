"""How a tenant shows itself: its look and its words, as a page's frame."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

from app.hosted.brand import brand_href, style_of
from app.hosted.frame import Frame, Logo, language_links
from app.hosted.words import LANGUAGES, OURS, Words, words
from domain.operators.install import LABEL
from domain.tenants.create import NewTenant, tenant_record
from domain.tenants.records import BUILT_IN, Branding, Tenant
from domain.tenants.texts import Texts

PICTURES: Final[Mapping[str, str]] = {
    "logo.svg": "logo_svg",
    "logo.png": "logo_png",
    "logo-dark.svg": "logo_dark_svg",
    "logo-dark.png": "logo_dark_png",
}
"""Each picture's last word in its address, and its field."""

_OURS: Final = tuple(LANGUAGES)

MOST_FRAMES: Final = 1024
"""Frames kept at a time: one for each tenant and language."""


@dataclass(frozen=True, slots=True)
class Face:
    """A tenant with what it says in its own words.

    Args:
        tenant: its record.
        texts: by language, then by our sentence.
    """

    tenant: Tenant
    texts: Texts

    @property
    def base(self) -> str:
        """Path of the tenant."""
        return f"/t/{self.tenant.slug}"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages a person may choose: ours, then those the tenant added."""
        if not self.texts:
            return _OURS
        return (*_OURS, *(tag for tag in self.texts if tag not in LANGUAGES))

    def words(self, locale: str) -> Words:
        """Return a language in the tenant's words."""
        own = self.texts.get(locale, OURS)
        return words(locale, own, familiar=self.tenant.branding.familiar)

    def frame(self, locale: str) -> Frame:
        """Return the frame of its pages, without what belongs to one visit.

        It is kept for as long as tenant and texts are the very records it was made of.
        """
        kept = _FRAMES.get((self.tenant.id, locale))
        if kept is None or kept.tenant is not self.tenant or kept.texts is not self.texts:
            if len(_FRAMES) >= MOST_FRAMES:
                _FRAMES.clear()
            kept = _FRAMES[self.tenant.id, locale] = Framed(
                self.tenant, self.texts, self.drawn(locale)
            )
        return kept.frame

    def drawn(self, locale: str) -> Frame:
        """Return the frame made anew: of a draft, which takes the place of none that is kept."""
        branding = self.tenant.branding
        return Frame(
            label=self.tenant.label,
            base=self.base,
            locale=locale,
            brand_href=brand_href(self.base, style_of(branding)),
            logo=logo_of(self.base, branding),
            ours=self.tenant.slug == BUILT_IN,
            languages=language_links(locale, offered=self.languages),
            mark=branding.mark,
            own=self.texts.get(locale, OURS),
            familiar=branding.familiar,
        )


@dataclass(frozen=True, slots=True)
class Framed:
    """A frame and what it was made of."""

    tenant: Tenant
    texts: Texts
    frame: Frame


_FRAMES: Final[dict[tuple[bytes, str], Framed]] = {}


@cache
def nobodys_face() -> Face:
    """Return our own face as it is shipped: for pages that must not ask storage for anything."""
    ours = NewTenant(BUILT_IN, LABEL)
    record = tenant_record(ours, id_=bytes(16), salt=b"", now=datetime.fromtimestamp(0, UTC))
    return Face(record, {})


def picture_hash(content: str) -> str:
    """Return the hash that tells one picture from another, twelve letters.

    Nothing is kept by a picture: a frame keeps its addresses, a browser the picture.
    """
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def logo_of(base: str, branding: Branding) -> Logo | None:
    """Return where a branding's logo is; None shows the label's initial.

    Args:
        base: Path below which its pictures are served.
    """
    found = {
        name: f"{base}/{name}?v={picture_hash(content)}"
        for name, field in PICTURES.items()
        if (content := getattr(branding, field))
    }
    light = found.get("logo.svg") or found.get("logo.png")
    dark = found.get("logo-dark.svg") or found.get("logo-dark.png")
    return Logo(light, dark) if light else None
