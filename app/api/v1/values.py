"""What operations share: texts within bounds, durations, ids, and pages of a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, Final, Generic, TypeVar

from fastapi import Query
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from app.api.v1.door import Caller
from domain.blueprint.durations import read_duration, write_duration
from domain.kernel.errors import not_found
from domain.kernel.ids import read
from domain.kernel.paging import MOST_ROWS, PAGE_SIZE, Page, PageRequest

T = TypeVar("T")
R = TypeVar("R")


class Answer(BaseModel):
    """What is answered."""

    model_config = ConfigDict(frozen=True)


class Body(BaseModel):
    """What is sent: these members and no other; what was sent is never quoted."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


Text = Annotated[str, StringConstraints(max_length=4096, pattern=r"^[^\x00]*$")]


def _duration(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    span = read_duration(value) if isinstance(value, str) else None
    if span is None:
        message = "write a duration such as PT1H or P30D"
        raise ValueError(message)
    return span


_SECONDS: Final = r"\d{1,9}S"
_MINUTES: Final = rf"\d{{1,8}}M({_SECONDS})?"
_TIME: Final = rf"T(\d{{1,6}}H({_MINUTES}|{_SECONDS})?|{_MINUTES}|{_SECONDS})"

Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(write_duration),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^P(\d{{1,4}}W|\d{{1,5}}D({_TIME})?|{_TIME})$",
            "description": "ISO 8601 in exact units, such as PT1H or P30D.",
            "examples": ["PT1H", "P30D"],
        }
    ),
]


def left_out(**more: Any) -> Any:  # noqa: ANN401 - stands for a value of the field's kind
    """Return the default of a member that may be left out: None, which nobody may send."""
    return Field(default_factory=lambda: None, **more)


class Paged(Body):
    """Which page of a list; words that are not known are refused."""

    limit: int = Field(default=PAGE_SIZE, ge=1, le=MOST_ROWS, description="Most rows.")
    cursor: Text | None = Field(
        default=None, description="`next` or `previous` of an earlier page of this list."
    )


AnyPage = Annotated[Paged, Query()]


class Listed(Answer, Generic[T]):
    """A page of a list, newest first."""

    items: list[T]
    next: str | None = None
    previous: str | None = None


def an_id(prefix: str, text: str, what: str) -> bytes:
    """Read an id of an address.

    Refuses:
        not_found: it is no id of that kind, so there is nothing under it.
    """
    value = read(prefix, text)
    if value is None:
        raise not_found(what)
    return value


def wanted_page(caller: Caller, asked: Paged) -> PageRequest:
    """Return the page of this address that is wanted.

    Refuses:
        invalid_input: the cursor is none of this list.
    """
    place = caller.request.url.path
    return caller.door.cursors.wanted(place, asked.cursor, asked.limit)


def listed(caller: Caller, page: Page[R], told: Callable[[R], T]) -> Listed[T]:
    """Return a page as it is answered."""
    after, before = caller.door.cursors.of(caller.request.url.path, page)
    return Listed(items=[told(row) for row in page.rows], next=after, previous=before)
