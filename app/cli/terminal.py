"""What is printed may hold what somebody else wrote: nothing of it is told to a terminal."""

from __future__ import annotations

import json
from typing import Final
from unicodedata import category

_KEPT: Final = "\n\t"
_OBEYED: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters that move, colour or turn what a terminal shows (UAX 44)."""
_UNSEEN: Final = "\N{REPLACEMENT CHARACTER}"


def harmless(text: str) -> str:
    """Return a text for people without what a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(_UNSEEN if _obeyed(each) else each for each in text)


def harmless_json(text: str) -> str:
    """Return JSON that says the same and holds nothing a terminal would obey."""
    return "".join(json.dumps(each)[1:-1] if _obeyed(each) else each for each in text)


def _obeyed(letter: str) -> bool:
    return letter not in _KEPT and category(letter) in _OBEYED
