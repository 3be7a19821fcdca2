"""How the login room says no."""

from __future__ import annotations

from typing import Final

from domain.kernel.errors import kind

INTERACTION_GONE: Final = kind(
    "interaction_gone",
    "This sign-in has run out, or it was started in another browser.",
    "Go back to the application and start again.",
    status=410,
)
WRONG_STEP: Final = kind(
    "wrong_step",
    "This is not the step that comes next.",
    "Load the page again and go on from there.",
    status=409,
)
WRONG_PROOF: Final = kind(
    "wrong_proof",
    "Name and password do not belong together.",
    "Check both and try again.",
    status=401,
)
REGISTRATION_CLOSED: Final = kind(
    "registration_closed",
    "Making an account is closed here.",
    "Ask the people who run this sign-in for an invitation.",
    status=403,
)
ACTIVATION_GONE: Final = kind(
    "activation_gone",
    "This link was used already, or it has run out.",
    "Ask for a new one.",
    status=410,
)
HOSTED_ONLY: Final = kind(
    "hosted_only",
    "This may only be decided on our own page.",
    "Send the person to the address in hosted_url.",
    status=403,
)
