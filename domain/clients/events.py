"""What the clients room tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientEvent(Event):
    """Something happened to a client.

    Args:
        client_id: its public id.
    """

    prefix: ClassVar[str] = "cli"
    client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRegistered(ClientEvent):
    """An application was registered."""

    name: ClassVar[str] = "client.registered"
    relaxed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientChanged(ClientEvent):
    """Settings of a client changed; `changed` names the fields, never their values."""

    name: ClassVar[str] = "client.changed"
    changed: tuple[str, ...]
    relaxed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRemoved(ClientEvent):
    """A client that nobody had given leave to was deleted."""

    name: ClassVar[str] = "client.removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSecretRotated(ClientEvent):
    """A client got a new secret; earlier ones end after the overlap."""

    name: ClassVar[str] = "client.secret_rotated"
    overlap_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSecretEnded(ClientEvent):
    """A secret of a client that overlapped with a newer one was ended before its time."""

    name: ClassVar[str] = "client.secret_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientAuthenticationFailed(Event):
    """Somebody did not prove to be a client; the subject is None when there is no such client."""

    name: ClassVar[str] = "client.authentication_failed"
    prefix: ClassVar[str] = "cli"
    result: ClassVar[str] = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeDefined(Event):
    """A scope of the tenant's own was defined, or defined anew.

    Args:
        scope: its word.
    """

    name: ClassVar[str] = "scope.defined"
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRemoved(Event):
    """A scope of the tenant's own can be asked for no more.

    Args:
        scope: its word.
    """

    name: ClassVar[str] = "scope.removed"
    scope: str
