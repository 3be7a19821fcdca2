"""Erase lines of the trail that are older than the tenant keeps them."""

from __future__ import annotations

from typing import Final

from domain.audit.events import TrailCut
from domain.audit.store import AuditWork
from domain.kernel.canonical import moment
from domain.kernel.work import writes

BATCH: Final = 500
"""Lines a transaction erases at most: it never holds the writer for long."""


@writes()
def retain(work: AuditWork, limit: int = BATCH) -> int:
    """Erase bodies and salts past the tenant's retention; their leaves stay.

    Args:
        limit: lines, 1 and up.

    Returns:
        How many were erased; fewer than `limit` means none is left.

    Tells:
        TrailCut: when any was erased.
    """
    until = work.now - work.tenant.policy.evidence_retention
    rows = work.audit.erase_before(until, limit)
    if rows:
        work.tell(TrailCut(until=moment(until), rows=rows))
    return rows
