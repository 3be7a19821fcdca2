"""Lists, a page at a time, by key and never by offset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")

PAGE_SIZE: Final = 50
MOST_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is wanted.

    Args:
        size: rows, 1 to 200.
        after: the key of the row before the first one wanted; None for the first page.
        backward: read towards the newer rows instead.
    """

    size: int = PAGE_SIZE
    after: bytes | None = None
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of rows, newest first.

    Args:
        rows: the records.
        next: key to continue with, None at the end.
        previous: key to go back with, None at the start.
    """

    rows: tuple[T, ...]
    next: bytes | None = None
    previous: bytes | None = None
