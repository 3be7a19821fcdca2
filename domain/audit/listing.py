"""Show the trail, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from domain.audit.records import AuditEvent, AuditFilter
from domain.audit.store import AuditWork
from domain.kernel.authorize import authorize
from domain.kernel.ids import first_id
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
    return work.audit.page(since_by_id(work, request.wanted), request.page)


def since_by_id(work: AuditWork, wanted: AuditFilter) -> AuditFilter:
    """Bound a list by id as well, so that the walk ends where what is wanted begins.

    Ids tell the machine's time; a sandbox tenant's clock is that or later, and never goes back.
    """
    if wanted.since is None:
        return wanted
    return replace(wanted, made_after=first_id(wanted.since - work.tenant.clock_offset))
