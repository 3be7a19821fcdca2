"""Values that must not be seen, and how we keep what must only be recognised."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Final

_URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")
_BLOCK_BYTES: Final = 64
_INNER_PAD: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER_PAD: Final = bytes(byte ^ 0x5C for byte in range(256))
"""What HMAC makes of each byte of its key, within and around."""

SECRET_BYTES: Final = 32
"""256 bits: beyond guessing, whatever the rate (RFC 6749 section 10.10 asks for 128)."""


class Secret:
    """A text that hides itself from logs, representations and errors.

    Args:
        value: the clear text; reached only through `reveal`.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """Take the clear text in."""
        self._value = value

    def reveal(self) -> str:
        """Return the clear text; the caller answers for where it goes."""
        return self._value

    def __repr__(self) -> str:
        """Return dots, never the value."""
        return "•••"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        """Return dots, never the value."""
        return "•••"

    def __eq__(self, other: object) -> bool:
        """Compare without telling by time where two secrets differ."""
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        """Hash by value; in memory only."""
        return hash(self._value)

    def __reduce__(self) -> tuple[object, ...]:
        """Refuse to be pickled: a secret does not travel by accident."""
        message = "a secret is not written down"
        raise TypeError(message)


def new_secret(prefix: str = "") -> Secret:
    """Make a random secret of 256 bits as base64url text.

    Args:
        prefix: letters put before it that name its kind, such as `byl_rt_`.
    """
    return Secret(prefix + base64url(secrets.token_bytes(SECRET_BYTES)))


def digest(secret: Secret | str) -> bytes:
    """Return the SHA-256 under which a random secret is looked up.

    Enough for values of full entropy only; what a person chose goes through a slow hash.
    """
    value = secret.reveal() if isinstance(secret, Secret) else secret
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest()


def same(one: bytes, other: bytes) -> bool:
    """Compare two digests in constant time."""
    return hmac.compare_digest(one, other)


def keyed(key: bytes, *parts: bytes | str) -> bytes:
    """Return HMAC-SHA-256 over the parts, each with its length before it.

    The lengths keep `("ab", "c")` and `("a", "bc")` apart.

    Source: RFC 2104 section 2.
    """
    message = bytearray()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        message += len(raw).to_bytes(4, "big")
        message += raw
    # Two digests: OpenSSL looks for its HMAC anew each time, with code and data that were long
    # pushed out of the caches; a request with three of these takes a tenth less.
    short = key if len(key) <= _BLOCK_BYTES else hashlib.sha256(key).digest()
    block = short.ljust(_BLOCK_BYTES, b"\0")
    inner = hashlib.sha256(block.translate(_INNER_PAD) + message).digest()
    return hashlib.sha256(block.translate(_OUTER_PAD) + inner).digest()


def base64url(raw: bytes) -> str:
    """Write bytes as base64url without padding (RFC 7515 section 2)."""
    # Without the library's three steps: each token holds five such texts.
    return binascii.b2a_base64(raw, newline=False).translate(_URL_SAFE).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Read base64url without padding.

    Raises:
        ValueError: when the text is not of that form.
    """
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
