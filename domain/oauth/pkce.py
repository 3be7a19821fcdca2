"""Does who redeems a code hold the verifier that the request was made with?"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from domain.kernel.secrets import base64url, same

METHOD: Final = "S256"
CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
"""Base64url of a SHA-256 has exactly this length (RFC 7636 section 4.2)."""

VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")
"""Source: RFC 7636 section 4.1."""


def fits(challenge: str | None, verifier: str | None) -> bool:
    """Tell whether a verifier belongs to a challenge.

    A verifier without a challenge does not fit either: it betrays a request whose challenge was
    taken out on its way (RFC 9700 section 4.8.2).

    Args:
        challenge: S256 challenge of the request, or None.
        verifier: what came with the code, or None.
    """
    if challenge is None or verifier is None:
        return challenge is None and verifier is None
    if not VERIFIER.fullmatch(verifier):
        return False
    made = base64url(hashlib.sha256(verifier.encode()).digest())
    return same(made.encode(), challenge.encode())
