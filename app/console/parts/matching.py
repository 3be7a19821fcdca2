"""Everything in a list that matches, taken together from its pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.kernel.paging import MOST_ROWS, Page, PageRequest

MOST_MATCHING: Final = 1000
"""Rows that are ticked together: an operator can still stand behind each of them."""


@dataclass(frozen=True, slots=True)
class Matching:
    """What matches.

    Args:
        ids: of the first rows in the list's order, at most `MOST_MATCHING`.
        more: whether there are others.
    """

    ids: tuple[str, ...]
    more: bool


def goes_on(page: Page[Any]) -> bool:
    """Tell whether a list has other pages than this."""
    return page.next is not None or page.previous is not None


async def matching(
    bring: Callable[[PageRequest], Awaitable[Page[Mapping[str, object]]]],
) -> Matching:
    """Return what matches, whatever page was shown.

    Args:
        bring: brings one page of the list, sorted and narrowed as it is.

    Refuses:
        whatever `bring` refuses.
    """
    ids: list[str] = []
    at: PageRequest | None = PageRequest(MOST_ROWS)
    while at is not None and len(ids) < MOST_MATCHING:
        found = await bring(at)
        ids += [str(row["id"]) for row in found.rows]
        at = PageRequest(MOST_ROWS, found.next) if found.next is not None else None
    return Matching(tuple(ids[:MOST_MATCHING]), at is not None or len(ids) > MOST_MATCHING)
