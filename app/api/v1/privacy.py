"""Privacy audits of the installation, and the data map."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field, JsonValue

from app.api.v1.problems import ALWAYS, CHANGES
from app.api.v1.rooms import ROOT, Called, room
from app.api.v1.values import Answer, Listed, an_id
from app.operations.privacy_audit.map_page import data_map_told
from domain.kernel.ids import show
from domain.operators.privacy import begin, last_scans, scan_of
from domain.operators.privacy_scans import PREFIX, PrivacyScan

router = room(f"{ROOT}/privacy", "Privacy")

SHOWN = 20
"""Audits a list tells."""


class AuditTold(Answer):
    """One privacy audit."""

    id: str
    started_at: datetime
    by: str
    mode: str
    step: str = Field(description="What is being done, or was done last.")
    finished_at: datetime | None
    holds: bool | None = Field(description="Whether nothing was found; null without a result.")
    error: str


class AuditShown(AuditTold):
    """One privacy audit with its signed report."""

    report: dict[str, JsonValue] | None
    jws: str = Field(description="Signature over the report, by the installation's own key.")


class ColumnTold(Answer):
    """One column of the data map."""

    table: str
    column: str
    what: str
    why: str
    how: str
    kept: str
    of: str


def told(scan: PrivacyScan) -> dict[str, Any]:
    """Return an audit as it is answered."""
    values = {name: getattr(scan, name) for name in AuditTold.model_fields if name != "id"}
    return {"id": show(PREFIX, scan.id), **values}


@router.get("/audits")
async def list_privacy_audits(caller: Called) -> Listed[AuditTold]:
    """List the newest privacy audits."""
    scans = await caller.above(last_scans, SHOWN)
    return Listed(items=[AuditTold(**told(scan)) for scan in scans])


@router.post("/audits", status_code=202, responses=CHANGES)
async def start_privacy_audit(caller: Called) -> AuditTold:
    """Start a privacy audit of this installation: it goes on beside the server."""
    scan: PrivacyScan = await caller.above(begin, "live")
    start = caller.request.app.state.start_audit
    if start is not None:
        await caller.at_length(start, scan)
    return AuditTold(**told(scan))


@router.get("/audits/{audit_id}", responses=ALWAYS)
async def show_privacy_audit(caller: Called, audit_id: str) -> AuditShown:
    """Show a privacy audit with its signed report."""
    scan: PrivacyScan = await caller.above(scan_of, an_id(PREFIX, audit_id, "privacy audit"))
    return AuditShown(**told(scan), report=dict(scan.report) if scan.report else None, jws=scan.jws)


@router.get("/data-map")
async def show_data_map(caller: Called) -> Listed[ColumnTold]:
    """Show the data map: every column, what it holds, how it is sealed, how long it is kept."""
    await caller.above(last_scans, 1)  # asks for the same permission
    return Listed(items=[ColumnTold(**column) for column in data_map_told()])
