"""What the oauth room tells; ordinary issuing is counted and not told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantEvent(Event):
    """Something happened to a grant.

    Args:
        account: whose grant it is.
        client: internal id of the client.
    """

    prefix: ClassVar[str] = "gra"
    account: bytes
    client: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantClosed(GrantEvent):
    """A grant was closed; every token of it is dead."""

    name: ClassVar[str] = "grant.closed"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantNarrowed(GrantEvent):
    """Items of a grant ended; tokens that carry them are dead."""

    name: ClassVar[str] = "grant.narrowed"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeReplayed(GrantEvent):
    """An authorization code was presented a second time; its grant was closed."""

    name: ClassVar[str] = "code.replayed"
    result: ClassVar[str] = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMisused(GrantEvent):
    """A code came from another client, with another address or verifier; it is burned."""

    name: ClassVar[str] = "code.misused"
    result: ClassVar[str] = "refused"
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshReused(GrantEvent):
    """A rotated refresh token was presented again after the grace; its family ended."""

    name: ClassVar[str] = "refresh.reused"
    result: ClassVar[str] = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshEnded(GrantEvent):
    """An operator ended a grant's refresh tokens; the grant stays until its own end."""

    name: ClassVar[str] = "refresh.ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Event):
    """A client gave one access token back; the subject is its grant, None without a person."""

    name: ClassVar[str] = "token.revoked"
    prefix: ClassVar[str] = "gra"
    client: bytes
