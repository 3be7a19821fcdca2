"""The audit trail, and its proof."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query
from pydantic import AwareDatetime, Field, JsonValue

from app.api.v1.problems import ALWAYS
from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.values import Answer, Listed, Paged, Text, listed, wanted_page
from app.operations.inside import inside
from app.operations.log_check import verify_log
from domain.audit.listing import ListAudit, page
from domain.audit.records import AuditEvent, AuditFilter, LeafSource
from domain.audit.verify import Fault, Verdict
from domain.kernel.errors import invalid
from domain.kernel.ids import read, show

router = room(f"{IN_TENANT}/audit", "Audit")


class LinesAsked(Paged):
    """Which lines."""

    event: list[Text] = Field(default=[], max_length=20)
    actor: Text | None = None
    about: Text | None = Field(default=None, description="An id such as acc_….")
    result: Literal["done", "refused"] | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class AuditLine(Answer):
    """One line of the trail."""

    id: str
    at: datetime
    event: str
    result: str
    actor_kind: str
    actor: str
    about: str | None
    facts: dict[str, JsonValue]


class FindingTold(Answer):
    """One thing that does not agree."""

    fault: Fault
    seq: int | None
    id: str | None
    source: LeafSource | None


class VerdictTold(Answer):
    """What proving the log found."""

    holds: bool
    entries: int
    pending: int
    erased: int
    checkpoints: int
    findings: list[FindingTold]


def told(event: AuditEvent) -> AuditLine:
    """Return a line as it is answered."""
    about = show(event.subject_prefix or "id", event.subject_id) if event.subject_id else None
    facts = {n: list(v) if isinstance(v, tuple) else v for n, v in event.facts.items()}
    return AuditLine.model_validate(
        {
            "id": show("aud", event.id),
            "at": event.at,
            "event": event.name,
            "result": event.result,
            "actor_kind": event.actor_kind,
            "actor": event.actor_name,
            "about": about,
            "facts": facts,
        }
    )


@router.get("")
async def list_audit(caller: Called, asked: Annotated[LinesAsked, Query()]) -> Listed[AuditLine]:
    """List lines of the trail, newest first."""
    wanted = AuditFilter(
        names=tuple(asked.event),
        subject=_subject(asked.about) if asked.about is not None else None,
        actor_name=asked.actor,
        result=asked.result,
        since=asked.since,
        until=asked.until,
    )
    found = await caller.inside(page, ListAudit(wanted, wanted_page(caller, asked)))
    return listed(caller, found, told)


@router.post("/verify", responses=ALWAYS)
async def verify_audit(caller: Called) -> VerdictTold:
    """Prove that nobody changed the past: every leaf, entry and signature is made again."""
    verdict: Verdict = await caller.at_length(
        caller.door.call.now,
        inside(caller.tenant.id, verify_log),
        tenant=None,
        actor=caller.actor,
        signer=caller.door.signer,
    )
    prefixes = {LeafSource.AUDIT: "aud", LeafSource.CONSENT: "con"}
    return VerdictTold(
        holds=verdict.holds,
        entries=verdict.leaves,
        pending=verdict.pending,
        erased=verdict.erased,
        checkpoints=verdict.checkpoints,
        findings=[
            FindingTold(
                fault=each.fault,
                seq=each.seq,
                id=show(prefixes[each.source], each.id) if each.source and each.id else None,
                source=each.source,
            )
            for each in verdict.findings
        ],
    )


def _subject(about: str) -> bytes:
    value = read(about.partition("_")[0], about)
    if value is None:
        raise invalid("about", "write an id as a line of the trail shows it.")
    return value
