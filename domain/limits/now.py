"""What limits do at this moment, as numbers: no key, no network and no name is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.kernel.authorize import authorize
from domain.kernel.work import reads
from domain.limits.keys import TENANT
from domain.limits.rules import SANDBOX_FACTOR, SOURCE, SUBJECT, Limit, tenant_budget
from domain.limits.spend import FAILURES
from domain.limits.store import LimitWork
from domain.tenants.records import TenantKind

MOST: Final = 1000
"""Closed keys that are counted; beyond it there are "more than"."""


@dataclass(frozen=True, slots=True)
class RuleNow:
    """One rule and what it does now.

    Args:
        name: `source` or `subject`.
        limit: its numbers.
        allowed: failures after which it closes now.
        closed: how many are closed now.
    """

    name: str
    limit: Limit
    allowed: int
    closed: int


@dataclass(frozen=True, slots=True)
class LimitsNow:
    """All rules of sign-ins.

    Args:
        rules: by network and by what was typed.
        more: whether more are closed than were counted.
        tightened_until: when the stricter numbers end; None while the usual ones hold.
        failed_today: tries that failed since midnight.
        alarm: failures in one hour that tighten the numbers, as a quiet week has it.
        times: how many times as many failures they let pass here as in an ordinary tenant; 1 is
            the usual, more is a sandbox, where test suites fail on purpose.
    """

    rules: tuple[RuleNow, ...]
    more: bool
    tightened_until: datetime | None
    failed_today: int
    alarm: int
    times: int = 1


@reads
def limits_now(work: LimitWork) -> LimitsNow:
    """Return what limits do now, by a read that is bounded whatever goes on.

    Refuses:
        forbidden: the actor may not read this tenant.
    """
    authorize(work, "tenants.read")
    sandbox = work.tenant.kind is TenantKind.SANDBOX
    tenant = work.limits.get(TENANT)
    until = tenant.blocked_until if tenant is not None else None
    tightened = until if until is not None and until > work.now else None
    closed = work.limits.closed(work.now, MOST + 1)
    today = work.now.date()
    failed = sum(n for _, name, n in work.counters.between(today, today) if name == FAILURES)
    return LimitsNow(
        rules=tuple(
            RuleNow(
                name,
                limit,
                limit.allowed(alert=tightened is not None, sandbox=sandbox),
                closed.get(name, 0),
            )
            for name, limit in (("source", SOURCE), ("subject", SUBJECT))
        ),
        more=sum(closed.values()) > MOST,
        tightened_until=tightened,
        failed_today=failed,
        alarm=tenant_budget((), sandbox=sandbox),
        times=SANDBOX_FACTOR if sandbox else 1,
    )
