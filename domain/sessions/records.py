"""Sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SessionState(StrEnum):
    """Which sessions of a list are wanted."""

    STANDING = "standing"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """Which sessions are wanted.

    Args:
        state: standing ones, those ended before their time, or all whose row is kept.
        client_id: only those that bear an open grant of this application; None means any.
    """

    state: SessionState = SessionState.STANDING
    client_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class SeenSessions:
    """What is known of an account's sessions at a glance.

    Args:
        standing: how many stand.
        last_seen_at: the last use of any whose row is kept.
    """

    account_id: bytes
    standing: int
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser.

    Args:
        id: internal, 16 bytes.
        digest: SHA-256 of the cookie's secret.
        sid: random public id, the `sid` claim.
        auth_time: when the person last proved themselves in it.
        amr: RFC 8176 words, such as `("pwd",)`.
        acr: `byl:1` one factor, `byl:2` two.
        browser: coarse label such as "Firefox on Linux"; never the whole user agent.
        idle_ends_at: moves on with use.
        ends_at: absolute end.
        ended_at: when it was ended; None while it stands.
    """

    id: bytes
    digest: bytes = field(repr=False)
    sid: str
    account_id: bytes
    started_at: datetime
    auth_time: datetime
    amr: tuple[str, ...]
    acr: str
    browser: str
    last_seen_at: datetime
    idle_ends_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    end_reason: str = ""

    def stands(self, now: datetime) -> bool:
        """Tell whether it is neither ended nor past one of its ends."""
        return self.ended_at is None and now < self.idle_ends_at and now < self.ends_at
