"""Write a record in the one way its hash is made over, whatever engine kept it.

Canonical JSON as in RFC 8785, over the values our records hold. Floats are refused: no record of
ours has one, and their spelling is where two implementations part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import lru_cache
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
    kind = type(value)
    return (_WRITERS.get(kind) or _other(kind))(value)


def _other(kind: type) -> Callable[[Any], str]:
    writer = _DERIVED.get(kind)
    if writer is None:
        writer = _DERIVED[kind] = _derived(kind)
    return writer


def _derived(kind: type) -> Callable[[Any], str]:
    """Return what writes a derived type, such as an enum of words or a mapping of its own."""
    if issubclass(kind, Enum):
        return lambda value: _write(value.value)
    for known, writer in _WRITERS.items():
        if issubclass(kind, known):
            return writer
    if issubclass(kind, Mapping):
        return _object
    message = f"{'a secret' if issubclass(kind, Secret) else kind.__name__} has no canonical form"
    raise TypeError(message)


def _integer(value: int) -> str:
    if abs(value) > LARGEST_INTEGER:
        message = "an integer beyond 2^53-1 has no exact JSON form"
        raise ValueError(message)
    return str(value)


def _array(value: Iterable[object]) -> str:
    return f"[{','.join([_write(item) for item in value])}]"


def _object(value: Mapping[object, object]) -> str:
    members = []
    for name, head in _order(tuple(value)):
        member = value[name]
        kind = type(member)
        members.append(head + (_WRITERS.get(kind) or _other(kind))(member))
    return f"{{{','.join(members)}}}"


@lru_cache(maxsize=1024)
def _order(names: tuple[object, ...]) -> tuple[tuple[str, str], ...]:
    """Return the names of an object's members in their order, each with how it is written."""
    known = [name for name in names if isinstance(name, str)]
    if len(known) != len(names):
        message = "the name of a member is text"
        raise TypeError(message)
    # Members are ordered by their UTF-16 code units (RFC 8785 section 3.2.3).
    known.sort(key=lambda name: name.encode("utf-16-be"))
    return tuple((name, f"{encode_basestring(name)}:") for name in known)


def moment(value: datetime) -> str:
    """Write a moment as RFC 3339 in UTC with six digits and `Z`.

    Raises:
        TypeError: when it has no zone.
    """
    if value.tzinfo is None:
        message = "a moment without zone has no canonical form"
        raise TypeError(message)
    at = value if value.tzinfo is UTC else value.astimezone(UTC)
    return at.isoformat(timespec="microseconds")[:-6] + "Z"


def seconds(value: timedelta) -> str:
    """Write a duration as ISO 8601 seconds, such as `PT600S` or `PT0.5S`."""
    whole, rest = divmod(value, _SECOND)
    fraction = f".{rest // _MICROSECOND:06d}".rstrip("0") if rest else ""
    return f"PT{whole}{fraction}S"


_WRITERS: Final[Mapping[type, Callable[[Any], str]]] = {
    str: encode_basestring,
    bytes: lambda value: f'"{base64url(value)}"',
    bool: lambda value: "true" if value else "false",
    int: _integer,
    type(None): lambda _value: "null",
    datetime: lambda value: f'"{moment(value)}"',
    timedelta: lambda value: f'"{seconds(value)}"',
    dict: _object,
    tuple: _array,
    list: _array,
}
"""By type: one look-up for nearly every value, where a chain of questions took ten times as long.

`encode_basestring` escapes as `json.dumps` does when it leaves letters as they are."""

_DERIVED: Final[dict[type, Callable[[Any], str]]] = {}
"""The same of derived types, found out once for each."""
