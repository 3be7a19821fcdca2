"""Days as a reader writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel.dates import format_date

if TYPE_CHECKING:
    from datetime import date

    from app.runtime.words import Words

_DATED: Final = {"en": "en_GB"}
"""Whose way of writing days a language takes; else its own."""


def day_written(words: Words, day: date) -> str:
    """Write a day of which no hour is kept, as the lists write their moments.

    Args:
        words: the reader's words.
        day: the day, in UTC.
    """
    written: str = format_date(day, "medium", locale=dated(words))
    return written


def dated(words: Words) -> str:
    """Return the locale by which days are written to a reader."""
    return _DATED.get(words.language, words.language)
