"""The word a person types to show they mean it."""

from typing import Final

from app.hosted.words.catalogue import LANGUAGES, say, words

_WORD: Final = say("delete")


def delete_word(locale: str) -> str:
    """Say which word confirms deleting an account."""
    return words(locale).text(_WORD)


def is_delete_word(typed: str) -> bool:
    """Tell whether what was typed is that word, in any shipped language.

    Upper and lower case and spaces around it do not matter: the word shows intent, it
    is not a secret.
    """
    return typed.strip().casefold() in {delete_word(each).casefold() for each in LANGUAGES}
