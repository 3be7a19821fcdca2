"""Write a record in the one way its hash is made over, whatever engine kept it.

Canonical JSON as in RFC 8785, over the values our records hold. Floats are refused: no record of
ours has one, and their spelling is where two implementations part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from json.encoder import encode_basestring
from typing import Any, Final

from domain.kernel.secrets import Secret, base64url

LARGEST_INTEGER: Final = 2**53 - 1
"""Beyond it a JSON number is no longer exact (RFC 8785 section 3.2.2.3, RFC 7493 section 2.2)."""

LEAF_MARK: Final = b"\x00"
"""Keeps leaves apart from chain entries and tree nodes (RFC 9162 section 2.1.1)."""

_SECOND: Final = timedelta(seconds=1)
_MICROSECOND: Final = timedelta(microseconds=1)


def canonical(value: object) -> bytes:
    """Write a value as canonical JSON.

    Bytes become base64url, moments RFC 3339 in UTC with six digits, durations ISO 8601 seconds,
    enums their value; tuples and lists become arrays, mappings objects.

    Args:
        value: None, bool, int, str, bytes, datetime (aware), timedelta, enum, or a tuple, list or
            mapping of these; keys are text.

    Raises:
        TypeError: for a value of another type, a float, a secret, a moment without zone.
        ValueError: for an integer that JSON cannot hold exactly, or text that is no Unicode.

    Source: RFC 8785 section 3.
    """
    return _write(value).encode("utf-8")


def leaf(salt: bytes, body: Mapping[str, object]) -> bytes:
    """Return the salted hash that stands for a body in the log: SHA-256(0x00 ‖ salt ‖ JCS(body)).

    Without the salt a leaf tells nothing of its body, so that it may stay when both are erased.

    Args:
        salt: 16 random bytes, kept with the body.
        body: field names and values.
    """
    return hashlib.sha256(LEAF_MARK + salt + canonical(body)).digest()


def _write(value: object) -> str:
    writer = _WRITERS.get(type(value))
    return writer(value) if writer is not None else _write_derived(value)


def _write_derived(value: object) -> str:
    """Write a value of a derived type, such as an enum of words or a mapping of its own."""
    if isinstance(value, Enum):
        return _write(value.value)
    for known, writer in _WRITERS.items():
        if isinstance(value, known):
            return writer(value)
    if isinstance(value, Mapping):
        return _object(value)
    message = (
        f"{'a secret' if isinstance(value, Secret) else type(value).__name__} has no canonical form"
    )
    raise TypeError(message)


def _integer(value: int) -> str:
    if abs(value) > LARGEST_INTEGER:
        message = "an integer beyond 2^53-1 has no exact JSON form"
        raise ValueError(message)
    return str(value)


def _array(value: Iterable[object]) -> str:
    return f"[{','.join([_write(item) for item in value])}]"


def _object(value: Mapping[object, object]) -> str:
    names = [name for name in value if isinstance(name, str)]
    if len(names) != len(value):
        message = "the name of a member is text"
        raise TypeError(message)
    # Members are ordered by their UTF-16 code units (RFC 8785 section 3.2.3).
    names.sort(key=_in_order)
    members = [f"{encode_basestring(name)}:{_write(value[name])}" for name in names]
    return f"{{{','.join(members)}}}"


def _in_order(name: str) -> bytes:
    return name.encode("utf-16-be")


def moment(value: datetime) -> str:
    """Write a moment as RFC 3339 in UTC with six digits and `Z`.

    Raises:
        TypeError: when it has no zone.
    """
    if value.tzinfo is None:
        message = "a moment without zone has no canonical form"
        raise TypeError(message)
    return value.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def seconds(value: timedelta) -> str:
    """Write a duration as ISO 8601 seconds, such as `PT600S` or `PT0.5S`."""
    whole, rest = divmod(value, _SECOND)
    fraction = f".{rest // _MICROSECOND:06d}".rstrip("0") if rest else ""
    return f"PT{whole}{fraction}S"


_WRITERS: Final[Mapping[type, Callable[[Any], str]]] = {
    str: encode_basestring,
    bytes: lambda value: encode_basestring(base64url(value)),
    bool: lambda value: "true" if value else "false",
    int: _integer,
    type(None): lambda _value: "null",
    datetime: lambda value: encode_basestring(moment(value)),
    timedelta: lambda value: encode_basestring(seconds(value)),
    dict: _object,
    tuple: _array,
    list: _array,
}
"""By type: one look-up for nearly every value, where a chain of questions took ten times as long.

`encode_basestring` escapes as `json.dumps` does when it leaves letters as they are."""
