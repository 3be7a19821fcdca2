"""Jobs: how each one stands, its runs, run it now, pause it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel.numbers import format_decimal

from app.console.parts.acts import RowAct
from app.console.parts.badges import badge_cell
from app.console.parts.commands import AsCommand
from app.console.parts.sparks import MOST, spark_cell
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from app.operations.jobs import JOBS, Job
from app.operations.runs import job_named, why_skipped
from app.runtime.words import later
from domain.kernel.paging import Page
from domain.kernel.run_book import JobRun
from domain.operators.jobs import JobStanding, pause, resume, standing

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.runtime.words import Words

STEERS: Final = "jobs.change"
DOES: Final = {
    "log.sequence": later("Gives each line of the log its place, and counts what it tells"),
    "consent.expire": later("Tells of leave that ended by time"),
    "tidy": later("Deletes what nothing can ask for any more"),
    "backup": later("Makes a backup and proves that it starts"),
    "keys.advance": later("Moves signing keys on in their life"),
    "log.checkpoint": later("Signs how far the log has come"),
    "retention": later("Erases what was kept long enough"),
}


async def jobs(context: PageContext) -> None:
    """Draw the jobs.

    Refuses:
        forbidden: the operator may not read the run book.
    """
    words = context.words
    head = page_head(
        context,
        words("Jobs"),
        crumbs=[(words("Watch"), ""), (words("Jobs"), "")],
        lede=words(
            "Expiry is decided when something is read; jobs only tidy up and tell. "
            "Each slot runs once, whatever the number of servers."
        ),
    )
    with head.acts:
        AsCommand(context, head, "byleave job list")
    columns = [
        Column("job", words("Job"), "id"),
        Column("does", words("What it does")),
        Column("state", words("State"), "badge"),
        Column("last", words("Last run"), "time"),
        Column("took", words("Took"), align="end"),
        Column("lately", words("Lately"), "spark"),
        Column("rows", words("Rows"), align="end"),
        Column("next", words("Next run"), "time"),
    ]

    async def load(_wanted: Wanted) -> Page[Row]:
        booked = {job.name: job for job in JOBS if job.booked}
        found = await context.call_installation(standing, tuple(booked))
        return Page(tuple(_row(context, booked[each.job], each) for each in found))

    def empty() -> None:
        empty_state(words("No job is booked"), words("There is nothing to do."), sign="list-checks")

    whole = card(flush=True)
    with whole.body:
        steering = Steering(context)
        listing = Listing(
            context, ("jobs", words("Jobs"), columns), load, empty, acts=steering.acts()
        )
        steering.shown_by(listing)
    await listing.show()


class Steering:
    """What an operator may do with a job, from its row or from its page."""

    def __init__(self, context: PageContext) -> None:
        """Stand on the page."""
        self._context = context
        self._listing: Listing | None = None

    def shown_by(self, listing: Listing) -> None:
        """Bring a list again after each act."""
        self._listing = listing

    def acts(self) -> list[RowAct]:
        """Return the acts of a row."""
        words = self._context.words
        return [
            RowAct("run", words("Run now"), self.run, "play", STEERS),
            RowAct("pause", words("Pause"), self.pause, "pause", STEERS, where=_runs),
            RowAct("resume", words("Resume"), self.resume, "play", STEERS, where=_paused),
        ]

    async def run(self, name: str) -> None:
        """Run a job now and say what came of it."""
        context, words = self._context, self._context.words
        if context.tools.watch is None:
            return
        done = await context.tools.watch.run_job(context.identity, name)
        why = why_skipped(done)
        if why:
            context.toaster.failed(words("{job} was skipped. {why}", job=name, why=words(why)))
        elif done.error:
            context.toaster.failed(words("{job} failed: {error}.", job=name, error=done.error))
        else:
            rows = words.count("{n} row", "{n} rows", done.rows or 0)
            context.toaster.done(words("{job} ran: {rows}.", job=name, rows=rows))
        await self._again()

    async def pause(self, name: str) -> None:
        """Hold a job; it can be taken back."""
        context, words = self._context, self._context.words
        await context.call_installation(pause, job_named(name).name)

        async def take_back() -> None:
            await self.resume(name)

        context.toaster.undo(words("{job} is paused.", job=name), take_back)
        await self._again()

    async def resume(self, name: str) -> None:
        """Let a held job run again."""
        context, words = self._context, self._context.words
        await context.call_installation(resume, job_named(name).name)
        context.toaster.done(words("{job} runs again.", job=name))
        await self._again()

    async def _again(self) -> None:
        if self._listing is not None:
            await self._listing.again()
        else:
            self._context.go(self._context.path)


def state_of(job: Job, seen: JobStanding) -> str:
    """Return the word of a job's state."""
    last = seen.last
    if seen.hold is not None:
        return "paused"
    if last is None:
        return "not_yet"
    if seen.late(job.period):
        return "late"
    return run_state(last)


def run_state(run: JobRun) -> str:
    """Return the word of a run's state."""
    if run.finished_at is None:
        return "running"
    if run.skipped:
        return "skipped"
    return "failed" if run.error else "done"


def _paused(row: Row) -> bool:
    return row["held"] is True


def _runs(row: Row) -> bool:
    return row["held"] is False


def _row(context: PageContext, job: Job, seen: JobStanding) -> Row:
    last, due = seen.last, seen.next_slot(job.period)
    return {
        "id": job.name,
        "href": context.href(f"/jobs/{job.name}"),
        "job": job.name,
        "does": context.words(DOES.get(job.name, "")) if job.name in DOES else "",
        "state": badge_cell(context.words, state_of(job, seen)),
        "last": last.started_at.isoformat() if last else "",
        "took": took(context.words, last) if last else "",
        "lately": lately(context.words, seen),
        "rows": "" if last is None or last.rows is None else last.rows,
        "next": due.isoformat() if due else "",
        "held": seen.hold is not None,
    }


def lately(words: Words, seen: JobStanding) -> tuple[list[int], str] | str:
    """Return the bars of how long the last runs took, the newest at the end."""
    spans = [
        (run.finished_at - run.started_at).total_seconds()
        for run in reversed(seen.runs)
        if run.finished_at is not None
    ][-MOST:]
    if not spans:
        return ""
    said = words(
        "The last {n} runs took {least} s to {most} s, the newest {last} s",
        n=len(spans),
        least=_tenths(words, min(spans)),
        most=_tenths(words, max(spans)),
        last=_tenths(words, spans[-1]),
    )
    return spark_cell(spans, said)


def _tenths(words: Words, seconds: float) -> str:
    written: str = format_decimal(seconds, "0.0", locale=words.language)
    return written


def took(words: Words, run: JobRun) -> str:
    """Return how long a run took; empty while it runs."""
    if run.finished_at is None:
        return ""
    return f"{_tenths(words, (run.finished_at - run.started_at).total_seconds())} s"
