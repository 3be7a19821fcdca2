"""Spans of time in words, in their largest whole unit ("30 days", "90 seconds"), and days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from babel.dates import format_date

if TYPE_CHECKING:
    from datetime import date

    from app.runtime.words import Words

_DAY: Final = timedelta(days=1)
_YEAR: Final = timedelta(days=365)
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)
_SECONDS_TOLD: Final = timedelta(seconds=120)
"""Up to it a span is told in seconds."""

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


def span(words: Words, length: timedelta) -> str:
    """Write a span in its largest whole unit; never seconds above two minutes.

    Args:
        words: the reader's words.
        length: zero or more.
    """
    if not length % _YEAR and length:
        return words.count("{n} year", "{n} years", length // _YEAR)
    if not length % _DAY and length:
        return words.count("{n} day", "{n} days", length // _DAY)
    if not length % _HOUR and length:
        return words.count("{n} hour", "{n} hours", length // _HOUR)
    if length > _SECONDS_TOLD or (length and not length % _MINUTE):
        return words.count("{n} minute", "{n} minutes", length // _MINUTE)
    return words.count("{n} second", "{n} seconds", int(length.total_seconds()))
