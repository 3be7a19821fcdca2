"""Which scripts is a name written in?"""

from __future__ import annotations

import unicodedata
from typing import Final

_FREE: Final = frozenset({"MODIFIER", "COMBINING", "SUPERSCRIPT", "SUBSCRIPT", "DOUBLE-STRUCK"})
"""Letters that belong to no script of their own."""

_TOGETHER: Final = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)
"""Scripts that one person writes side by side.

Source: UTS 39 section 5.2, "highly restrictive".
"""


def scripts(text: str) -> frozenset[str]:
    """Return the scripts of the letters, by the first word of their Unicode names."""
    return frozenset(
        word
        for letter in text
        if unicodedata.category(letter).startswith("L")
        and (word := unicodedata.name(letter, "UNNAMED").split(" ")[0]) not in _FREE
    )


def mixes(text: str) -> bool:
    """Tell whether the text mixes scripts as nobody writes them, such as Latin and Cyrillic."""
    found = scripts(text)
    return len(found) > 1 and not any(found <= group for group in _TOGETHER)
