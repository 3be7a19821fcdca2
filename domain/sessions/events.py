"""What this room tells; the subject is always the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted(Event):
    """Somebody is signed in in a browser.

    Args:
        account: who.
        acr: the level reached.
    """

    name: ClassVar[str] = "session.started"
    prefix: ClassVar[str] = "ses"

    account: bytes
    acr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRenewed(Event):
    """They proved themselves again in the same session, which has a new secret since.

    Args:
        account: who.
        acr: the level reached.
    """

    name: ClassVar[str] = "session.renewed"
    prefix: ClassVar[str] = "ses"

    account: bytes
    acr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Event):
    """A session was ended before its time; the grants that it bears end with it.

    Args:
        account: whose it was.
        reason: a word of `domain.sessions.rules.REASONS`.
    """

    name: ClassVar[str] = "session.ended"
    prefix: ClassVar[str] = "ses"

    account: bytes
    reason: str
