"""`byleave audit`: list, show and export the trail, prove the log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import FOUND, Limit, Slug, above, an_id, ask, pages, table
from app.operations.log_check import verify_log
from app.operations.trail_file import trail_csv
from app.wiring import House
from domain.audit.listing import ListAudit
from domain.audit.listing import page as audit_page
from domain.audit.records import AuditEvent, AuditFilter, LeafSource
from domain.audit.verify import Fault, Finding, Verdict
from domain.kernel.ids import show as show_id
from domain.operators.trail import ChainState, TrailLine, chain_state
from domain.operators.trail import line as one_line
from domain.tenants.listing import all_tenants
from domain.tenants.records import Tenant

audit = typer.Typer(help="The audit trail, and its proof.", no_args_is_help=True)

SAYS = {
    Fault.BODY_CHANGED: "its content was changed after it was written",
    Fault.BODY_MISSING: "its content was taken away",
    Fault.BODY_UNREADABLE: "its content is nothing that can be read, so that it was changed",
    Fault.LEAF_DIFFERS: "the log tells another time or kind of it than its content does",
    Fault.LEAF_MISSING: "it was put in beside the log, or its leaf was taken away",
    Fault.LEAF_TWICE: "it waits for a place in the log a second time",
    Fault.LEAF_UNREADABLE: "what stands for it in the log is nothing that Byleave wrote",
    Fault.LEAVES_UNREADABLE: "what waits here for a place in the log cannot be read",
    Fault.STATE_DIFFERS: "what is in force is not what the ledger says",
    Fault.PLACE_MISSING: "this place of the log is gone, and what follows cannot be proven",
    Fault.CHAIN_BROKEN: "its entry does not follow the one before",
    Fault.CHECKPOINT_DIFFERS: "the log is not what was signed here",
    Fault.CHECKPOINT_UNREADABLE: "what was signed here is nothing that can be read",
    Fault.CHECKPOINT_UNSIGNED: "no key of this tenant made this signature",
}
PREFIXES = {LeafSource.AUDIT: "aud", LeafSource.CONSENT: "con"}


@audit.command("list")
@in_house
def list_(
    house: House,
    *,
    tenant: Slug,
    event: Annotated[
        list[str] | None, typer.Option("--event", help="Only these events; may be repeated.")
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Only this actor's name.")] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List lines of a tenant's trail, newest first."""
    wanted = AuditFilter(names=tuple(event or ()), actor_name=actor)
    found: list[AuditEvent] = list(
        pages(house, tenant, audit_page, lambda p: ListAudit(wanted, p), limit=limit)
    )
    rows = (
        (f"{e.at:%Y-%m-%d %H:%M:%S}", e.name, e.result, e.actor_name, _subject(e)) for e in found
    )
    show(
        [_told(each) for each in found],
        as_json=as_json,
        lines=lambda: table(rows, "AT (UTC)", "EVENT", "RESULT", "ACTOR", "ABOUT"),
    )


@audit.command("show")
@in_house
def show_line(
    house: House,
    line: Annotated[str, typer.Argument(metavar="LINE", help="A line's id, aud_….")],
    *,
    tenant: Slug,
    as_json: AsJson = False,
) -> None:
    """Show one line with what the same act wrote and what else is told of its object."""
    seen: TrailLine = ask(house, tenant, one_line, an_id("aud", line, "LINE"))
    data = {
        **_told(seen.line),
        "place": seen.place,
        "same_act": [_told(each) for each in seen.same_act],
        "related": [_told(each) for each in seen.about],
    }

    def lines() -> Iterator[str]:
        yield f"{seen.line.at:%Y-%m-%d %H:%M:%S}  {seen.line.name}  {seen.line.result}"
        yield f"by {seen.line.actor_name} ({seen.line.actor_kind}), about {_subject(seen.line)}"
        yield from (f"  {name}: {value!s}" for name, value in seen.line.facts.items())
        rows = ((f"{e.at:%Y-%m-%d %H:%M:%S}", e.name, e.actor_name) for e in seen.about)
        yield from table(rows, "ALSO (UTC)", "EVENT", "ACTOR")

    show(data, as_json=as_json, lines=lines)


@audit.command()
@in_house
def export(
    house: House,
    *,
    tenant: Slug,
    event: Annotated[
        list[str] | None, typer.Option("--event", help="Only these events; may be repeated.")
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Only this actor's name.")] = None,
) -> None:
    """Print lines of a tenant's trail as CSV, newest first; no cell of it is ever a formula."""
    wanted = AuditFilter(names=tuple(event or ()), actor_name=actor)
    for piece in trail_csv(lambda p: ask(house, tenant, audit_page, ListAudit(wanted, p))):
        sys.stdout.write(piece)


@audit.command("chain")
@in_house
def show_chain(house: House, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Show how far a tenant's log is chained and signed."""
    seen: ChainState = ask(house, tenant, chain_state)
    signed = f", signed at {seen.signed_at:%Y-%m-%d %H:%M} UTC" if seen.signed_at else ""
    told = f"{seen.entries} entries, the first {seen.signed} signed{signed}."
    data = {
        "entries": seen.entries,
        "waiting": seen.waiting,
        "signed": seen.signed,
        "signed_at": seen.signed_at,
    }
    show(data, as_json=as_json, lines=lambda: iter([told]))


@audit.command()
@in_house
def verify(
    house: House,
    *,
    tenant: Annotated[
        str | None, typer.Option("--tenant", "-t", help="One tenant; all if left out.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Prove that nobody changed the past; ends with code 4 when somebody did."""
    tenants: tuple[Tenant, ...] = above(house, all_tenants)
    slugs = [tenant] if tenant else [each.slug for each in tenants]
    verdicts: dict[str, Verdict] = {
        slug: ask(house, slug, verify_log, signer=house.signer) for slug in slugs
    }

    def lines() -> Iterator[str]:
        for slug, verdict in verdicts.items():
            yield _summary(slug, verdict)
            yield from (f"  {_sentence(each)}" for each in verdict.findings)

    data = {slug: _verdict(each) for slug, each in verdicts.items()}
    show(data, as_json=as_json, lines=lines)
    if not all(each.holds for each in verdicts.values()):
        raise typer.Exit(FOUND)


def _summary(slug: str, verdict: Verdict) -> str:
    state = "holds" if verdict.holds else "DOES NOT HOLD"
    return (
        f"{slug}: {state}; {verdict.leaves} entries, {verdict.pending} waiting for their place, "
        f"{verdict.erased} erased, {verdict.checkpoints} checkpoints"
    )


def _sentence(finding: Finding) -> str:
    place = f"entry {finding.seq}" if finding.seq is not None else "a line"
    named = f" ({_id(finding)})" if finding.id is not None else ""
    return f"{place}{named}: {SAYS[finding.fault]}."


def _id(finding: Finding) -> str:
    prefix = PREFIXES[finding.source] if finding.source else "aud"
    return show_id(prefix, finding.id) if finding.id else ""


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {
        "holds": verdict.holds,
        "entries": verdict.leaves,
        "pending": verdict.pending,
        "erased": verdict.erased,
        "checkpoints": verdict.checkpoints,
        "findings": [
            {
                "fault": each.fault,
                "seq": each.seq,
                "id": _id(each) or None,
                "source": each.source,
                "sentence": _sentence(each),
            }
            for each in verdict.findings
        ],
    }


def _subject(event: AuditEvent) -> str:
    if event.subject_id is None:
        return ""
    return show_id(event.subject_prefix or "id", event.subject_id)


def _told(event: AuditEvent) -> dict[str, object]:
    return {
        "id": show_id("aud", event.id),
        "at": event.at,
        "event": event.name,
        "result": event.result,
        "actor_kind": event.actor_kind,
        "actor": event.actor_name,
        "about": _subject(event) or None,
        "facts": event.facts,
    }
