"""What is told of API keys: in the trail of their account's tenant, and of tenants they open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyEvent(Event):
    """Something happened to an API key.

    Args:
        account: whose it is.
    """

    prefix: ClassVar[str] = "apk"

    account: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyCreated(ApiKeyEvent):
    """An API key was made.

    Args:
        permissions: words it may use at most; in the trail of a tenant, those it may use there.
        tenant: id of the one tenant it is good for; None for all the account may work in.
        days: how long it lives.
    """

    name: ClassVar[str] = "api_key.created"

    permissions: tuple[str, ...]
    tenant: bytes | None
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRevoked(ApiKeyEvent):
    """An API key was revoked; it opens nothing any more."""

    name: ClassVar[str] = "api_key.revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRefused(Event):
    """A call came with a key of ours that stands no more, or whose secret is wrong.

    Args:
        why: `wrong`, `revoked`, `expired` or `account`.
    """

    name: ClassVar[str] = "api_key.refused"
    prefix: ClassVar[str] = "apk"
    result: ClassVar[str] = "refused"

    why: str
