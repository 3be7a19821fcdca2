"""Facts on their way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.kernel.events import Fact


@dataclass(frozen=True, slots=True)
class OutboxFact:
    """One fact waiting for its recipients; no secret, no personal data.

    Args:
        id: 16 bytes, ordered by time; the same at every try.
        name: the event's dotted word.
        facts: subject and fields, ids as shown text.
    """

    id: bytes
    at: datetime
    name: str
    facts: Mapping[str, Fact]
