"""One spelling for all ways to write the same text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

from domain.kernel.seen import IGNORED

_ROUNDS: Final = 6
"""Folding settles after two or three rounds; a text that does not is no name."""

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def compatible(text: str) -> str:
    """Return the text in NFKC and without what only changes its looks."""
    return _without_ignored(unicodedata.normalize("NFKC", text))


def fold(text: str) -> str | None:
    """Return the one spelling: NFKC, case-folded, inner blanks as one space.

    Folding a folded text changes nothing.

    Returns:
        The folded text, or None when it does not settle.

    Source: Unicode 5.18 and UAX 31, `toNFKC_Casefold`; repeated, as one round is not always enough.
    """
    return _settle(text, lambda piece: " ".join(compatible(piece).casefold().split()))


def lower(text: str) -> str | None:
    """Return the text in NFKC and lower case: `ß` and `ss` stay apart, as in domain names."""
    return _settle(text, lambda piece: compatible(piece).lower())


def plain_digits(text: str) -> str:
    """Write every decimal digit, of any script, as 0 to 9."""
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


def hides_something(text: str) -> bool:
    """Tell whether the text holds a control, an unassigned or an invisible character."""
    return any(unicodedata.category(letter) in _HIDDEN for letter in _without_ignored(text))


def _settle(text: str, once: Callable[[str], str]) -> str | None:
    for _ in range(_ROUNDS):
        folded = once(text)
        if folded == text:
            return text
        text = folded
    return None


def _without_ignored(text: str) -> str:
    return "".join(letter for letter in text if ord(letter) not in IGNORED)
