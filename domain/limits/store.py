"""What `limits` needs kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from domain.kernel.counters import CounterWork
from domain.limits.records import Bucket
from domain.tenants.store import TenantWork


class Limits(Protocol):
    """Buckets of this tenant; they survive restarts and hold across replicas."""

    def get(self, key: bytes) -> Bucket | None:
        """Return a bucket, or None."""
        ...

    def closed_until(self, keys: tuple[bytes, ...], now: datetime) -> datetime | None:
        """Return when the last of these keys opens again, or None when all are open.

        Args:
            keys: one or two; asked at once, as each sign-in and each token request asks.
        """
        ...

    def fail(
        self, key: bytes, now: datetime, window_ends_at: datetime, level: str | None = None
    ) -> Bucket:
        """Count one failure atomically. Evidence.

        A window that has ended starts anew, with one failure and no strikes.

        Args:
            level: what the key is of, such as `source`; kept with a new bucket.
        """
        ...

    def block(self, key: bytes, until: datetime, level: str | None = None) -> None:
        """Close the key until a moment, with no failures and one strike more. Evidence."""
        ...

    def closed(self, now: datetime, limit: int) -> Mapping[str, int]:
        """Return how many keys are closed now, by what they are of; no key is told.

        Args:
            limit: counted at most, in all.
        """
        ...

    def clear(self, key: bytes) -> None:
        """Forget the key. Evidence."""
        ...

    def tidy(self, now: datetime, limit: int) -> int:
        """Delete buckets whose window and block are a day past. Change."""
        ...


class LimitWork(TenantWork, CounterWork, Protocol):
    """A work that spends limits."""

    @property
    def limits(self) -> Limits:
        """The buckets."""
        ...
