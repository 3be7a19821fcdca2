"""What this room tells; no text, no index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierClaimed(Event):
    """An account is recognised by one more identifier.

    Args:
        account: whose it is.
        kind: `username`, `email` or `phone`.
    """

    name: ClassVar[str] = "identifier.claimed"
    prefix: ClassVar[str] = "idf"

    account: bytes
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierReleased(Event):
    """An account is not recognised by this identifier any more; anyone may claim it.

    Args:
        account: whose it was.
        kind: `username`, `email` or `phone`.
    """

    name: ClassVar[str] = "identifier.released"
    prefix: ClassVar[str] = "idf"

    account: bytes
    kind: str
