"""Rows as CSV that a spreadsheet reads as text: no cell of it can begin a formula.

Source: RFC 4180; OWASP, CSV injection.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", *"\uff1d\uff0b\uff0d\uff20")
"""What makes a spreadsheet compute, at the beginning of a cell; where wide letters are usual it
reads the wide ones the same.
"""


def cell(value: object) -> str:
    """Write a value as a cell; a quotation mark before it keeps a dangerous one a text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    text = str(value).replace("\x00", "")
    begins = text.lstrip(" \u00a0\ufeff")
    return f"'{text}" if begins.startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a head and rows as CSV with lines that end as the RFC says."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(name) for name in head])
    writer.writerows([cell(value) for value in row] for row in rows)
    return written.getvalue()
