"""Figures of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ClientFigure:
    """One figure of a client on a day.

    Args:
        client_id: internal id, 16 bytes; the client may be gone by now.
        day: in UTC, by the tenant's clock.
        name: the event's dotted word, or `tokens.issued`.
        amount: 0 and up.
    """

    client_id: bytes
    day: date
    name: str
    amount: int
