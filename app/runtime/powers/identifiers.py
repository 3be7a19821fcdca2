"""The inner slow hash of sealed identifiers."""

from __future__ import annotations

from typing import Final

from argon2.low_level import Type, hash_secret_raw

MEMORY: Final = 4 * 1024
PASSES: Final = 1
LANES: Final = 1
HASH_BYTES: Final = 32
"""Constants of index version 1: another value would make every index unfindable.

Light on purpose, 5 ms at most: it is what a guess costs who has the database *and* the keys.
"""


class Argon2IdentifierHasher:
    """See `domain.kernel.powers.IdentifierHasher`."""

    def inner(self, normalised: str, salt: bytes) -> bytes:
        """See the Protocol."""
        return hash_secret_raw(
            normalised.encode("utf-8"), salt, PASSES, MEMORY, LANES, HASH_BYTES, Type.ID
        )
