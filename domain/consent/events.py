"""What the consent room tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.kernel.events import Event, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEvent(Event):
    """Something happened to one item.

    Args:
        account: whose consent it is.
        client: internal id of the grantee.
        item: the scope word.
    """

    prefix: ClassVar[str] = "con"
    account: bytes
    client: bytes
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(ConsentEvent):
    """A person gave leave for one item."""

    name: ClassVar[str] = "consent.given"
    outgoing: ClassVar[bool] = True
    until: str
    needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRefused(ConsentEvent):
    """A person left a box unticked, or refused the whole page (then `item` names all of it)."""

    name: ClassVar[str] = "consent.refused"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentBodiesErased(Event):
    """Bodies of the ledger were erased: of an erased person, or past retention.

    The line is what later tells erased bodies from those that somebody took away.

    Args:
        rows: how many.
    """

    name: ClassVar[str] = "consent.bodies_erased"
    prefix: ClassVar[str] = "acc"
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentSuperseded(ConsentEvent):
    """A new decision took the place of a valid one; live grants are cut to its end.

    Args:
        ends_at: end of the leave that stands now.
        shortens: whether that is earlier than the end of the one before.
    """

    name: ClassVar[str] = "consent.superseded"
    ends_at: datetime
    shortens: bool

    def facts(self) -> dict[str, Fact]:
        """Return the fields, with the moment as text."""
        return {**Event.facts(self), "ends_at": self.ends_at.isoformat()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEnded(ConsentEvent):
    """A valid consent ended; grants that rest on it end in the same transaction."""

    outgoing: ClassVar[bool] = True
    needed: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn(ConsentEnded):
    """The person ended it."""

    name: ClassVar[str] = "consent.withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRevoked(ConsentEnded):
    """Somebody else ended it."""

    name: ClassVar[str] = "consent.revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentExpired(ConsentEnded):
    """Time ended it."""

    name: ClassVar[str] = "consent.expired"
