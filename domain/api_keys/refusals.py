"""The expected noes of this room."""

from __future__ import annotations

from typing import Final

from domain.kernel.errors import kind

API_KEY_NEEDED: Final = kind(
    "api_key_needed",
    "This needs an API key.",
    "Send `Authorization: Bearer byl_ak_…`; `byleave api-key create` makes one.",
    status=401,
)
API_KEY_UNREADABLE: Final = kind(
    "api_key_unreadable",
    "This is no whole API key: a letter is wrong or missing.",
    "Copy the key again, all of it, beginning with byl_ak_.",
    status=401,
)
INVALID_API_KEY: Final = kind(
    "invalid_api_key",
    "This API key opens nothing: it is unknown, revoked or has run out.",
    "Make a new one with `byleave api-key create`.",
    status=401,
)
KEY_BEYOND: Final = kind(
    "key_beyond",
    "A key cannot have {permission}: its operator does not have it there.",
    "Leave it out, or ask for the role that has it.",
    status=403,
)
IDEMPOTENCY_KEY_REUSED: Final = kind(
    "idempotency_key_reused",
    "This Idempotency-Key was used for another request.",
    "Send a new key with a new request; the same key only repeats the same request.",
    status=409,
)
