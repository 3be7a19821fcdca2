"""An act on more things than one work takes: part by part, with what came of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from domain.kernel.errors import Refusal
from domain.kernel.many import MOST_AT_ONCE, Came, Many, Outcome

if TYPE_CHECKING:
    from app.console.context import PageContext


def parts(ids: Sequence[bytes]) -> list[tuple[bytes, ...]]:
    """Cut what is named into parts that one work takes."""
    return [tuple(ids[at : at + MOST_AT_ONCE]) for at in range(0, len(ids), MOST_AT_ONCE)]


async def each_part(
    context: PageContext,
    use_case: Callable[..., tuple[Came, ...]],
    ids: Sequence[bytes],
) -> tuple[Came, ...]:
    """Do something to each, part by part; how far it is stands at the bottom of the page.

    A part that is refused ends it: what was done before stays done, and the rest is left.

    Returns:
        What came of each, in the order they were named.

    Refuses:
        whatever the use case refuses of the first part.
    """
    came: list[Came] = []
    for part in parts(ids):
        try:
            came += await context.call(use_case, Many(part))
        except Refusal as refusal:
            if not came:
                raise
            left = Came(Outcome.LEFT, refusal.code)
            return (*came, *(left for _ in range(len(ids) - len(came))))
        say_progress(context, len(came), len(ids))
    return tuple(came)


def say_progress(context: PageContext, done: int, of: int) -> None:
    """Say how far it is, where it takes more than one part."""
    if of > MOST_AT_ONCE:
        context.toaster.done(context.words("{done} of {all} …", done=done, all=of))
