"""How many guesses' worth of pieces is a password made of?

Whoever guesses does not try letters one by one, but known words, names, dates, runs, walks over
the keyboard, and repetitions of all these. So each of them weighs little, however long it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from domain.factors.lists import common

KNOWN: Final = 2
"""What a known word, a name, a date or a run weighs; one other character weighs 1."""

AGAIN: Final = 1
"""What a repetition of an earlier piece, or one of the person's own words, weighs."""

SHORTEST_PIECE: Final = 4
LONGEST_PIECE: Final = 24
SHORTEST_RUN: Final = 3

LOOKED_AT: Final = 128
"""Characters at the start that are weighed; a bound on the work that a stranger can ask for."""

_LEET: Final = str.maketrans("4@310!$57", "aaeioisst")

_ROWS: Final = (
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm",
    "azertyuiop", "qsdfghjklm", "wxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik", "!@#$%^&*()",
)  # fmt: skip
_WALKS: Final = tuple(walk for row in _ROWS for walk in (row, row[::-1]))

_DATE: Final = re.compile(
    r"(?:19|20)\d\d(?:[01]\d[0-3]\d)?|[0-3]\d[./-]?[01]\d[./-]?(?:(?:19|20)\d\d|\d\d)"
)
_DIGITS: Final = re.compile(r"\d{2,}")


def weight(text: str, own: tuple[str, ...] = ()) -> int:
    """Return the least weight by which the first 128 characters can be put together.

    Args:
        text: case-folded.
        own: the person's and the place's own words, case-folded; each counts as known to all.

    Returns:
        0 for the empty text, and never more than the characters looked at.
    """
    text = text[:LOOKED_AT]
    best = [0, *[len(text)] * len(text)]
    for start in range(len(text)):
        so_far = best[start]
        for length, cost in _pieces(text, start, own):
            end = start + length
            best[end] = min(best[end], so_far + cost)
    return best[-1]


def _pieces(text: str, start: int, own: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield length and weight of every piece that begins here."""
    yield 1, 1
    yield from ((len(word), AGAIN) for word in own if text.startswith(word, start))
    yield from _repetitions(text, start)
    yield from _runs(text, start)
    yield from _numbers(text, start)
    yield from _words(text, start)


def _repetitions(text: str, start: int) -> Iterator[tuple[int, int]]:
    length = SHORTEST_RUN
    while start + length <= len(text) and text.find(text[start : start + length], 0, start) >= 0:
        yield length, AGAIN
        length += 1


def _runs(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield runs such as `aaaa`, `3456`, `dcba`, and walks such as `asdf`."""
    for step in (-1, 0, 1):
        end = start + 1
        while end < len(text) and ord(text[end]) - ord(text[end - 1]) == step:
            end += 1
        yield from ((length, KNOWN) for length in range(SHORTEST_RUN, end - start + 1))
    length = SHORTEST_RUN
    while start + length <= len(text) and _is_walk(text[start : start + length]):
        yield length, KNOWN
        length += 1


def _is_walk(piece: str) -> bool:
    return any(piece in walk for walk in _WALKS)


def _numbers(text: str, start: int) -> Iterator[tuple[int, int]]:
    date = _DATE.match(text, start)
    if date:
        yield len(date[0]), KNOWN
    digits = _DIGITS.match(text, start)
    if digits:
        yield from ((length, (length + 1) // 2) for length in range(2, len(digits[0]) + 1))


def _words(text: str, start: int) -> Iterator[tuple[int, int]]:
    known = common()
    longest = min(LONGEST_PIECE, len(text) - start)
    for length in range(SHORTEST_PIECE, longest + 1):
        piece = text[start : start + length]
        plain = piece.translate(_LEET)
        if piece in known or (plain != piece and plain in known):
            yield length, KNOWN
