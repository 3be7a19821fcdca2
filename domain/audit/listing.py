"""Show the trail, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.audit.records import AuditEvent, AuditFilter
from domain.audit.store import AuditWork
from domain.kernel.authorize import authorize
from domain.kernel.paging import Page, PageRequest
from domain.kernel.work import reads


@dataclass(frozen=True, slots=True)
class ListAudit:
    """Which lines, and which page of them."""

    wanted: AuditFilter = field(default_factory=AuditFilter)
    page: PageRequest = field(default_factory=PageRequest)


@reads
def page(work: AuditWork, request: ListAudit) -> Page[AuditEvent]:
    """Return lines of the trail, newest first.

    Refuses:
        forbidden: the actor may not read the trail.
    """
    authorize(work, "audit.read")
    return work.audit.page(request.wanted, request.page)
