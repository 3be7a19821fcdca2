"""Rows that hold what nobody here has written: found by whoever proves the past, and named.

Every other reader may trust its columns; what proves them may not fall over what it looks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import BigInteger, Boolean, Column, String

from domain.kernel.ids import ID_BYTES
from persistence.types import Digest, Id, Json, Raw, Utc, Word

R = TypeVar("R")

NONSENSE: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading a value raises that is no such value."""
_DIGEST_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Odd:
    """A row that is no record.

    Args:
        values: of its columns, as the driver gives them; None where not even that can be read.
    """

    values: tuple[Any, ...]


def strictly(record: Callable[..., R], columns: Iterable[Column[Any]]) -> Callable[..., R]:
    """Return what makes a record of values, and only of such as their columns are to hold.

    SQLite keeps whatever it is given in whatever column.

    Args:
        record: called with the values.
        columns: in the order of the values.

    Returns:
        A function that raises ValueError or TypeError at a value that is none.
    """
    each = tuple((_fit(column), column.nullable) for column in columns)

    def made(*values: Any) -> R:
        for (fits, nullable), value in zip(each, values, strict=True):
            if not (fits(value) or (nullable and value is None)):
                message = "a value does not fit its column"
                raise ValueError(message)
        return record(*values)

    return made


def leniently(text: bytes) -> str:
    """Read a text of SQLite that may be no UTF-8: what is none of it can be written no more."""
    return text.decode("utf-8", "surrogateescape")


def _fit(column: Column[Any]) -> Callable[[Any], bool]:
    # Only an id that leads to its row is known to be one; what else is changed changes the hash.
    if isinstance(column.type, Digest) or (isinstance(column.type, Id) and not column.nullable):
        size = _DIGEST_BYTES if isinstance(column.type, Digest) else ID_BYTES
        return lambda value: isinstance(value, bytes) and len(value) == size
    return next(fits for kind, fits in _FITS if isinstance(column.type, kind))


def _is(kind: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, kind)


_FITS: Final[tuple[tuple[type, Callable[[Any], bool]], ...]] = (
    (Raw, _is(bytes)),
    (Utc, _is(datetime)),
    (Json, _is(Mapping)),
    (Word, _is(str)),
    (Boolean, _is(bool)),
    (BigInteger, _is(int)),
    (String, lambda value: isinstance(value, str) and value.encode() is not None),
)
