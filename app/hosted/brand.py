"""A tenant gives one colour; we give back pairs that can always be read.

Pure and deterministic. The colour stays as given where a label can be read on it; else
it moves in lightness (OKLCH) until it can. Contrast is computed, not trusted: a tenant's
bright yellow still makes a readable button and readable links, by light and in the dark.

Source: WCAG 2.2 1.4.3 and 1.4.11 (4.5:1 for text, 3:1 for the edge of a control).
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from app.hosted.assets import href
from app.hosted.colour import contrast, from_lab, to_lab
from domain.tenants.records import Branding, Font, PageGround

Towards = Literal["light", "dark"]

TEXT: Final = 4.5
EDGE: Final = 3.0
DEFAULT_ACCENT: Final = "#0b6152"

_HEX: Final = re.compile(r"#[0-9a-f]{6}")
_WHITE: Final = "#ffffff"
_NEAR_BLACK: Final = "#0b1210"
_STEP: Final = 0.01  # of OKLCH lightness; small enough that the eye sees one move
_HOVER: Final = 0.05
_SOFT_CHROMA: Final = 0.03
_TINT: Final = 0.012  # chroma of a tinted page: seen as a mood, not as a colour
_TINT_LIGHT: Final = 0.968
_TINT_DARK: Final = 0.19
_CORNERS: Final[Mapping[int, Mapping[str, str]]] = {
    0: {"r-1": "0", "r-2": "0", "r-3": "0"},
    8: {},
    12: {"r-1": "6px", "r-2": "12px", "r-3": "16px"},
}
_SERIF: Final = 'ui-serif,"Iowan Old Style",Charter,Georgia,Cambria,"Noto Serif",serif'
_SANS: Final = 'ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif'
_FONTS: Final[Mapping[Font, Mapping[str, str]]] = {
    Font.SYSTEM: {},
    Font.GEIST: {"font-hosted": f'"Geist Variable",{_SANS}'},
    Font.SERIF: {"font-hosted": _SERIF},
}
_LATIN: Final = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,"
    "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
_LATIN_EXT: Final = (
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,"
    "U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"
)
_FACES: Final = "".join(
    f'@font-face{{font-family:"Geist Variable";font-weight:100 900;font-display:swap;'
    f'src:url({href(f"fonts/{name}.woff2")}) format("woff2");unicode-range:{letters}}}'
    for name, letters in (("geist-latin", _LATIN), ("geist-latin-ext", _LATIN_EXT))
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the tenant's colour stands on in one mode.

    Attributes:
        surfaces: Card and page, as in ``tokens.css``.
        towards: Where colours move to stand out from them.
        soft: Lightness of the tinted ground.
    """

    surfaces: tuple[str, str]
    towards: Towards
    soft: float


LIGHT: Final = Ground((_WHITE, "#f7f7f3"), "dark", 0.955)
DARK: Final = Ground(("#171c1a", "#101413"), "light", 0.28)


@dataclass(frozen=True, slots=True)
class Accent:
    """The six colours of one mode, each ``#rrggbb``."""

    accent: str
    accent_hover: str
    accent_edge: str
    on_accent: str
    accent_text: str
    accent_soft: str


def derive(colour: str, ground: Ground) -> Accent:
    """Derive the six colours of one mode from the tenant's one.

    Args:
        colour: ``#rrggbb``, lower case.
        ground: ``LIGHT`` or ``DARK``.

    Returns:
        Colours of which: the label on the button and on its hover, and the link on
        page, card and soft ground, hold 4.5:1; the button's edge holds 3:1 against
        page and card.

    Raises:
        ValueError: It is not such a colour.
    """
    if not _HEX.fullmatch(colour):
        message = f"not a colour like #0b6152: {colour!r}"
        raise ValueError(message)
    soft = _soft(colour, ground.soft)
    label = max((_WHITE, _NEAR_BLACK), key=lambda text: contrast(text, colour))
    away: Towards = "dark" if label == _WHITE else "light"
    solid = _moved(colour, (label,), TEXT, away)
    return Accent(
        accent=solid,
        accent_hover=_shifted(solid, -_HOVER if label == _WHITE else _HOVER),
        accent_edge=_moved(solid, ground.surfaces, EDGE, ground.towards),
        on_accent=label,
        accent_text=_moved(colour, (*ground.surfaces, soft), TEXT, ground.towards),
        accent_soft=soft,
    )


@dataclass(frozen=True, slots=True)
class Style:
    """What of a tenant's branding is in its style sheet.

    Attributes:
        accent: ``#rrggbb``, lower case.
        corner: Pixels by which buttons and fields are rounded.
        font: Letters of the pages.
        ground: What cards lie on.
    """

    accent: str = DEFAULT_ACCENT
    corner: int = 8
    font: Font = Font.SYSTEM
    ground: PageGround = PageGround.PAPER


OURS: Final = Style()


def style_of(branding: Branding) -> Style:
    """Return what of a branding is in its style sheet."""
    accent = (branding.accent or DEFAULT_ACCENT).lower()
    return Style(accent, branding.corner, branding.font, branding.ground)


def grounds(style: Style) -> tuple[Ground, Ground]:
    """Return what the colours of a style stand on, by light and in the dark."""
    white = style.ground is PageGround.WHITE
    if style.ground is PageGround.TINTED:
        pages = [_tinted(style.accent, each, _TINT) for each in (_TINT_LIGHT, _TINT_DARK)]
    else:
        pages = [_WHITE if white else LIGHT.surfaces[1], DARK.surfaces[1]]
    light, dark = (
        replace(each, surfaces=(each.surfaces[0], page))
        for each, page in zip((LIGHT, DARK), pages, strict=True)
    )
    return light, dark


@lru_cache(maxsize=1024)
def brand_css(style: Style) -> bytes:
    """Write the tenant's style sheet: its colours for light, dark and automatic, its shapes.

    Args:
        style: What the tenant chose.

    Returns:
        The sheet, to be loaded after ``tokens.css``. For the house's own style it is
        empty: ``tokens.css`` has its pairs, chosen by hand.

    Raises:
        ValueError: The accent is no such colour.
    """
    light, dark = (_colours(style, each) for each in grounds(style))
    shapes = {**_CORNERS[style.corner], **_FONTS[style.font]}
    lines = [_FACES] if style.font is Font.GEIST else []
    if shapes or light:
        lines.append(f":root{{{_said({**light, **shapes})}}}")
    if dark:
        lines.append(f'[data-theme="dark"]{{{_said(dark)}}}')
        lines.append(f'@media (prefers-color-scheme:dark){{[data-theme="auto"]{{{_said(dark)}}}}}')
    return "".join(f"{line}\n" for line in lines).encode()


@lru_cache(maxsize=1024)
def brand_hash(style: Style) -> str:
    """Return the hash that tells one sheet from another, twelve letters."""
    return hashlib.sha256(brand_css(style)).hexdigest()[:12]


def brand_href(base: str, style: Style = OURS) -> str:
    """Return the address of a tenant's sheet; it changes with the sheet.

    Args:
        base: Path of the tenant, ``/t/acme``.
        style: What the tenant chose.
    """
    return f"{base}/brand.css?v={brand_hash(style)}"


def _colours(style: Style, ground: Ground) -> dict[str, str]:
    """Return the colours of one mode that differ from ``tokens.css``."""
    usual = LIGHT if ground.towards == "dark" else DARK
    page = {} if ground == usual else {"bg": ground.surfaces[1]}
    if style.accent == DEFAULT_ACCENT:
        return page
    made = derive(style.accent, ground)
    named = {name.replace("_", "-"): getattr(made, name) for name in Accent.__slots__}
    return {**named, **page}


def _said(values: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())


def _moved(colour: str, grounds: tuple[str, ...], need: float, towards: Towards) -> str:
    """Move a colour in lightness until it stands out from every ground."""
    lightness, a, b = to_lab(colour)
    step, end = (_STEP, 1.0) if towards == "light" else (-_STEP, 0.0)
    shown = colour
    while not all(contrast(shown, ground) >= need for ground in grounds):
        if lightness == end:
            return _WHITE if towards == "light" else "#000000"
        lightness = min(1.0, max(0.0, lightness + step))
        shown = from_lab((lightness, a, b))
    return shown


def _shifted(colour: str, by: float) -> str:
    lightness, a, b = to_lab(colour)
    return from_lab((min(1.0, max(0.0, lightness + by)), a, b))


def _soft(colour: str, lightness: float) -> str:
    return _tinted(colour, lightness, _SOFT_CHROMA)


def _tinted(colour: str, lightness: float, most: float) -> str:
    _, a, b = to_lab(colour)
    chroma = (a * a + b * b) ** 0.5
    keep = min(1.0, most / chroma) if chroma else 0.0
    return from_lab((lightness, a * keep, b * keep))
