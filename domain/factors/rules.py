"""Which passwords will do. No rule asks for kinds of characters, and none asks for a change."""

from __future__ import annotations

import unicodedata
from typing import Final

from domain.factors.lists import breached, common
from domain.factors.refusals import (
    PASSWORD_COMMON,
    PASSWORD_IS_NAME,
    PASSWORD_TOO_LONG,
    PASSWORD_TOO_SHORT,
)
from domain.factors.weight import SHORTEST_PIECE, weight
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret

MOST_BYTES: Final = 1024
"""In UTF-8; enough for any passphrase, and a bound on what strangers make us hash."""


def prepared(password: Secret) -> bytes:
    """Return what is hashed: NFC, every blank as a space, in UTF-8; nothing is cut off.

    Two keyboards that write one letter differently make one password.
    A NUL and any other character counts as it is.

    Source: RFC 8265 section 4.2.2 (OpaqueString), but for control characters, which are kept.
    """
    return _spelled(password).encode("utf-8", "surrogatepass")


def check_password(password: Secret, *, least: int, forbidden: tuple[str, ...]) -> None:
    """Go on only if the password will do.

    Pure, and quick next to the hash that follows; the lists come with the package.

    Args:
        password: as typed.
        least: fewest characters: the tenant's where it is the only factor, 8 beside another one.
        forbidden: the person's identifiers and the names of the place; the refusal says none.

    Refuses:
        password_too_short: fewer characters than `least`.
        password_too_long: more than 1024 bytes.
        password_is_name: little more than the forbidden words.
        password_common: breached, frequent, or put together from few known pieces.

    Source: NIST SP 800-63B-4 section 3.1.1.2.
    """
    text = _spelled(password)
    if len(text) < least:
        raise Refusal(PASSWORD_TOO_SHORT, field="password", least=least)
    if len(prepared(password)) > MOST_BYTES:
        raise Refusal(PASSWORD_TOO_LONG, field="password", most=MOST_BYTES)
    folded = text.casefold()
    enough = least // 2 + 1
    if folded in breached() or folded in common() or weight(folded) < enough:
        raise Refusal(PASSWORD_COMMON, field="password")
    if weight(folded, _own_words(forbidden)) < enough:
        raise Refusal(PASSWORD_IS_NAME, field="password")


def _spelled(password: Secret) -> str:
    composed = unicodedata.normalize("NFC", password.reveal())
    return "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in composed)


def _own_words(forbidden: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words and the parts they are made of, such as the local part of an address."""
    words = {word.casefold() for word in forbidden}
    parts = {"".join(letter if letter.isalnum() else " " for letter in word) for word in words}
    words |= {piece for part in parts for piece in part.split()}
    return tuple(sorted(word for word in words if len(word) >= SHORTEST_PIECE))
