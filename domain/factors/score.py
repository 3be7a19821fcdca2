"""What proofs count: from the methods used to the level reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ONE_FACTOR: Final = "byl:1"
TWO_FACTORS: Final = "byl:2"
"""Levels of `acr`, the weakest first."""

_KINDS: Final[Mapping[str, str]] = {
    "pwd": "known",
    "pin": "known",
    "otp": "held",
    "sms": "held",
    "hwk": "held",
    "swk": "held",
    "fpt": "been",
    "face": "been",
}
"""What a method proves: something known, held, or been.

Source: RFC 8176 section 2 for the words, NIST SP 800-63-4 for the kinds.
"""


def acr(amr: tuple[str, ...]) -> str:
    """Return the level that these methods reach together.

    Two methods of one kind are one factor: who learned one password may have learned two.

    Args:
        amr: RFC 8176 words; words that are not known count nothing.

    Returns:
        `byl:1` or `byl:2`.
    """
    return TWO_FACTORS if len({_KINDS[word] for word in amr if word in _KINDS}) > 1 else ONE_FACTOR
