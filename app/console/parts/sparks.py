"""A few numbers beside each other as bars in a line, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

HIGH: Final = 20
"""Pixels of the highest bar; the lowest is still seen."""

LOW: Final = 2
MOST: Final = 20
"""Numbers that are drawn: the newest."""


def spark_cell(numbers: Sequence[float], said: str) -> tuple[list[int], str] | str:
    """Return a cell of a `spark` column, or an empty one where fewer than two can be compared.

    Args:
        numbers: oldest first, 0 or more each.
        said: what the bars say, for whoever does not see them.
    """
    shown = numbers[-MOST:]
    if len(shown) <= 1:
        return ""
    most = max(shown) or 1
    return [max(LOW, round(HIGH * number / most)) for number in shown], said
