"""Erase bodies of the ledger that are older than the tenant keeps its evidence."""

from __future__ import annotations

from typing import Final

from domain.consent.events import ConsentBodiesErased
from domain.consent.store import ConsentWork
from domain.kernel.work import writes

BATCH: Final = 500
"""Bodies a transaction erases at most: it never holds the writer for long."""


@writes()
def retain(work: ConsentWork, limit: int = BATCH) -> int:
    """Erase old bodies and salts; leaves stay, and so does what is in force.

    Args:
        limit: bodies, 1 and up.

    Returns:
        How many were erased; fewer than `limit` means none is left.

    Tells:
        ConsentBodiesErased: when any was erased.
    """
    rows = work.consents.erase_before(work.now - work.tenant.policy.evidence_retention, limit)
    if rows:
        work.tell(ConsentBodiesErased(subject=None, rows=rows))
    return rows
