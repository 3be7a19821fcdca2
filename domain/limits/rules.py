"""The numbers, and what follows from a count.

Failures are counted, never successes; the answer is a delay, never a lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

SANDBOX_FACTOR: Final = 50
"""Test suites fail on purpose."""

QUIET_HOUR: Final = 100
"""Failures in an hour that are no anomaly, however quiet the week was."""

ANOMALY: Final = 5
"""How many times the usual makes an anomaly."""

DAYS_OF_A_WEEK: Final = 7
TENANT_WINDOW: Final = timedelta(hours=1)
TENANT_ALERT: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures under one key are let pass, and for how long it closes then.

    Args:
        failures: the failure that closes the key.
        alerted: the same while the tenant is under attack.
        window: when a count starts anew.
        delay: how long it closes the first time.
        longest: delays double in a row up to this.
    """

    failures: int
    alerted: int
    window: timedelta
    delay: timedelta
    longest: timedelta

    def allowed(self, *, alert: bool, sandbox: bool) -> int:
        """Return the failure that closes the key."""
        return (self.alerted if alert else self.failures) * (SANDBOX_FACTOR if sandbox else 1)

    def closed_for(self, strikes: int) -> timedelta:
        """Return the delay after `strikes` earlier ones in a row."""
        doublings = min(strikes, 16)
        return min(self.delay * (1 << doublings), self.longest)


SOURCE: Final = Limit(
    failures=20,
    alerted=5,
    window=timedelta(minutes=5),
    delay=timedelta(minutes=5),
    longest=timedelta(minutes=5),
)
"""By network: a /24 or a /64."""

SUBJECT: Final = Limit(
    failures=5,
    alerted=2,
    window=timedelta(days=1),
    delay=timedelta(seconds=300),
    longest=timedelta(hours=1),
)
"""By what was typed, whether or not it is anybody's; a success forgets it."""


def tenant_budget(days: tuple[int, ...], *, sandbox: bool) -> int:
    """Return the failures in one hour that are an anomaly for this tenant.

    Args:
        days: failures of each of the last seven days.
    """
    usual = ANOMALY * int(median(days)) // 24 if days else 0
    return max(QUIET_HOUR, usual) * (SANDBOX_FACTOR if sandbox else 1)
