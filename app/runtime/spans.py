"""Spans of time in words, in their largest whole unit ("30 days", "90 seconds"): every face's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.runtime.words import Words

_DAY: Final = timedelta(days=1)
_YEAR: Final = timedelta(days=365)
_LEAP_YEAR: Final = timedelta(days=366)
"""What takes a year and no day less, whichever year it is: people say a year."""

_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)
_SECONDS_TOLD: Final = timedelta(seconds=120)
"""Up to it a span is told in seconds."""


def span(words: Words, length: timedelta) -> str:
    """Write a span in its largest whole unit; never seconds above two minutes.

    Args:
        words: the reader's words.
        length: zero or more.
    """
    if length == _LEAP_YEAR:
        length = _YEAR
    if not length % _YEAR and length:
        return words.count("{n} year", "{n} years", length // _YEAR)
    if not length % _DAY and length:
        return words.count("{n} day", "{n} days", length // _DAY)
    if not length % _HOUR and length:
        return words.count("{n} hour", "{n} hours", length // _HOUR)
    if length > _SECONDS_TOLD or (length and not length % _MINUTE):
        return words.count("{n} minute", "{n} minutes", length // _MINUTE)
    return words.count("{n} second", "{n} seconds", int(length.total_seconds()))
