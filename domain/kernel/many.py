"""One act on many things: each comes out by itself, and none stops the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.kernel.errors import invalid

MOST_AT_ONCE: Final = 200
"""Things of one act: well below a second of a writer's time."""


class Outcome(StrEnum):
    """What came of one of many."""

    DONE = "done"
    FAILED = "failed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Many:
    """The things an act is for.

    Args:
        ids: 1 to 200, each 16 bytes; one that is named twice counts once.
    """

    ids: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one of them; it stands in the place of its id, and does not repeat it.

    Args:
        outcome: `done` now; `failed`, for the reason of `code`; or `left` as it was, because there
            was nothing to do, or because so much was done already that the rest must wait (`busy`).
        code: of the refusal it would have had alone; empty when done.
        count: how many things ended with it, where an act counts them.
    """

    outcome: Outcome
    code: str = ""
    count: int = 0


def named(request: Many) -> tuple[bytes, ...]:
    """Return what is named, once each, in order.

    Refuses:
        invalid_input: none or too many are named.
    """
    ids = tuple(dict.fromkeys(request.ids))
    if not 1 <= len(ids) <= MOST_AT_ONCE:
        raise invalid("ids", "name 1 to {most}.", most=MOST_AT_ONCE)
    return ids


def each_of(request: Many, act: Callable[[bytes], Came]) -> tuple[Came, ...]:
    """Do something to each, in the order they were named.

    Args:
        act: never raises a refusal once anything was changed (ADR-3): it says what came.

    Returns:
        What came of each of `named`, in its order.

    Refuses:
        invalid_input: none or too many are named.
    """
    return tuple(act(id_) for id_ in named(request))
