"""Spans of time in words: the choices of a consent, what is left, how long to wait."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_timedelta
from babel.units import format_unit

from app.hosted.words.catalogue import Words

ONCE: Final = "once"
UNTIL: Final = "until"

_ASKED_AGAIN: Final = timedelta(days=365)
"""What "until I withdraw it" comes to where the operator sets no bound."""

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)
_NAMES: Final = {_DAY: "day", _HOUR: "hour", _MINUTE: "minute"}

_ISO: Final = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?"
)


def choice_label(words: Words, choice: str, length: timedelta | None = None) -> str:
    """Name one choice of duration.

    Args:
        words: The language.
        choice: ``once``, ``until``, or an ISO 8601 duration in weeks, days, hours and
            minutes, such as ``PT1H`` or ``P30D``.
        length: What the choice comes to after the operator's bounds, if not its own.

    Returns:
        The words beside the button, such as "30 days"; they say what will happen.

    Raises:
        ValueError: The choice is none of these.
    """
    if choice == ONCE:
        return words.text("Once")
    if choice == UNTIL:
        return words.text("Until withdrawn")
    return span(words, length or parse(choice))


def choice_hint(words: Words, choice: str, length: timedelta | None = None) -> str:
    """Say in a sentence what a choice means where its name alone does not, else nothing.

    Args:
        words: The language.
        choice: As for ``choice_label``.
        length: As for ``choice_label``; twelve months for ``until`` when None.
    """
    if choice == ONCE:
        return words.text("“Once” is for this sign-in alone.")
    if choice == UNTIL and length is not None and length < _ASKED_AGAIN:
        return words.text("“Until withdrawn” ends after {span} at most.", span=span(words, length))
    if choice == UNTIL:
        return words.text("“Until withdrawn” is asked again after 12 months.")
    return ""


def parse(choice: str) -> timedelta:
    """Read an ISO 8601 duration of weeks, days, hours and minutes.

    Raises:
        ValueError: It is not such a duration, or it is nothing.
    """
    read = _ISO.fullmatch(choice)
    span_read = timedelta(**{k: int(v) for k, v in read.groupdict().items() if v}) if read else None
    if not span_read:
        message = f"not a duration: {choice!r}"
        raise ValueError(message)
    return span_read


def span(words: Words, length: timedelta) -> str:
    """Write a length of time in its largest whole unit: "30 days", "1 hour", "90 minutes".

    Args:
        words: The language.
        length: > 0; less than a minute counts as one.

    Returns:
        Number and unit.
    """
    length = -(-max(length, _MINUTE) // _MINUTE) * _MINUTE
    unit = next(each for each in (_DAY, _HOUR, _MINUTE) if not length % each)
    return _counted(words.conventions, _NAMES[unit], length // unit)


@lru_cache(maxsize=256)
def _counted(conventions: Locale, unit: str, number: int) -> str:
    """Count a unit; remembered, because a consent page names the same few spans each time."""
    return format_unit(number, f"duration-{unit}", "long", locale=conventions)


def left(words: Words, *, until: datetime, now: datetime) -> str:
    """Say how much is left, never more than there is: "27 days left".

    Args:
        words: The language.
        until: The end.
        now: The time.

    Returns:
        What is left in whole days, else hours, else minutes.
    """
    rest = max(until - now, _MINUTE)
    unit = next(each for each in (_DAY, _HOUR, _MINUTE) if rest >= each)
    return words.text("{span} left", span=span(words, rest // unit * unit))


def wait(words: Words, *, until: datetime, now: datetime) -> str:
    """Say in how long something may be tried again: "in 5 minutes".

    Rounded up, so that nobody comes back too early.
    """
    rest = max(until - now, _MINUTE)
    unit = next(each for each in (_DAY, _HOUR, _MINUTE) if rest >= each)
    rounded = -(-rest // unit) * unit
    return format_timedelta(rounded, threshold=1, add_direction=True, locale=words.conventions)
