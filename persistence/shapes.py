"""Small records inside one column: a dataclass as plain JSON and back, by its annotations.

For what is read and written whole with its row (a policy, a grant's items, a request). A field
added later with a default reads from rows that lack it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Final, Union, cast, get_args, get_origin, get_type_hints

import orjson
from sqlalchemy import Text
from sqlalchemy.engine.interfaces import Dialect

from domain.kernel.secrets import Secret
from persistence.statements import define
from persistence.types import EPOCH, MICROSECOND, Json, Turn

Read = Callable[[Any], Any]

MOST_TEXTS: Final = 1024
"""Texts of one kind whose record is at hand: a grant is read many times before it changes."""


class Shaped(Json):
    """A column that holds a record, or a tuple of records.

    Args:
        kind: a dataclass, or `tuple[SomeDataclass, ...]`.
    """

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        """Keep the kind."""
        super().__init__()
        self.kind = kind

    def bind_processor(self, dialect: Dialect) -> Turn:
        """Return what writes the record down."""
        return lambda value: None if value is None else orjson.dumps(plain(value)).decode()

    def result_processor(self, dialect: Dialect, coltype: object) -> Turn:
        """Return what makes the record again."""
        if dialect.name == "sqlite":
            return _text_reader(self.kind)
        read = reader(self.kind)
        return lambda value: None if value is None else read(value)


@lru_cache(maxsize=128)
def _text_reader(kind: Any) -> Read:
    """Return what makes a record of its text; the same text is the same record, which is frozen."""
    read = reader(kind)
    made = lru_cache(maxsize=MOST_TEXTS)(lambda text: read(orjson.loads(text)))
    return lambda text: None if text is None else made(text)


def _as_it_is(value: Any) -> Any:
    return value


def plain(value: Any) -> Any:
    """Return the value as JSON knows it: moments and durations as microseconds, bytes as base64."""
    kind = type(value)
    write = _WRITERS.get(kind)
    if write is None:
        write = _WRITERS[kind] = _writer(kind)
    return write(value)


def _writer(kind: type) -> Callable[[Any], Any]:
    """Return what makes values of a type plain; found out once for each type."""
    if is_dataclass(kind):
        names = tuple(each.name for each in fields(kind))
        return lambda value: {name: plain(getattr(value, name)) for name in names}
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, Mapping):
        return lambda value: {name: plain(inner) for name, inner in value.items()}
    return _as_it_is


_WRITERS: dict[type, Callable[[Any], Any]] = {
    datetime: lambda moment: (moment - EPOCH) // MICROSECOND,
    timedelta: lambda span: span // MICROSECOND,
    bytes: lambda raw: base64.b64encode(raw).decode(),
    Secret: lambda secret: secret.reveal(),
    tuple: lambda values: [plain(value) for value in values],
    list: lambda values: [plain(value) for value in values],
}

_READERS: dict[Any, Read] = {
    datetime: lambda count: EPOCH + timedelta(0, 0, count),
    timedelta: lambda count: timedelta(0, 0, count),
    bytes: base64.b64decode,
    Secret: Secret,
}


@lru_cache(maxsize=128)
def reader(kind: Any) -> Read:
    """Return what makes a value of this kind from its plain form."""
    if kind in _READERS:
        return _READERS[kind]
    if is_dataclass(kind):
        return _record_reader(cast("type", kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _composed_reader(kind)


def _composed_reader(kind: Any) -> Read:
    """Optional and tuple; everything else lies in JSON as it is."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        (one,) = (each for each in inner if each is not NoneType) if NoneType in inner else (Any,)
        read = reader(one)
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        read = reader(inner[0])
        return lambda values: tuple(map(read, values))
    return _as_it_is


def _record_reader(kind: type) -> Read:
    """Generate `read(value)`: the record's call by place; by name where a field lacks."""
    hints = get_type_hints(kind)
    parts = [(each.name, reader(hints[each.name]), _required(each)) for each in fields(kind)]

    def lacking(value: Mapping[str, Any]) -> Any:
        return kind(
            **{name: turn(value[name]) for name, turn, wanted in parts if wanted or name in value}
        )

    known: dict[str, Any] = {"kind": kind, "lacking": lacking}
    known |= {f"turn_{name}": turn for name, turn, _ in parts}
    by_place = ", ".join(
        f"value[{name!r}]" if turn is _as_it_is else f"turn_{name}(value[{name!r}])"
        for name, turn, _ in parts
    )
    code = (
        "def read(value):\n"
        f"    if len(value) != {len(parts)}: return lacking(value)\n"
        f"    try: return kind({by_place})\n"
        "    except KeyError: return lacking(value)\n"
    )
    return cast("Read", define(code, "read", known))


def _required(field: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
