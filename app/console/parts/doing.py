"""What happens when an act of a page is refused or fails: said in one sentence, never a trace."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from app.runtime.words import in_words
from domain.kernel import ids
from domain.kernel.errors import Refusal

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.runtime.words import Words

LOGGER: Final = logging.getLogger("byleave.console")


def refusal_sentence(words: Words, refusal: Refusal) -> str:
    """Say a refusal and its way out in the reader's language."""
    values = {name: in_words(value, words) for name, value in refusal.params.items()}
    happened = words(refusal.kind.sentence, **values)
    return f"{happened} {words(refusal.kind.way_out)}"


def new_reference() -> str:
    """Return a word that stands in the log and on the page, to be named when asking for help."""
    return ids.short("req", ids.new_id())


async def attempt(context: PageContext, act: Callable[[], Awaitable[object]]) -> bool:
    """Do an act of a page; tell a refusal or a fault by a toast.

    Returns:
        Whether it was done.
    """
    sentence = await fault_of(context.words, act)
    if sentence:
        context.toaster.failed(sentence)
    return not sentence


async def fault_of(words: Words, act: Callable[[], Awaitable[object]]) -> str:
    """Do an act; return what did not work in one sentence or two, empty when it was done."""
    try:
        await act()
    except Refusal as refusal:
        return refusal_sentence(words, refusal)
    except Exception:
        reference = new_reference()
        LOGGER.exception("console act failed, reference %s", reference)
        said = words("That did not work, and nothing was changed.")
        help_ = words("If you ask for help, name {reference}.", reference=reference)
        return f"{said} {help_}"
    return ""
