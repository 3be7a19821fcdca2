"""Password hashes: argon2id of the calibrated strength."""

from __future__ import annotations

import base64
import secrets
from typing import Final

from argon2 import extract_parameters
from argon2.exceptions import VerifyMismatchError
from argon2.low_level import Type, hash_secret, verify_secret

from app.runtime.powers.strength import Strength, calibrated
from domain.factors.rules import MOST_BYTES, prepared
from domain.kernel.secrets import Secret

__all__ = ["Argon2PasswordHasher", "calibrated"]

SALT_BYTES: Final = 16
HASH_BYTES: Final = 32
_VERSION: Final = 19


class Argon2PasswordHasher:
    """See `domain.kernel.powers.PasswordHasher`; runs in the thread that calls it.

    Args:
        strength: of new hashes; older ones keep theirs until their next sign-in.
    """

    def __init__(self, strength: Strength) -> None:
        """Make the dummy of this strength."""
        self.strength = strength
        salt, made = _phc(secrets.token_bytes(SALT_BYTES)), _phc(secrets.token_bytes(HASH_BYTES))
        self._dummy = f"$argon2id$v={_VERSION}${strength}${salt}${made}"

    def make(self, password: Secret) -> str:
        """See the Protocol; nothing of the password is cut off."""
        return hash_secret(
            prepared(password),
            secrets.token_bytes(SALT_BYTES),
            self.strength.passes,
            self.strength.memory,
            1,
            HASH_BYTES,
            Type.ID,
        ).decode("ascii")

    def verify(self, encoded: str, password: Secret) -> bool:
        """See the Protocol; one that is too long to be anybody's takes the same work."""
        typed = prepared(password)
        fits = len(typed) <= MOST_BYTES
        try:
            verify_secret(encoded.encode("ascii"), typed if fits else b"", Type.ID)
        except VerifyMismatchError:
            return False
        return fits

    def outdated(self, encoded: str) -> bool:
        """See the Protocol; a hash that is stronger than today's is left as it is."""
        made = extract_parameters(encoded)
        return (
            made.type is not Type.ID
            or made.version < _VERSION
            or made.memory_cost < self.strength.memory
            or made.time_cost < self.strength.passes
            or made.salt_len < SALT_BYTES
            or made.hash_len < HASH_BYTES
        )

    def dummy(self) -> str:
        """See the Protocol: random bytes in the place of a hash, which nothing is known to make."""
        return self._dummy


def _phc(raw: bytes) -> str:
    """Write bytes as in a PHC string: base64 without padding."""
    return base64.b64encode(raw).rstrip(b"=").decode("ascii")
