"""Limit buckets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Bucket:
    """Failures counted under one key.

    Args:
        key: keyed hash of what is limited, 32 bytes.
        failures: failures in the present window.
        strikes: how often it was blocked in a row; doubles the delay.
        window_ends_at: when the count starts anew.
        blocked_until: no try before this moment; None when open.
    """

    key: bytes
    failures: int
    strikes: int
    window_ends_at: datetime
    blocked_until: datetime | None
