"""What came of many, in one line: how many were done, failed, and were left as they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.kernel.errors import KINDS
from domain.kernel.many import Came, Outcome

if TYPE_CHECKING:
    from app.runtime.words import Words


def told(words: Words, came: Sequence[Came], done: str) -> str:
    """Say what came of them.

    Args:
        words: the reader's words.
        came: of each.
        done: what was done, with its count; said first.
    """
    left = sum(each.outcome is Outcome.LEFT for each in came)
    failed = [each for each in came if each.outcome is Outcome.FAILED]
    parts = [done]
    if left:
        parts.append(words.count("{n} left as it was.", "{n} left as they were.", left))
    if failed:
        kind = KINDS[failed[0].code]
        said = words.count("{n} failed.", "{n} failed.", len(failed))
        parts += [said, words(kind.way_out)]
    return " ".join(parts)
