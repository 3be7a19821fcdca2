"""Which letters of other scripts read as Latin ones? A name written in them reads as ours."""

from __future__ import annotations

import unicodedata
from typing import Final

from domain.identifiers.fold import fold
from domain.kernel.seen import with_spaces

_LATIN: Final = str.maketrans(
    # Cyrillic, small and capital; then Greek; then Armenian; then Latin's own look-alikes.
    "асԁеһіјӏорԛѕѵԝхуӕАВСЕНІЈКМОРЅТУХѴԚԜӀ"
    "ανορυιγϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ"  # noqa: RUF001 - the same
    "օսհցո"  # noqa: RUF001 - the same
    "ɑɡıɩȷᴄᴏᴠᴡᴢꜱ",
    "acdehijlopqsvwxyæABCEHIJKMOPSTYXVQWIavopuiycjABEZHIKMNOPTYXCJouhgnagiijcovwzs",
)
"""Letter by letter.

Source: Unicode UTS 39, confusables.txt, as far as whole words can be written in them.
"""


def readings(name: str) -> frozenset[str]:
    """Return how a name can be read: case, blanks, the make and the script of letters unseen.

    Two names of which one reading is the same look alike. Capitals are looked at as they are
    written too: their small letters may look like no Latin ones.
    """
    name = with_spaces(name)
    folded = fold(name) or name
    return frozenset({folded, _latin(folded), fold(_latin(name)) or name})


def _latin(text: str) -> str:
    """Return the text with Latin letters where others look the same; marks stay on them."""
    apart = unicodedata.normalize("NFKD", text).translate(_LATIN)
    return unicodedata.normalize("NFC", apart)
