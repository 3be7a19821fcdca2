"""How the consent room says no."""

from __future__ import annotations

from typing import Final

from domain.kernel.errors import kind

CONSENT_REQUIRED: Final = kind(
    "consent_required",
    "The person has not given leave for this, or it has ended.",
    "Send the person to the authorization endpoint, so that they can decide.",
    status=403,
)
INVALID_CONSENT_TOKEN: Final = kind(
    "invalid_consent_token",
    "This proof of leave was used, has run out, or belongs to another flow.",
    "Start again from the application.",
)
DISPLAY_CHANGED: Final = kind(
    "display_changed",
    "What this page asks for has changed since it was shown.",
    "Read it again and decide.",
    status=409,
)
CONSENT_NOT_GIVEN: Final = kind(
    "consent_not_given",
    "This leave is not in force, so there is nothing to end.",
    "Load the list again.",
    status=409,
)
