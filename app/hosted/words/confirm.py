"""The word a person types to show they mean it."""

from typing import Final

from app.hosted.words.catalogue import LANGUAGES, Words, say, words

_WORD: Final = say("delete")
_AROUND: Final = "\u2068\u2069"
"""What sets the word apart in the label: whoever copies it from there may take these along."""


def delete_word(tongue: Words) -> str:
    """Say which word confirms deleting an account."""
    return tongue.text(_WORD)


def is_delete_word(typed: str, tongue: Words) -> bool:
    """Tell whether what was typed is that word, in any shipped language or the page's own.

    Upper and lower case and spaces around it do not matter: the word shows intent, it
    is not a secret.
    """
    known = {delete_word(tongue), *(delete_word(words(each)) for each in LANGUAGES)}
    meant = typed.strip().strip(_AROUND).strip()
    return meant.casefold() in {each.casefold() for each in known}
