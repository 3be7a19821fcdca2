"""Write a record in the one way its hash is made over, whatever engine kept it.

Canonical JSON as in RFC 8785, over the values our records hold. Floats are refused: no record of
ours has one, and their spelling is where two implementations part.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final

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
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Enum):
        return _write(value.value)
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, (tuple, list)):
        return f"[{','.join(_write(item) for item in value)}]"
    return json.dumps(_text(value), ensure_ascii=False)


def _integer(value: int) -> str:
    if abs(value) > LARGEST_INTEGER:
        message = "an integer beyond 2^53-1 has no exact JSON form"
        raise ValueError(message)
    return str(value)


def _object(value: Mapping[object, object]) -> str:
    members: list[tuple[bytes, str]] = []
    for name, member in value.items():
        if not isinstance(name, str):
            message = "the name of a member is text"
            raise TypeError(message)
        # Members are ordered by their UTF-16 code units (RFC 8785 section 3.2.3).
        members.append(
            (name.encode("utf-16-be"), f"{json.dumps(name, ensure_ascii=False)}:{_write(member)}")
        )
    return f"{{{','.join(text for _, text in sorted(members))}}}"


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return base64url(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, timedelta):
        return seconds(value)
    message = (
        f"{'a secret' if isinstance(value, Secret) else type(value).__name__} has no canonical form"
    )
    raise TypeError(message)


def moment(value: datetime) -> str:
    """Write a moment as RFC 3339 in UTC with six digits and `Z`.

    Raises:
        TypeError: when it has no zone.
    """
    if value.tzinfo is None:
        message = "a moment without zone has no canonical form"
        raise TypeError(message)
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def seconds(value: timedelta) -> str:
    """Write a duration as ISO 8601 seconds, such as `PT600S` or `PT0.5S`."""
    whole, rest = divmod(value, _SECOND)
    fraction = f".{rest // _MICROSECOND:06d}".rstrip("0") if rest else ""
    return f"PT{whole}{fraction}S"
