"""How a key is written: a prefix that scanners know, its id, its secret, and a checksum.

`byl_ak_` + 26 letters of the id + 43 of the secret + 6 of the checksum: letters and digits alone,
so that a double click takes all of it. A typo is told from a wrong key without a look-up.
"""

from __future__ import annotations

import re
import secrets
import zlib
from typing import Final

from domain.kernel.ids import read, show
from domain.kernel.secrets import SECRET_BYTES, Secret

PREFIX: Final = "byl_ak_"
PATTERN: Final = re.compile(r"byl_ak_[0-9a-hjkmnp-tv-z]{26}[0-9A-Za-z]{49}")
HINT: Final = 4
_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SECRET_LENGTH: Final = 43
"""Letters that 256 bits need in base 62."""
_CHECK_LENGTH: Final = 6
"""Letters that 32 bits need in base 62."""
_ID: Final = "apk"
_ID_LENGTH: Final = 26


def new_key(key_id: bytes) -> Secret:
    """Make a key with a fresh secret of 256 bits.

    Args:
        key_id: 16 bytes.
    """
    _, _, name = show(_ID, key_id).partition("_")
    secret = _written(int.from_bytes(secrets.token_bytes(SECRET_BYTES), "big"), _SECRET_LENGTH)
    body = f"{PREFIX}{name}{secret}"
    return Secret(body + checksum(body))


def key_id(key: Secret) -> bytes | None:
    """Return the id inside a key, or None when it cannot be one of ours: a letter is wrong."""
    text = key.reveal()
    if not PATTERN.fullmatch(text) or checksum(text[:-_CHECK_LENGTH]) != text[-_CHECK_LENGTH:]:
        return None
    return read(_ID, f"{_ID}_{text[len(PREFIX) : len(PREFIX) + _ID_LENGTH]}")


def checksum(body: str) -> str:
    """Return the CRC-32 of a key's other letters, written in base 62."""
    return _written(zlib.crc32(body.encode()), _CHECK_LENGTH)


def _written(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, letter = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return "".join(reversed(letters))
