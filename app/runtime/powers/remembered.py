"""Access tokens whose signature was found right before."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

MOST: Final = 5000
KEPT: Final = ("client_id", "scope", "exp", "iat", "jti", "gid", "aud")
"""All that is asked of an access token's claims; the rest is not worth its memory."""

NOTHING: Final[tuple[str, Mapping[str, Any]]] = ("", {})


class Remembered:
    """Tokens that were just signed or verified, each by its SHA-256 alone.

    A token is commonly shown once, soon after it was made (performance.md 6.2 f).
    """

    __slots__ = ("_lock", "_tokens")

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._tokens: OrderedDict[bytes, tuple[str, Mapping[str, Any]]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Count them."""
        return len(self._tokens)

    def put(self, token: str, kid: str, claims: Mapping[str, Any]) -> Mapping[str, Any]:
        """Remember a token that a key signed, the oldest one no more; return what is kept."""
        kept = {name: claims[name] for name in KEPT if name in claims}
        with self._lock:
            if len(self._tokens) >= MOST:
                self._tokens.popitem(last=False)
            self._tokens[_digest(token)] = (kid, kept)
        return kept

    def get(self, token: str) -> tuple[str, Mapping[str, Any]]:
        """Return the name of the key that signed a token and its claims, empty when unknown."""
        return self._tokens.get(_digest(token), NOTHING)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
