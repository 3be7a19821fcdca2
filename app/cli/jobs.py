"""`byleave job`: how each job stands, its runs, run it now, pause it."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import CLI, above, set_up, table
from app.operations.jobs import JOBS, Job
from app.operations.runs import job_named, run_by_hand, why_skipped
from app.wiring import House
from domain.kernel.run_book import JobRun
from domain.operators.jobs import JobStanding, last_runs, standing
from domain.operators.jobs import pause as pause_job
from domain.operators.jobs import resume as resume_job

job = typer.Typer(help="Jobs: what is done without anybody asking.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="JOB", help="Its name, as `job list` shows it.")]


@job.command("list")
@in_house
def list_jobs(house: House, *, as_json: AsJson = False) -> None:
    """List the jobs, each with its newest run."""
    booked = {each.name: each for each in JOBS if each.booked}
    found: tuple[JobStanding, ...] = above(house, standing, tuple(booked))
    rows = (_row(booked[each.job], each) for each in found)
    show(
        [_standing(booked[each.job], each) for each in found],
        as_json=as_json,
        lines=lambda: table(rows, "JOB", "STATE", "LAST RUN (UTC)", "ROWS", "NEXT (UTC)"),
    )


@job.command()
@in_house
def runs(house: House, name: Name, *, as_json: AsJson = False) -> None:
    """List the newest runs of a job."""
    found: tuple[JobRun, ...] = above(house, last_runs, (job_named(name).name,))
    rows = (
        (
            f"{r.started_at:%Y-%m-%d %H:%M}",
            r.rows if r.rows is not None else "",
            r.error or ("skipped" if r.skipped else ""),
            r.who,
        )
        for r in found
    )
    show(
        [_run(each) for each in found],
        as_json=as_json,
        lines=lambda: table(rows, "STARTED (UTC)", "ROWS", "ERROR", "PROCESS"),
    )


@job.command()
@in_house
def run(house: House, name: Name, *, as_json: AsJson = False) -> None:
    """Run a job now and wait for its end; a paused one too. Ends with 1 where it was not done."""
    set_up(house)
    done = run_by_hand(
        job_named(name),
        call=house.call,
        clock=house.clock,
        base_url=house.settings.base_url,
        actor=CLI,
    )
    why = why_skipped(done)
    said = f"failed: {done.error}." if done.error else f"ran over {done.rows} rows."
    if why:
        said = f"was skipped. {why}"
    show(_run(done), as_json=as_json, lines=lambda: iter([f"{name} {said}"]))
    if done.error or why:
        raise typer.Exit(1)


@job.command()
@in_house
def pause(house: House, name: Name, *, as_json: AsJson = False) -> None:
    """Hold a job: it runs on no process until it is resumed."""
    set_up(house)
    above(house, pause_job, job_named(name).name)
    _say(house, name, "is paused", as_json=as_json)


@job.command()
@in_house
def resume(house: House, name: Name, *, as_json: AsJson = False) -> None:
    """Let a paused job run again; its next slot does everything that is due."""
    set_up(house)
    above(house, resume_job, job_named(name).name)
    _say(house, name, "runs again", as_json=as_json)


def _say(house: House, name: str, what: str, *, as_json: bool) -> None:
    found = job_named(name)
    (seen,) = above(house, standing, (found.name,))
    show(_standing(found, seen), as_json=as_json, lines=lambda: iter([f"{name} {what}."]))


def _row(found: Job, seen: JobStanding) -> tuple[object, ...]:
    last, due = seen.last, seen.next_slot(found.period)
    state = "paused" if seen.hold else "late" if seen.late(found.period) else "not yet"
    if last is not None and state == "not yet":
        ended = "skipped" if last.skipped else "done"
        state = last.error or (ended if last.finished_at else "running")
    return (
        seen.job,
        state,
        f"{last.started_at:%Y-%m-%d %H:%M}" if last else "",
        last.rows if last is not None and last.rows is not None else "",
        f"{due:%Y-%m-%d %H:%M}" if due else "",
    )


def _standing(found: Job, seen: JobStanding) -> dict[str, object]:
    return {
        "job": seen.job,
        "period_seconds": int(found.period.total_seconds()),
        "late": seen.late(found.period),
        "paused_at": seen.hold.at if seen.hold else None,
        "paused_by": seen.hold.by if seen.hold else None,
        "next_at": seen.next_slot(found.period),
        "last": _run(seen.last) if seen.last else None,
    }


def _run(run: JobRun) -> dict[str, object]:
    return {
        "job": run.job,
        "slot": run.slot,
        "who": run.who,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "rows": run.rows,
        "error": run.error,
        "skipped": why_skipped(run),
    }
