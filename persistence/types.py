"""Column types: how a value of the domain lies in each engine.

Each type names its own bind and result functions, so that `statements.Prepared` can put them into
generated code; a type that has none costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

import orjson
from sqlalchemy import BigInteger, DateTime, LargeBinary, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

E = TypeVar("E", bound=StrEnum)
Turn = Callable[[Any], Any] | None

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
_SQLITE: Final = "sqlite"


class Raw(LargeBinary):
    """Bytes as they are: BLOB and BYTEA; both drivers take and give `bytes` themselves."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Turn:
        """Return None: nothing to turn."""
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> Turn:
        """Return None: nothing to turn."""
        return None


class Id(Raw):
    """An internal id: 16 bytes, ordered by time."""

    cache_ok = True


class Digest(Raw):
    """A SHA-256 or HMAC under which something is looked up: 32 bytes."""

    cache_ok = True


class Sealed(Raw):
    """Ciphertext of `persistence.sealing`; the column's name ends in `_sealed`."""

    cache_ok = True


class Utc(TypeDecorator[datetime]):
    """A moment: microseconds since 1970 on SQLite, TIMESTAMPTZ on Postgres; exact in both.

    Refuses a naive datetime, which would silently mean another moment on another machine.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column type of this engine."""
        if dialect.name == _SQLITE:
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Turn:
        """Return what makes the driver's value of a moment."""
        return _microseconds if dialect.name == _SQLITE else _aware

    def result_processor(self, dialect: Dialect, coltype: object) -> Turn:
        """Return what makes a moment of the driver's value; the Postgres session is in UTC."""
        return _moment if dialect.name == _SQLITE else None


class Span(TypeDecorator[timedelta]):
    """A duration: microseconds, in both engines."""

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Turn:
        """Return what counts the microseconds."""
        return _count

    def result_processor(self, dialect: Dialect, coltype: object) -> Turn:
        """Return what makes a duration of a count."""
        return _span


class Word(TypeDecorator[E], Generic[E]):
    """A word of a closed list: an enum in the domain, text in the table.

    Args:
        words: the enum; an unknown word in the table is a fault, not a None.
    """

    impl = String
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        """Keep the enum and its members by value."""
        super().__init__()
        self.words = words

    def bind_processor(self, dialect: Dialect) -> Turn:
        """Return what takes a member's text; another enum's member is refused."""
        words = self.words
        texts: dict[E | None, str | None] = {member: member.value for member in words}
        texts[None] = None

        def text(member: E | None) -> str | None:
            if member in texts:
                return texts[member]
            return words(str(member)).value

        return text

    def result_processor(self, dialect: Dialect, coltype: object) -> Turn:
        """Return the look-up of a member by its text."""
        members: dict[str | None, E | None] = {member.value: member for member in self.words}
        members[None] = None
        return members.__getitem__


class Json(TypeDecorator[Any]):
    """JSON of plain values: TEXT on SQLite, JSONB on Postgres; keys come back in any order."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column type of this engine."""
        return dialect.type_descriptor(Text() if dialect.name == _SQLITE else JSONB())

    def bind_processor(self, dialect: Dialect) -> Turn:
        """Return what writes the value down."""
        return _written

    def result_processor(self, dialect: Dialect, coltype: object) -> Turn:
        """Return what reads it; Postgres connections read JSONB with orjson by themselves."""
        return _read if dialect.name == _SQLITE else None


class Words(Json):
    """A tuple of texts, such as scope words or redirect URIs, in their order."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Turn:
        """Return what makes a tuple."""
        return _read_tuple if dialect.name == _SQLITE else _tuple


class Facts(Json):
    """An event's fields by name; lists come back as the tuples they were."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Turn:
        """Return what makes the mapping."""
        return _read_facts if dialect.name == _SQLITE else _facts


def _read_facts(text: str) -> dict[str, Any]:
    return _facts(orjson.loads(text))


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }


def _microseconds(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise NaiveMoment
    return (moment - EPOCH) // MICROSECOND


def _aware(moment: datetime | None) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise NaiveMoment
    return moment


def _moment(count: int | None) -> datetime | None:
    return None if count is None else EPOCH + timedelta(0, 0, count)


def _count(span: timedelta | None) -> int | None:
    return None if span is None else span // MICROSECOND


def _span(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(0, 0, count)


def _written(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _read(text: str | None) -> Any:
    return None if text is None else orjson.loads(text)


def _read_tuple(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(orjson.loads(text))


def _tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)


class NaiveMoment(TypeError):
    """A datetime without a time zone was about to be stored."""

    def __init__(self) -> None:
        """Say what to do instead."""
        super().__init__("a datetime without a time zone is not a moment: use an aware one in UTC")
