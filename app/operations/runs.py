"""Run a job: what came of it is its rows, or the name of its fault."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread
from typing import Final

from app.operations.jobs import JOBS, Job
from app.runtime.call import Call
from domain.kernel.clock import Clock
from domain.kernel.errors import CONFLICT, Refusal, not_found
from domain.kernel.run_book import JobRun
from domain.kernel.work import Actor, system
from domain.operators.jobs import begin_by_hand, finish, hear
from domain.operators.nodes import BEAT

LOGGER: Final = logging.getLogger("byleave.jobs")


def job_named(name: str) -> Job:
    """Return the job of a name; only one that is booked can be steered.

    Refuses:
        not_found: there is none.
    """
    for job in JOBS:
        if job.name == name and job.booked:
            return job
    raise not_found("job")


def outcome(job: Job, call: Call, base_url: str) -> tuple[int | None, str]:
    """Run the job and return its rows, or the name of its fault: what it says may hold data.

    A job that lacks what it works with returns neither: its run is skipped.
    """
    try:
        if job.need is not None and not job.need.met(call):
            return None, ""
        return job.run(call, base_url), ""
    except Exception as fault:
        LOGGER.exception("a job failed")
        return None, type(fault).__name__


def why_skipped(run: JobRun) -> str:
    """Return why a run was skipped and what to do about it, in English; empty when it was not."""
    if not run.skipped:
        return ""
    need = next((job.need for job in JOBS if job.name == run.job), None)
    return need.missing if need is not None else ""


def run_by_hand(job: Job, *, call: Call, clock: Clock, base_url: str, actor: Actor) -> JobRun:
    """Run a job now and wait for its end, beside its slots; a held job too.

    Args:
        clock: real time.
        actor: who wants it; may steer jobs.

    Refuses:
        forbidden: the actor may not steer jobs.
        conflict: somebody else began it in this very moment.
    """
    now = clock.now()
    run = JobRun(job.name, now, f"{socket.gethostname()}:{os.getpid()}", now)
    if not call.now(begin_by_hand, run, tenant=None, actor=actor):
        raise Refusal(CONFLICT, what="job")
    return end_run(job, run, call=call, clock=clock, base_url=base_url)


@contextmanager
def heard_of(run: JobRun, call: Call, every: timedelta = BEAT) -> Iterator[None]:
    """Say every few seconds that this process is at a run still, while it is.

    Args:
        run: entered in the run book; who begins another looks whether it is heard of.
        every: how often.
    """
    actor = system(f"job:{run.job}")
    with beating(run.job, lambda: call.now(hear, run, tenant=None, actor=actor), every):
        yield


@contextmanager
def beating(name: str, say: Callable[[], object], every: timedelta = BEAT) -> Iterator[None]:
    """Say something again and again while something else goes on, in a thread of its own.

    Args:
        name: of what goes on.
        say: what it raises is left: storage at fault tells of itself, and what goes on goes on.
        every: how often.
    """
    over = Event()

    def go_on() -> None:
        while not over.wait(every.total_seconds()):
            try:
                say()
            except Exception:  # noqa: BLE001 - see above
                LOGGER.debug("%s could not say that it goes on", name)

    beside = Thread(target=go_on, name=f"{name}-heard-of", daemon=True)
    beside.start()
    try:
        yield
    finally:
        over.set()
        beside.join()


def end_run(job: Job, run: JobRun, *, call: Call, clock: Clock, base_url: str) -> JobRun:
    """Do what a run that was entered is for, and write its end."""
    with heard_of(run, call):
        rows, error = outcome(job, call, base_url)
    done = replace(run, finished_at=clock.now(), rows=rows, error=error)
    call.now(finish, done, tenant=None, actor=system(f"job:{job.name}"))
    return done
