"""Count what happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from domain.limits.events import LimitReached
from domain.limits.keys import TENANT, source_key, subject_key
from domain.limits.records import Bucket
from domain.limits.rules import (
    DAYS_OF_A_WEEK,
    SOURCE,
    SUBJECT,
    TENANT_ALERT,
    TENANT_WINDOW,
    Limit,
    tenant_budget,
)
from domain.limits.store import LimitWork
from domain.tenants.records import TenantKind

FAILURES: Final = "tries.failed"
"""The counter of failed tries by day."""


def failed(
    work: LimitWork, *, source: bytes | None, subject: bytes | None, device: bytes | None = None
) -> None:
    """Count one failure against source, subject and tenant; close what has had enough.

    Every failure counts exactly, also those that were under way when the key closed.

    Args:
        source: keyed digest of the network; None where there is none.
        subject: keyed hash of what was typed, known or not; None where nothing was.
        device: digest that names a browser which proved itself for this account before.

    Tells:
        LimitReached: when a key closes or the tenant comes under attack.
    """
    alert = _tenant_under_attack(work)
    if source is not None:
        _count(work, source_key(source), "source", SOURCE, alert=alert)
    if subject is not None:
        _count(work, subject_key(subject, device), "subject", SUBJECT, alert=alert)


def succeeded(work: LimitWork, *, subject: bytes, device: bytes | None = None) -> None:
    """Forget the failures of a subject that has proved itself; the source's stay.

    Args:
        subject: keyed hash of what was typed.
        device: the same as when the failures were counted.
    """
    for key in {subject_key(subject, device), subject_key(subject, None)}:
        work.limits.clear(key)


def _count(work: LimitWork, key: bytes, level: str, limit: Limit, *, alert: bool) -> None:
    bucket = work.limits.fail(key, work.now, work.now + limit.window, level)
    if bucket.failures < limit.allowed(alert=alert, sandbox=_sandbox(work)):
        return
    if _closed(bucket, work.now):
        return
    delay = limit.closed_for(bucket.strikes)
    work.limits.block(key, work.now + delay, level)
    work.tell(LimitReached(level=level, seconds=int(delay.total_seconds())))


def _tenant_under_attack(work: LimitWork) -> bool:
    """Count for the tenant, and tell whether the stricter numbers hold.

    They make each network and each name pay more for a guess that is spread over many of them.
    Nobody is shut out by it, so it is no way to shut a tenant down.
    """
    work.counters.add(work.now.date(), FAILURES, 1)
    bucket = work.limits.fail(TENANT, work.now, work.now + TENANT_WINDOW, "tenant")
    if _closed(bucket, work.now):
        return True
    if bucket.failures < tenant_budget((), sandbox=_sandbox(work)):
        return False
    if bucket.failures < tenant_budget(_last_week(work), sandbox=_sandbox(work)):
        return False
    work.limits.block(TENANT, work.now + TENANT_ALERT, "tenant")
    work.tell(LimitReached(level="tenant", seconds=int(TENANT_ALERT.total_seconds())))
    return True


def _last_week(work: LimitWork) -> tuple[int, ...]:
    """Return the failures of each of the seven days before today."""
    today = work.now.date()
    days = {today - timedelta(days=back): 0 for back in range(1, DAYS_OF_A_WEEK + 1)}
    counted = work.counters.between(min(days), max(days))
    days |= {day: amount for day, name, amount in counted if name == FAILURES}
    return tuple(days.values())


def _closed(bucket: Bucket, now: datetime) -> bool:
    return bucket.blocked_until is not None and bucket.blocked_until > now


def _sandbox(work: LimitWork) -> bool:
    return work.tenant.kind is TenantKind.SANDBOX
