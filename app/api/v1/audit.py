"""The audit trail, and its proof."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import Query
from pydantic import AwareDatetime, Field, JsonValue
from starlette.responses import StreamingResponse

from app.api.v1.problems import ALWAYS
from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.values import Answer, Body, Listed, Paged, Text, an_id, listed, wanted_page
from app.operations.inside import inside
from app.operations.log_check import verify_log
from app.operations.trail_file import trail_csv
from domain.audit.listing import ListAudit, page
from domain.audit.records import AuditEvent, AuditFilter, LeafSource
from domain.audit.verify import Fault, Verdict
from domain.kernel.errors import invalid
from domain.kernel.ids import read, show
from domain.kernel.paging import Page, PageRequest
from domain.operators.trail import ChainState, TrailLine, chain_state
from domain.operators.trail import line as one_line

router = room(f"{IN_TENANT}/audit", "Audit")
CSV_SCHEMA: Final = {"schema": {"type": "string"}}


class LinesAsked(Body):
    """Which lines."""

    event: list[Text] = Field(default=[], max_length=20)
    actor: Text | None = None
    about: Text | None = Field(default=None, description="An id such as acc_….")
    result: Literal["done", "refused"] | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class LinesPage(LinesAsked, Paged):
    """Which lines, and which page of them."""


class ChainTold(Answer):
    """How far the log is chained and signed; whether it holds, `verify` says."""

    entries: int
    waiting: bool = Field(description="Whether lines wait for their place.")
    signed: int = Field(description="Entries the last checkpoint covers.")
    signed_at: datetime | None


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


class AuditLineWhole(AuditLine):
    """One line, and what belongs to it."""

    place: int | None = Field(description="Its place in the chain; null until it has one.")
    same_act: list[AuditLine] = Field(description="Other lines that one act wrote, oldest first.")
    related: list[AuditLine] = Field(description="Other lines about the same thing.")


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
async def list_audit(caller: Called, asked: Annotated[LinesPage, Query()]) -> Listed[AuditLine]:
    """List lines of the trail, newest first."""
    found = await caller.inside(page, ListAudit(_wanted(asked), wanted_page(caller, asked)))
    return listed(caller, found, told)


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses=ALWAYS | {200: {"description": "The file.", "content": {"text/csv": CSV_SCHEMA}}},
)
async def export_audit(caller: Called, asked: Annotated[LinesAsked, Query()]) -> StreamingResponse:
    """Return lines of the trail as CSV, newest first; at most 50,000, and then it says so."""
    wanted = _wanted(asked)
    inner = inside(caller.tenant.id, page)

    def pages(request: PageRequest) -> Page[AuditEvent]:
        asked_for = ListAudit(wanted, request)
        found: Page[AuditEvent] = caller.door.call.now(
            inner, asked_for, tenant=None, actor=caller.actor
        )
        return found

    pieces = await caller.at_length(trail_csv, pages)
    return StreamingResponse(pieces, media_type="text/csv; charset=utf-8")


@router.get("/chain")
async def show_chain(caller: Called) -> ChainTold:
    """Show how far the log is chained and signed."""
    seen: ChainState = await caller.inside(chain_state)
    return ChainTold(
        entries=seen.entries, waiting=seen.waiting, signed=seen.signed, signed_at=seen.signed_at
    )


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
    prefixes = {None: "aud", LeafSource.AUDIT: "aud", LeafSource.CONSENT: "con"}
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
                id=show(prefixes[each.source], each.id) if each.id else None,
                source=each.source,
            )
            for each in verdict.findings
        ],
    )


@router.get("/{line}")
async def show_audit(caller: Called, line: str) -> AuditLineWhole:
    """Show one line with what the same act wrote and what else is told of its object."""
    seen: TrailLine = await caller.inside(one_line, an_id("aud", line, "line"))
    return AuditLineWhole(
        **told(seen.line).model_dump(),
        place=seen.place,
        same_act=[told(each) for each in seen.same_act],
        related=[told(each) for each in seen.about],
    )


def _wanted(asked: LinesAsked) -> AuditFilter:
    return AuditFilter(
        names=tuple(asked.event),
        subject=_subject(asked.about) if asked.about is not None else None,
        actor_name=asked.actor,
        result=asked.result,
        since=asked.since,
        until=asked.until,
    )


def _subject(about: str) -> bytes:
    value = read(about.partition("_")[0], about)
    if value is None:
        raise invalid("about", "write an id as a line of the trail shows it.")
    return value
