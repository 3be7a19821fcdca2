"""A tenant gives one colour; we give back pairs that can always be read.

Pure and deterministic. The colour stays as given where a label can be read on it; else
it moves in lightness (OKLCH) until it can. Contrast is computed, not trusted: a tenant's
bright yellow still makes a readable button and readable links, by light and in the dark.

Source: WCAG 2.2 1.4.3 and 1.4.11 (4.5:1 for text, 3:1 for the edge of a control).
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from app.hosted.colour import contrast, from_lab, to_lab

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


@lru_cache(maxsize=1024)
def brand_css(accent: str) -> bytes:
    """Write the tenant's style sheet: its colours for light, dark and automatic.

    Args:
        accent: ``#rrggbb``, lower case.

    Returns:
        The sheet, to be loaded after ``tokens.css``. For the house colour it is empty:
        ``tokens.css`` has its pairs, chosen by hand.

    Raises:
        ValueError: It is not such a colour.
    """
    if accent == DEFAULT_ACCENT:
        return b""
    light, dark = _declared(derive(accent, LIGHT)), _declared(derive(accent, DARK))
    return (
        f":root{{{light}}}\n"
        f'[data-theme="dark"]{{{dark}}}\n'
        f'@media (prefers-color-scheme:dark){{[data-theme="auto"]{{{dark}}}}}\n'
    ).encode()


@lru_cache(maxsize=1024)
def brand_hash(accent: str) -> str:
    """Return the hash that tells one sheet from another, twelve letters."""
    return hashlib.sha256(brand_css(accent)).hexdigest()[:12]


def brand_href(base: str, accent: str = DEFAULT_ACCENT) -> str:
    """Return the address of a tenant's sheet; it changes with the sheet.

    Args:
        base: Path of the tenant, ``/t/acme``.
        accent: ``#rrggbb``, lower case.
    """
    return f"{base}/brand.css?v={brand_hash(accent)}"


def _declared(accent: Accent) -> str:
    return ";".join(
        f"--{name.replace('_', '-')}:{getattr(accent, name)}" for name in Accent.__slots__
    )


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
    _, a, b = to_lab(colour)
    chroma = (a * a + b * b) ** 0.5
    keep = min(1.0, _SOFT_CHROMA / chroma) if chroma else 0.0
    return from_lab((lightness, a * keep, b * keep))
