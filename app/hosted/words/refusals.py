"""What a refusal says to a person, by its code.

A code without a sentence of its own here gets the general one, which is true of every
refusal and gives nothing away.
"""

from collections.abc import Mapping
from typing import Final

from app.hosted.words.catalogue import say, words

GENERAL: Final = say("That did not work, and nothing was changed.")

SENTENCES: Final[dict[str, str]] = {
    "invalid_credentials": say("Name and password do not belong together."),
    "too_many_tries": say("Too many tries. You can go on at {at}."),
    "busy": say("Too much is going on right now. Nothing was changed; try again in a moment."),
    "not_found": say("There is nothing at this address, or it is gone."),
    "conflict": say(
        "This has changed in the meantime. Look at it again and repeat what you wanted."
    ),
    "forbidden": say("This is not open to you."),
}
"""Sentence of each refusal a person can meet; completed as rooms declare their codes."""


def sentence(code: str, params: Mapping[str, str | int], locale: str) -> str:
    """Say why something was refused, in the person's language.

    Args:
        code: The refusal's code.
        params: The refusal's values, already in words where they are times or spans.
        locale: The language of the page.

    Returns:
        One or two whole sentences. A value the sentence needs and did not get gives
        the general sentence: a half-filled one would mislead.
    """
    tongue = words(locale)
    try:
        return tongue.text(SENTENCES.get(code, GENERAL), **params)
    except (KeyError, IndexError, ValueError):
        return tongue.text(GENERAL)
