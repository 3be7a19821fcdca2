"""What the console keeps in cookies: a browser carries it and can neither read nor change it."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.kernel.secrets import base64url, from_base64url

_NONCE_BYTES: Final = 12
_MOST_TEXT: Final = 3072
"""A cookie may have 4 KB with its name and attributes (RFC 6265 section 6.1)."""


class Box:
    """Seals small things for one purpose and a while.

    Args:
        key: 32 bytes, derived from the master key for the console alone.
    """

    def __init__(self, key: bytes) -> None:
        """Keep the key."""
        self._cipher = AESGCM(key)

    def rekey(self, key: bytes) -> None:
        """Use another key from now on: the master key was rotated."""
        self._cipher = AESGCM(key)

    def seal(self, purpose: str, things: dict[str, str], *, until: datetime) -> str:
        """Return the sealed text.

        Args:
            purpose: what it is for; it opens for nothing else.
            things: names and values.
            until: after this moment it does not open.
        """
        told = json.dumps([int(until.timestamp()), things]).encode()
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return base64url(nonce + self._cipher.encrypt(nonce, told, purpose.encode()))

    def open(self, purpose: str, sealed: str, *, now: datetime) -> dict[str, str] | None:
        """Return what was sealed, or None: not ours, for something else, or too old."""
        if not sealed or len(sealed) > _MOST_TEXT:
            return None
        try:
            raw = from_base64url(sealed)
            told = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], purpose.encode())
        except (ValueError, InvalidTag):
            return None
        until, things = json.loads(told)
        return things if now.timestamp() < until else None
