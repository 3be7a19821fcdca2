"""Is there anything to be seen of a text? Letters that look like nothing make no name."""

from __future__ import annotations

import unicodedata
from typing import Final

IGNORED: Final = frozenset(
    {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x200C, 0x200D}
    | set(range(0xFE00, 0xFE10))
    | set(range(0xE0100, 0xE01F0))
)
"""Joiners, fillers and variation selectors: they change how a letter looks, not which one it is."""

_BLANK: Final = {0x2800, 0xFFFC, 0x13441, 0x13442, 0x16FE4, 0x1D159}
"""Letters and signs that print, as Unicode has it, and are seen as a blank: of Braille, of
hieroglyphs, of Khitan, of music, and the place of an object that is not there."""

_AS_SPACES: Final = dict.fromkeys(_BLANK, " ")


def with_spaces(text: str) -> str:
    """Return the text with a space for each letter that is seen as a blank."""
    return text.translate(_AS_SPACES)


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text is seen, however many letters it has.

    Source: Unicode 4.12 and 5.21, Default_Ignorable_Code_Point (fillers, selectors); those that
        Python does not call printable are for `str.isprintable`.
    """
    spelt = unicodedata.normalize("NFKC", with_spaces(text))
    return not "".join(letter for letter in spelt if ord(letter) not in IGNORED).strip()
