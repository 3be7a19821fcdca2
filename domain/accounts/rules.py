"""What an operator may write about an account."""

from __future__ import annotations

import re
from typing import Final

from domain.kernel.errors import invalid
from domain.kernel.seen import is_blank

LONGEST_LABEL: Final = 80
_LOCALE: Final = re.compile(r"(?=.{0,35}\Z)[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*|")


def check_label(label: str) -> str:
    """Return the label without outer blanks.

    Refuses:
        invalid_input: longer than 80 characters, or with characters that cannot be seen.
    """
    text = label.strip()
    if len(text) > LONGEST_LABEL:
        raise invalid("label", "it has more than {most} characters.", most=LONGEST_LABEL)
    if not text.isprintable() or (text and is_blank(text)):
        raise invalid("label", "it holds a character that cannot be seen.")
    return text


def check_locale(locale: str) -> str:
    """Return the locale.

    Refuses:
        invalid_input: it is not written like `de` or `pt-BR` (BCP 47).
    """
    if not _LOCALE.fullmatch(locale):
        raise invalid("locale", "it is not written like de or pt-BR.")
    return locale
