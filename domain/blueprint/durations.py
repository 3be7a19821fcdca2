"""Durations as ISO 8601 writes them, exact ones only."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

_FORM: Final = re.compile(
    r"P(?:(?P<weeks>\d{1,4})W|(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,8})M)?(?:(?P<seconds>\d{1,9})S)?)?)"
)
_DAY: Final = timedelta(days=1)
_HOUR: Final = 3600
_MINUTE: Final = 60


def read_duration(text: str) -> timedelta | None:
    """Read a duration such as `P30D`, `PT1H` or `P1DT12H`.

    Years and months are not taken: nobody can say how long they are.

    Returns:
        The duration, or None when the text is not of that form.

    Source: ISO 8601-1 section 5.5.2.
    """
    match = _FORM.fullmatch(text)
    if match is None or text == "P":
        return None
    return timedelta(**{name: int(value) for name, value in match.groupdict("0").items()})


def write_duration(span: timedelta) -> str:
    """Write a duration of whole seconds in its shortest form: `P30D`, `PT1H30M`, `PT0S`."""
    days, rest = divmod(span, _DAY)
    seconds = int(rest.total_seconds())
    parts = (
        (seconds // _HOUR, "H"),
        (seconds % _HOUR // _MINUTE, "M"),
        (seconds % _MINUTE, "S"),
    )
    time = "".join(f"{value}{letter}" for value, letter in parts if value)
    if not days and not time:
        return "PT0S"
    return "P" + (f"{days}D" if days else "") + (f"T{time}" if time else "")
