"""What a person typed travels sealed between two pages and rests nowhere with us."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.runtime.cookies import TYPED_LIFETIME
from domain.kernel.secrets import Secret, base64url, from_base64url

LONGEST_KEPT: Final = 400
"""Characters of what is kept: no name or address is longer, and a cookie holds no more."""

LONGEST_ADDRESS: Final = 16 * 1024
"""Characters of an address that a form takes along, as many as of a whole request."""

_NONCE_BYTES: Final = 12
_TIME_BYTES: Final = 6
_MOST_TEXT: Final = 2 * LONGEST_ADDRESS


class TypedSeal:
    """Seals what was typed to one interaction.

    Args:
        key: 32 bytes, derived from the master key for this purpose alone.
    """

    def __init__(self, key: bytes) -> None:
        """Keep the key."""
        self._cipher = AESGCM(key)

    def rekey(self, key: bytes) -> None:
        """Use another key from now on: the master key was rotated."""
        self._cipher = AESGCM(key)

    def seal(self, typed: Secret, interaction_id: bytes, now: datetime) -> str:
        """Return the cookie's value."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        at = int(now.timestamp()).to_bytes(_TIME_BYTES, "big")
        sealed = self._cipher.encrypt(nonce, typed.reveal().encode(), interaction_id + at)
        return base64url(at + nonce + sealed)

    def unseal(self, value: str, interaction_id: bytes, now: datetime) -> Secret | None:
        """Return what was typed, or None: another interaction, too old, or not ours."""
        if not value or len(value) > _MOST_TEXT:
            return None
        try:
            raw = from_base64url(value)
            at, nonce = raw[:_TIME_BYTES], raw[_TIME_BYTES : _TIME_BYTES + _NONCE_BYTES]
            sealed = raw[_TIME_BYTES + _NONCE_BYTES :]
            clear = self._cipher.decrypt(nonce, sealed, interaction_id + at)
        except (ValueError, InvalidTag):
            return None
        age = now.timestamp() - int.from_bytes(at, "big")
        if age < -1 or age > TYPED_LIFETIME.total_seconds():
            return None
        return Secret(clear.decode())
