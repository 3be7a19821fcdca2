"""One job: its runs, when it is due, who holds it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app.console.pages.jobs import DOES, STEERS, Steering, run_state, state_of, took
from app.console.pages.line_parts import called_actor
from app.console.parts.badges import badge, badge_cell
from app.console.parts.buttons import Button
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.small import Form, Moment, notice
from app.console.parts.surfaces import Facts, Head, card, page_head
from app.console.parts.tables import BlTable, Column
from app.operations.jobs import Job
from app.operations.runs import job_named, why_skipped
from domain.operators.jobs import JobStanding, standing

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.runtime.words import Words

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)


def every(words: Words, period: timedelta) -> str:
    """Say how often a job runs."""
    once = {
        DAY: words("every day"),
        HOUR: words("every hour"),
        MINUTE: words("every minute"),
    }
    if period in once:
        return once[period]
    if period >= HOUR:
        return words("every {n} hours", n=period // HOUR)
    return words("every {n} minutes", n=period // MINUTE)


async def job_page(context: PageContext) -> None:
    """Draw one job with its runs.

    Refuses:
        forbidden: the operator may not read the run book.
        not_found: there is no such job.
    """
    words = context.words
    job = job_named(context.params["job"])
    (seen,) = await context.call_installation(standing, (job.name,))
    head = page_head(
        context,
        job.name,
        crumbs=[(words("Watch"), ""), (words("Jobs"), "/jobs")],
        lede=words(DOES.get(job.name, "")) if job.name in DOES else "",
        mono=True,
    )
    _head(context, head, job, seen)
    AsCommand(context, head, f"byleave job runs {job.name}")
    with Tag("div", "", "bl-grid bl-side"):
        with Tag("div", "", "bl-section"):
            _skipped(words, seen)
            _runs_table(context, seen)
        with Tag("div", "", "bl-section"):
            await _facts(context, job, seen)


def _head(context: PageContext, head: Head, job: Job, seen: JobStanding) -> None:
    words, steering = context.words, Steering(context)
    with head.beside:
        badge(words, state_of(job, seen))
    if not context.may(STEERS):
        return

    async def run() -> None:
        await steering.run(job.name)

    async def turn() -> None:
        await (steering.resume if seen.hold else steering.pause)(job.name)

    with head.acts:
        said = words("Resume") if seen.hold else words("Pause")
        Button(context, said, turn, sign="play" if seen.hold else "pause", testid="job.turn")
        Button(context, words("Run now"), run, sign="play", testid="job.run")


def _skipped(words: Words, seen: JobStanding) -> None:
    why = why_skipped(seen.last) if seen.last is not None else ""
    if why:
        notice(words(why), "care", words("The last run was skipped.")).set(
            data_testid="job.skipped"
        )


def _runs_table(context: PageContext, seen: JobStanding) -> None:
    words = context.words
    runs = card(words("Runs"), note=words("the last {n}", n=len(seen.runs)), flush=True)
    with runs.body:
        if not seen.runs:
            Tag("p", words("Nothing yet."), "bl-none-yet bl-mute")
            return
        columns = [
            Column("started", words("Started"), "day"),
            Column("state", words("State"), "badge"),
            Column("took", words("Took"), align="end"),
            Column("rows", words("Rows"), align="end"),
            Column("who", words("Server"), "mono"),
        ]
        rows = [
            {
                "id": each.slot.isoformat(),
                "started": each.started_at.isoformat(),
                "state": badge_cell(words, run_state(each)),
                "took": took(words, each),
                "rows": each.error or ("" if each.rows is None else each.rows),
                "who": each.who,
            }
            for each in seen.runs
        ]
        BlTable("job.runs", words("Runs"), columns).show(rows)


async def _facts(context: PageContext, job: Job, seen: JobStanding) -> None:
    words = context.words
    facts = card(words("Facts"))
    with facts.body:
        known = Facts()
        known.add(words("Runs"), every(words, job.period))
        due = seen.next_slot(job.period)
        with known.add(words("Next run")):
            if due is None:
                Tag("span", words("when it is let go"))
            else:
                Moment(due)
        if seen.hold is not None:
            with known.add(words("Paused")):
                Moment(seen.hold.at, Form.DAY)
            known.add(words("By"), await called_actor(context, seen.hold.by))
            notice(words("Nothing is lost: its next slot does everything that is due."), "note")
