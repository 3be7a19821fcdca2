"""Identifiers of rows and of what leaves the house.

Internal ids are 128 bits, ordered by time, kept as 16 bytes.
What reaches a client is random and tells nothing about volume or moment.
"""

from __future__ import annotations

import os
import re
import secrets
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from domain.kernel.secrets import base64url

ID_BYTES = 16
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
"""Two letters at a time: ten bits each."""
_BASE_32 = "0123456789abcdefghijklmnopqrstuv"
"""The digits Python counts with, in the place of ours."""
_READ = dict(zip(_ALPHABET + _ALPHABET.upper() + "oOiIlL", _BASE_32 * 2 + "001111", strict=True))
_DIGITS = {code: _READ.get(chr(code), "-") for code in range(128)}
"""What is no letter of ours becomes a sign that is no digit."""
_IS_NUMBER = re.compile("[0-9a-v]{26}").fullmatch
_TEXT_LENGTH = 26
_SHIFTS = range(120, -1, -10)
_TAIL_BYTES = 10
_TIME_BYTES = ID_BYTES - _TAIL_BYTES
_LATEST = 2 ** (8 * _TIME_BYTES) - 1
_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = (datetime(9999, 1, 1, tzinfo=UTC) - _EPOCH) // _MILLISECOND
"""An id may tell of more years than a calendar has."""
_LOCK = threading.Lock()
_LAST = [0, 0]
"""Milliseconds and tail of the id made last in this process."""


def new_id() -> bytes:
    """Make an internal id: 48 bits of milliseconds, then 80 bits that begin at random.

    Within one millisecond a process counts upwards, so that what was made later sorts later.

    Returns:
        16 bytes; sorts by the moment it was made.

    Source: RFC 9562 section 5.7 and 6.2 method 2, without version and variant bits.
    """
    with _LOCK:
        milliseconds = time.time_ns() // 1_000_000
        if milliseconds <= _LAST[0]:
            _LAST[1] += 1
        else:
            _LAST[0] = milliseconds
            # The top bit stays free, so that counting on never runs over.
            _LAST[1] = int.from_bytes(secrets.token_bytes(_TAIL_BYTES), "big") >> 1
        return _LAST[0].to_bytes(6, "big") + _LAST[1].to_bytes(_TAIL_BYTES, "big")


def first_id(moment: datetime) -> bytes:
    """Return the smallest id that could be made at a moment: a bound for what is older."""
    milliseconds = max(0, int(moment.timestamp() * 1000))
    return milliseconds.to_bytes(6, "big") + bytes(_TAIL_BYTES)


def made_at(value: bytes) -> datetime:
    """Return the moment an id was made, as the machine's clock told it then."""
    milliseconds = int.from_bytes(value[:_TIME_BYTES], "big")
    return _EPOCH + min(milliseconds, _MOST) * _MILLISECOND


def around(value: bytes, span: timedelta) -> tuple[bytes, bytes]:
    """Return the smallest and the largest id made as near to another as a span of time."""
    milliseconds, near = int.from_bytes(value[:_TIME_BYTES], "big"), span // _MILLISECOND
    first = max(0, milliseconds - near).to_bytes(_TIME_BYTES, "big")
    last = min(_LATEST, milliseconds + near).to_bytes(_TIME_BYTES, "big")
    return first + bytes(_TAIL_BYTES), last + b"\xff" * _TAIL_BYTES


def random_id() -> str:
    """Make a random public id of 128 bits, as 22 letters of base64url."""
    return base64url(os.urandom(ID_BYTES))


@lru_cache(maxsize=4096)
def show(prefix: str, value: bytes) -> str:
    """Write an internal id for people: `acc_` and 26 letters of Crockford's base32.

    Args:
        prefix: three letters that name the kind, such as `acc`.
        value: 16 bytes.
    """
    number = int.from_bytes(value, "big")
    letters = [_PAIRS[(number >> shift) & 1023] for shift in _SHIFTS]
    return f"{prefix}_{''.join(letters)}"


def read(prefix: str, text: str) -> bytes | None:
    """Read what `show` wrote.

    Returns:
        The 16 bytes, or None when the text is not an id of this kind.
    """
    head, _, tail = text.partition("_")
    if head != prefix or len(tail) != _TEXT_LENGTH:
        return None
    digits = tail.translate(_DIGITS)
    if not _IS_NUMBER(digits):
        return None
    number = int(digits, 32)
    if number >> (8 * ID_BYTES):
        return None
    return number.to_bytes(ID_BYTES, "big")


def short(prefix: str, value: bytes) -> str:
    """Write the short form for lists: the prefix and the last six letters."""
    return f"{prefix}_{show(prefix, value)[-6:]}"
