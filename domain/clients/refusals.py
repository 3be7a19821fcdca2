"""How the clients room says no."""

from __future__ import annotations

from typing import Final

from domain.kernel.errors import kind

INVALID_CLIENT: Final = kind(
    "invalid_client",
    "The application did not prove itself: {why}.",
    "Send the client_id and the secret by the method this client is registered with.",
    status=401,
)
CLIENT_ID_TAKEN: Final = kind(
    "client_id_taken",
    "There is a client with this client_id already.",
    "Choose another client_id.",
    status=409,
)
CLIENT_IN_USE: Final = kind(
    "client_in_use",
    "This client holds consents or grants, so it cannot be deleted.",
    "Disable it instead: its tokens are dead at once and the record of consents stays.",
    status=409,
)
LAST_SECRET: Final = kind(
    "last_secret",
    "This is the secret the client works with now; without it, it could not prove itself.",
    "Rotate it first: the new one works at once and the old one ends when you say.",
    status=409,
)
SCOPE_IN_USE: Final = kind(
    "scope_in_use",
    "The client {client} may still ask for the scope {scope}.",
    "Take the scope out of that client first.",
    status=409,
)
