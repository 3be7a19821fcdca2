"""Words that are read from the right within ours that are read from the left, and the other way.

What a tenant or a person wrote stands in sentences of ours in whatever script they write. Unless it
is set apart, its full stops, brackets and numbers jump to the other side, and some of our words
with them.

Source: UAX 9 section 2.4 (isolates); HTML section 3.2.6.4 (`dir=auto`, `bdi`).
"""

from __future__ import annotations

import re
from typing import Final

_FROM_THE_RIGHT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""A letter of a script that is read from the right: Hebrew to Arabic, and the older ones."""

_APART: Final = re.compile("\u2068[^\u2069]*\u2069")
_ITS_OWN: Final = "\u2068{}\u2069"
"""Around words whose direction their own first letter says."""


def from_the_right(text: str) -> bool:
    """Tell whether a text, but for what is set apart in it, has letters read from the right."""
    return not text.isascii() and bool(_FROM_THE_RIGHT.search(_APART.sub("", text)))


def set_apart(text: str, *, around: str = "ltr") -> str:
    """Return a text that keeps its own direction within a sentence.

    Args:
        text: somebody's own words; one that cannot move anything stays as it is.
        around: direction of the sentence, `ltr` or `rtl`.
    """
    moves = from_the_right(text) or (around == "rtl" and bool(text))
    return _ITS_OWN.format(text) if moves else text
