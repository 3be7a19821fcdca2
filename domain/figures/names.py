"""What is counted, and under which word.

What the trail tells is counted under the event's own name. The names stand here as text: the rooms
that tell them stand above this one, and a test compares the two.
"""

from __future__ import annotations

from typing import Final

SIGNED_IN: Final = "login.signed_in"
FAILED: Final = "login.failed"
GIVEN: Final = "consent.given"
REFUSED: Final = "consent.refused"
EXPIRED: Final = "consent.expired"
WITHDRAWN: Final = "consent.withdrawn"
REVOKED: Final = "consent.revoked"
CREATED: Final = "account.created"
ERASED: Final = "account.erased"
CLIENT_FAILED: Final = "client.authentication_failed"

TOKENS: Final = "tokens.issued"
"""Answers of the token endpoint that held tokens: counted in memory, kept every few seconds."""

OF_THE_TRAIL: Final = frozenset(
    {
        SIGNED_IN,
        FAILED,
        GIVEN,
        REFUSED,
        EXPIRED,
        WITHDRAWN,
        REVOKED,
        CREATED,
        ERASED,
        CLIENT_FAILED,
    }
)
ENDED: Final = (EXPIRED, WITHDRAWN, REVOKED)
NAMES: Final = OF_THE_TRAIL | {TOKENS}

ACCOUNTS: Final = "accounts"
"""Total: accounts that are not erased."""

TURNS: Final = {CREATED: (ACCOUNTS, 1), ERASED: (ACCOUNTS, -1)}
"""What an event does to a total."""
