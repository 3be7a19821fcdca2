"""What `sessions` needs kept."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

from domain.kernel.paging import Page, PageRequest
from domain.sessions.records import SeenSessions, Session, SessionFilter
from domain.tenants.store import TenantWork

STANDING: Final = SessionFilter()


class Sessions(Protocol):
    """Sessions of this tenant."""

    def by_digest(self, digest: bytes) -> Session | None:
        """Return the session of a cookie, ended ones included, or None."""
        ...

    def get(self, session_id: bytes) -> Session | None:
        """Return the session, or None."""
        ...

    def add(self, session: Session) -> None:
        """Keep a new session. Change."""
        ...

    def touch(self, session_id: bytes, seen_at: datetime, idle_ends_at: datetime) -> None:
        """Move the idle end on. Evidence."""
        ...

    def rotate(self, session: Session, before: bytes) -> bool:
        """Write digest, auth_time, amr, acr, last_seen_at and idle_ends_at of a new proof.

        By compare-and-set: only while it has not ended and `before` is its digest. Change.
        """
        ...

    def end(self, session_id: bytes, at: datetime, reason: str) -> bool:
        """End a standing session; False when it had ended. Evidence."""
        ...

    def forget(self, account_id: bytes) -> int:
        """Delete all sessions of an erased account, ended ones too; return how many. Change."""
        ...

    def standing(self, account_id: bytes, now: datetime) -> tuple[Session, ...]:
        """Return an account's standing sessions, newest first."""
        ...

    def page(
        self, now: datetime, page: PageRequest, wanted: SessionFilter = STANDING
    ) -> Page[Session]:
        """Return sessions, newest first."""
        ...

    def seen(self, account_ids: tuple[bytes, ...], now: datetime) -> tuple[SeenSessions, ...]:
        """Return how many stand of each account, by one look-up; none for one without any.

        Args:
            account_ids: 0 to 200.
        """
        ...

    def last(self, account_id: bytes, limit: int) -> tuple[Session, ...]:
        """Return an account's sessions, ended ones included, newest first."""
        ...

    def tidy(self, before: datetime, limit: int) -> int:
        """Delete sessions that ended before a moment. Change."""
        ...


class SessionWork(TenantWork, Protocol):
    """A work with sessions."""

    @property
    def sessions(self) -> Sessions:
        """The sessions."""
        ...
