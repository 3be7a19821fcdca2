"""Move a sandbox tenant's clock, so that a test need not wait for an end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from domain.kernel.authorize import authorize
from domain.kernel.errors import CONFLICT, Refusal, invalid
from domain.kernel.work import writes
from domain.sandbox.events import ClockMoved
from domain.sandbox.rules import ensure_sandbox
from domain.tenants.store import OwnTenantWork

FARTHEST: Final = timedelta(days=50 * 366)
"""Beyond fifty years nothing is left to try, and dates run out of what engines keep."""


@dataclass(frozen=True, slots=True)
class MoveClock:
    """A move forward.

    Args:
        by: more than nothing.
    """

    by: timedelta


@writes()
def move_clock(work: OwnTenantWork, request: MoveClock) -> timedelta:
    """Move the tenant's clock forward; it never goes back, for what has ended stays ended.

    Returns:
        How far ahead it is now.

    Refuses:
        forbidden: the actor may not change tenants.
        sandbox_only: it is a production tenant.
        invalid_input: it would stand still, go back, or go too far.
        conflict: somebody else changed the tenant in between.

    Tells:
        ClockMoved: by how much.
    """
    authorize(work, "tenants.change")
    ensure_sandbox(work.tenant, "moved clocks")
    if request.by <= timedelta():
        raise invalid("by", "the clock moves forward only.")
    ahead = work.tenant.clock_offset + request.by
    if ahead > FARTHEST:
        raise invalid("by", "the clock may be 50 years ahead at most.")
    changed = replace(work.tenant, clock_offset=ahead, version=work.tenant.version + 1)
    if not work.tenants.change(changed):
        raise Refusal(CONFLICT, what="tenant")
    work.tell(ClockMoved(subject=work.tenant_id, seconds=int(request.by.total_seconds())))
    return ahead
