"""Watch: the audit trail, one sentence a line, and the jobs' run book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.parts.badges import badge_cell, plain_badge
from app.console.parts.buttons import Button
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice, Field, Shape
from app.console.parts.small import notice
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import BlTable, Column, Listing, Row, Wanted
from app.console.sentences import sentence
from domain.audit.listing import ListAudit, page
from domain.audit.records import AuditEvent, AuditFilter
from domain.kernel.ids import ID_BYTES, read, short, show
from domain.kernel.paging import Page
from domain.kernel.run_book import JobRun
from domain.operators.overview import last_runs

if TYPE_CHECKING:
    from app.console.context import PageContext


async def audit(context: PageContext) -> None:
    """Draw the audit trail."""
    words = context.words
    head = page_head(
        context,
        words("Audit"),
        crumbs=[(words("Watch"), ""), (words("Audit"), "")],
        lede=words("What happened, told without telling who: ids are opaque, values are not kept."),
    )
    verdict = Tag("div")
    with head.acts:
        _verify_button(context, head.beside, verdict)
    result = context.query.get("result", "")
    columns = [
        Column("line", words("What happened")),
        Column("who", words("Who"), "mono"),
        Column("result", words("Result"), "badge"),
        Column("at", words("When"), "day", align="end"),
    ]

    async def load(wanted: Wanted) -> Page[Row]:
        chosen = AuditFilter(result=result if result in {"done", "refused"} else None)
        found: Page[AuditEvent] = await context.call(page, ListAudit(chosen, wanted.page))
        rows = tuple(_row(context, line) for line in found.rows)
        return Page(rows, found.next, found.previous)

    def empty() -> None:
        empty_state(
            words("Nothing happened yet"),
            words("Each act of a person, an operator or a job becomes a line here."),
            sign="scroll-text",
        )

    whole = card(flush=True)
    with whole.body:
        options = (
            Choice("", words("All")),
            Choice("done", words("Done")),
            Choice("refused", words("Refused")),
        )
        with Tag("div", "", "bl-filters"):
            chosen = Field("result", words("Result"), result, shape=Shape("select", options))
            chosen.on("told", lambda: context.go("/audit", result=chosen.text), args=[])
        listing = Listing(context, ("audit", words("Audit"), columns), load, empty)
    await listing.show()


def _verify_button(context: PageContext, beside: Tag, below: Tag) -> None:
    words = context.words

    async def verify() -> None:
        found = await context.tools.verify(context.identity, context.tenant.slug)
        beside.clear()
        below.clear()
        said = words.count("{n} entry", "{n} entries", found.leaves + found.pending)
        with beside:
            if found.holds:
                plain_badge(words("chain whole, {entries}", entries=said), "link", "good")
            else:
                plain_badge(words("chain broken"), "triangle-alert", "bad")
        with below:
            for finding in found.findings[:3]:
                place = str(finding.seq or "—")
                notice(
                    words(
                        "Somebody or something changed the database past Byleave. "
                        "New lines are still recorded; old ones are no proof until this is cleared."
                    ),
                    "bad",
                    words("Entry {place}: {fault}.", place=place, fault=finding.fault.value),
                )

    Button(context, words("Verify now"), verify, sign="badge-check", testid="audit.verify")


def _row(context: PageContext, line: AuditEvent) -> Row:
    state = badge_cell(context.words, line.result)
    return {
        "id": show("aud", line.id),
        "line": sentence(context.words, line),
        "who": _who(line),
        "result": state,
        "at": line.at.isoformat(),
    }


def _who(line: AuditEvent) -> str:
    prefix = line.actor_name.partition("_")[0]
    account_id = read(prefix, line.actor_name)
    if account_id is not None and len(account_id) == ID_BYTES:
        return short(prefix, account_id)
    return line.actor_name or line.actor_kind


async def jobs(context: PageContext) -> None:
    """Draw the run book.

    Refuses:
        forbidden: the operator may not read the run book.
    """
    words = context.words
    page_head(
        context,
        words("Jobs"),
        crumbs=[(words("Watch"), ""), (words("Jobs"), "")],
        lede=words(
            "Expiry is decided when something is read; jobs only tidy up and tell. "
            "Each slot runs once, whatever the number of servers."
        ),
    )
    runs: tuple[JobRun, ...] = await context.call_installation(last_runs, context.tools.jobs)
    whole = card(flush=True)
    with whole.body:
        if not runs:
            empty_state(
                words("No job has run yet"),
                words("The first ones run within a minute of the start."),
                sign="list-checks",
            )
            return
        columns = [
            Column("job", words("Job"), "mono"),
            Column("state", words("State"), "badge"),
            Column("slot", words("Slot"), "day"),
            Column("rows", words("Rows"), align="end"),
            Column("took", words("Took"), align="end"),
            Column("who", words("Server"), "mono"),
        ]
        BlTable("jobs", words("Jobs"), columns).show([_run(context, run) for run in runs])


def _run(context: PageContext, run: JobRun) -> Row:
    state = "running"
    if run.finished_at is not None:
        state = "failed" if run.error else "done"
    took = run.finished_at - run.started_at if run.finished_at else None
    return {
        "id": f"{run.job}-{run.slot.isoformat()}",
        "job": run.job,
        "state": badge_cell(context.words, state),
        "slot": run.slot.isoformat(),
        "rows": "" if run.rows is None else run.rows,
        "took": f"{took.total_seconds():.1f} s" if took else "",
        "who": run.who,
    }
