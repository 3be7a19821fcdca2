"""Bring what was typed into its one spelling."""

from __future__ import annotations

import re
from typing import Final

from domain.identifiers import email
from domain.identifiers.fold import compatible, fold, hides_something, plain_digits
from domain.identifiers.records import IdentifierKind, Typed
from domain.identifiers.refusals import invalid_identifier
from domain.identifiers.scripts import mixes
from domain.kernel.secrets import Secret
from domain.kernel.seen import is_blank

LONGEST_TYPED: Final = 400
"""Characters looked at at all; an e-mail address has 318 at most."""

LONGEST_USERNAME: Final = 100

_PHONE_SHAPE: Final = re.compile(r"\+.*|[0-9 ().\-/]*[0-9][0-9 ().\-/]*")
_PHONE: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_BETWEEN_DIGITS: Final = re.compile(r"[ ().\-/]")


def normalise(typed: Secret) -> Typed:
    """Tell the kind by the shape and return the one spelling of it.

    Two ways to write one name give one text; normalising that text again changes nothing.
    `@` makes an e-mail address, `+` or nothing but digits a phone number, all else a username.

    Args:
        typed: as it came from the person, up to 400 characters.

    Refuses:
        invalid_identifier: it is empty, too long, holds hidden characters, mixes scripts,
            or is not written as its kind is; the refusal never repeats it.
    """
    text = typed.reveal().strip()
    if is_blank(text[:LONGEST_TYPED]):
        raise invalid_identifier("empty")
    if len(text) > LONGEST_TYPED:
        raise invalid_identifier("too_long")
    if hides_something(text):
        raise invalid_identifier("hidden")
    kind, spelling = _by_shape(compatible(text))
    return Typed(kind, Secret(spelling))


def _by_shape(text: str) -> tuple[IdentifierKind, str]:
    if "@" in text:
        local, _, domain = text.rpartition("@")
        return IdentifierKind.EMAIL, email.one_spelling(local, domain)
    folded = fold(text)
    if folded is None:
        raise invalid_identifier("unsettled")
    plain = plain_digits(folded)
    if _PHONE_SHAPE.fullmatch(plain):
        return IdentifierKind.PHONE, _phone(plain)
    return IdentifierKind.USERNAME, _username(plain)


def _phone(text: str) -> str:
    """Return `+` and digits.

    Source: ITU-T E.164 section 6.
    """
    number = _BETWEEN_DIGITS.sub("", text)
    if not _PHONE.fullmatch(number):
        raise invalid_identifier("phone_shape")
    return number


def _username(text: str) -> str:
    if not text:
        raise invalid_identifier("empty")
    if len(text) > LONGEST_USERNAME:
        raise invalid_identifier("too_long")
    if mixes(text):
        raise invalid_identifier("mixed_scripts")
    return text
