"""Write a told event into the trail, with its leaf."""

from __future__ import annotations

import secrets
from typing import Final

from domain.audit.bodies import audit_body, log_body
from domain.audit.records import AuditEvent, LeafSource
from domain.audit.store import AuditWork
from domain.kernel.events import Event
from domain.kernel.facts import shown

SALT_BYTES: Final = 16
VIA: Final = "api_key"
"""Fact of a line that was made through an operator's key: which one."""


def record(work: AuditWork, event: Event) -> None:
    """Append an audited event to the tenant's trail and its leaf to the log.

    Called by `work.tell` in the same transaction; an event that is not audited leaves nothing.

    Args:
        event: what happened.
    """
    if not event.audited:
        return
    line = AuditEvent(
        id=work.new_id(),
        at=work.now,
        name=event.name,
        result=event.result,
        actor_kind=work.actor.kind.value,
        actor_name=work.actor.name,
        subject_prefix=event.prefix,
        subject_id=event.subject,
        facts=shown(event) | {VIA: work.actor.via} if work.actor.via else shown(event),
        salt=secrets.token_bytes(SALT_BYTES),
    )
    work.audit.add(line)
    log_body(work, LeafSource.AUDIT, line.id, audit_body(line))
