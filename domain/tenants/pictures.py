"""Which pictures a tenant may show as its logo, and what is left of a drawing when it is taken in.

A drawing (SVG) is read by a parser that knows neither entities nor other files, and is written anew
from what is on the lists below: shapes, their colours and their places. What is not on them is left
out, so that no script, no link, no style sheet and no other address can be in it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from domain.kernel.errors import invalid

LONGEST_DRAWING: Final = 32_768
"""Letters of an SVG."""
LARGEST_PNG: Final = 65_536
"""Bytes of a PNG."""
WIDEST_PNG: Final = 2_048
"""Pixels, either way; a logo is shown 32 high."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_HEAD: Final = slice(12, 16), slice(16, 20), slice(20, 24)
_SVG: Final = "http://www.w3.org/2000/svg"
_DEEPEST: Final = 32
_KEPT_SHAPES: Final = """
    svg g path rect circle ellipse line polyline polygon title desc defs linearGradient
    radialGradient stop clipPath mask
"""
_KEPT_PLACES: Final = """
    id x y x1 y1 x2 y2 cx cy r rx ry fx fy d points width height viewBox transform fill fill-rule
    fill-opacity clip-rule clip-path mask opacity stroke stroke-width stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity offset
    stop-color stop-opacity color gradientUnits gradientTransform spreadMethod clipPathUnits
    maskUnits preserveAspectRatio
"""
_SHAPES: Final = frozenset(_KEPT_SHAPES.split())
_PLACES: Final = frozenset(_KEPT_PLACES.split())
_SEEN: Final = frozenset(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"])
_WORDED: Final = frozenset({"title", "desc"})
_WITHIN: Final = re.compile(r"url\(\s*#[A-Za-z][\w-]*\s*\)(\s+(none|#[0-9a-fA-F]{3,8}))?")
_REACHES_OUT: Final = re.compile(
    r"url\(|image(-set)?\(|src\(|element\(|cross-fade|expression\(|@|:|//|\\", re.IGNORECASE
)


def check_png(text: str, *, name: str) -> None:
    """Go on only with a PNG of a logo's size, in base64.

    Refuses:
        invalid_input: it is no base64, no PNG, or too large.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise invalid(name, "send the picture in base64.") from None
    if not data.startswith(_PNG) or data[_HEAD[0]] != b"IHDR":
        raise invalid(name, "this is no PNG.")
    if len(data) > LARGEST_PNG:
        raise invalid(name, "it may have {most} KB at most.", most=LARGEST_PNG // 1024)
    sides = [int.from_bytes(data[each], "big") for each in _HEAD[1:]]
    if not all(0 < side <= WIDEST_PNG for side in sides):
        raise invalid(name, "it may be {most} pixels wide and high at most.", most=WIDEST_PNG)


def clean_svg(text: str, *, name: str) -> str:
    """Return a drawing reduced to shapes; a reduced one comes back as it is.

    Refuses:
        invalid_input: it is too long, cannot be read, brings entities, or has no shape.
    """
    if len(text) > LONGEST_DRAWING:
        raise invalid(name, "it may have {most} characters at most.", most=LONGEST_DRAWING)
    reading = _Reading(name)
    try:
        reading.parse(text)
    except (expat.ExpatError, LookupError, ValueError):  # the latter: how it says it is written
        raise invalid(name, "this is no SVG that can be read.") from None
    if not reading.drawn:
        raise invalid(name, "it has no shape we can keep; text and pictures inside are left out.")
    return "".join(reading.written)


@dataclass(slots=True)
class _Reading:
    """One drawing on its way through the lists."""

    name: str
    written: list[str] = field(default_factory=list)
    drawn: bool = False
    _open: list[str] = field(default_factory=list)
    _skipped: int = 0

    def parse(self, text: str) -> None:
        """Read the whole drawing."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._no_entities
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.buffer_text = True
        parser.Parse(text.encode(), True)  # noqa: FBT003 - the parser's own signature

    def _no_entities(self, *_said: object) -> None:
        raise invalid(self.name, "take the line <!DOCTYPE …> out of it.")

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        space, _, shape = tag.rpartition(" ")
        root = not self._open and not self._skipped
        if root and shape != "svg":
            raise invalid(self.name, "this is no SVG.")
        if self._skipped or shape not in _SHAPES or space not in {"", _SVG}:
            self._skipped += 1
            return
        if len(self._open) >= _DEEPEST:
            raise invalid(self.name, "its groups lie more than {most} deep.", most=_DEEPEST)
        self._open.append(shape)
        self.drawn = self.drawn or shape in _SEEN
        kept = "".join(
            f" {name}={quoteattr(value)}"
            for name, value in sorted({**attributes, **_styled(attributes)}.items())
            if _may_stay(name, value)
        )
        named = f' xmlns="{_SVG}"' if root else ""
        self.written.append(f"<{shape}{named}{kept}>")

    def _end(self, _tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self.written.append(f"</{self._open.pop()}>")

    def _words(self, text: str) -> None:
        if self._open and not self._skipped and self._open[-1] in _WORDED:
            self.written.append(escape(text))


def _styled(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return what a `style` attribute says as attributes: styles do not work on our pages."""
    pairs = (each.partition(":") for each in attributes.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value.strip()}


def _may_stay(name: str, value: str) -> bool:
    if name not in _PLACES:
        return False
    return bool(_WITHIN.fullmatch(value.strip())) or not _REACHES_OUT.search(value)
