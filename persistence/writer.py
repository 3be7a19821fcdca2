"""The queue every write goes through, and how a job's end reaches its caller.

Measured (performance.md 6.2): a transaction per request in a pool costs two to three times the CPU
of the group, and a wake-up of the event loop for each answer costs more than the answer.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, Final, Generic, Protocol, TypeVar

from domain.kernel.errors import Refusal
from persistence.db import Db
from persistence.faults import RefusedAfterChange, WriteInsideWrite
from persistence.mailbox import Mailbox, settle
from persistence.outage import Outage, crowded

T = TypeVar("T")
log = logging.getLogger("byleave.persistence")

TELL_AGAIN: Final = 60.0
"""Seconds after which the log says once more why storage is refused."""


class Job(Generic[T]):
    """Something to run in a transaction.

    Args:
        run: gets a fresh `Db`; may run again after a fault of its group, so it keeps no state
            outside and does nothing outward before the commit.
        durable: its commit must survive a power cut.
        future: where the answer goes.
        mailbox: the event loop that waits for it; None for a thread.
    """

    __slots__ = ("durable", "future", "mailbox", "run")

    def __init__(
        self,
        run: Callable[[Db], T],
        durable: bool,  # noqa: FBT001 - made in this module only
        future: Future[T] | asyncio.Future[T],
        mailbox: Mailbox | None,
    ) -> None:
        """Keep the four."""
        self.run = run
        self.durable = durable
        self.future = future
        self.mailbox = mailbox


class Outcome:
    """How a job ended.

    Args:
        job: which one.
        value: what it returned.
        error: what it raised; a Refusal is an answer like any other.
        undo: what it wrote must not be kept.
        after: what it wants done outward once committed.
    """

    __slots__ = ("after", "error", "job", "undo", "value")

    def __init__(
        self, job: Job[Any], *, value: Any = None, error: BaseException | None = None
    ) -> None:
        """Keep what came out; nothing is to be undone yet."""
        self.job = job
        self.value = value
        self.error = error
        self.undo = False
        self.after: list[Callable[[], None]] = []


class Server(Protocol):
    """Serves jobs on a connection of its own, in one thread."""

    def serve(self, jobs: list[Job[Any]]) -> Iterable[Outcome]:
        """Run the jobs and return their outcomes, committed; others' that it took over, too."""
        ...

    def close(self) -> None:
        """Let the connection go."""
        ...


class Crew:
    """Threads that serve one bounded queue, each by a server of its own.

    Args:
        name: of the threads.
        server: makes a server; called in the calling thread, so that a bad database shows at once.
        bound: most jobs that may wait.
        most: most jobs a server takes at a time.
        size: threads.
        chief: a crew that tells of our queue and of our trouble as of its own.

    Attributes:
        trouble: why storage refused the last that it refused; None once it was asked again.
    """

    def __init__(
        self,
        name: str,
        server: Callable[[], Server],
        *,
        bound: int,
        most: int = 1,
        size: int = 1,
        chief: Crew | None = None,
    ) -> None:
        """Make the servers and start the threads."""
        self._queue: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._bound = bound
        self._most = most
        self._mailbox: Mailbox | None = None
        self._closed = False
        self._gate = threading.Lock()
        """Held by who enters a job and by who closes: no job comes behind the end."""
        self.trouble: str | None = None
        self._told_at = 0.0
        self._chief = chief
        self._aides: list[Crew] = []
        if chief is not None:
            chief._aides.append(self)  # noqa: SLF001 - one of our own
        self.servers = [server() for _ in range(size)]
        self._threads = [
            threading.Thread(target=self._work, args=(each,), name=f"{name}-{place}", daemon=True)
            for place, each in enumerate(self.servers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, run: Callable[[Db], T], *, durable: bool = False) -> Future[T]:
        """Queue a job from any thread.

        Refuses:
            busy: too many are waiting, or we are closing.
        """
        if threading.current_thread() in self._threads:
            raise WriteInsideWrite
        future: Future[T] = Future()
        with self._gate:
            self._ensure_room(0)
            self._queue.put(Job(run, durable, future, None))
        return future

    def call(self, run: Callable[[Db], T], *, durable: bool = False) -> Awaitable[T]:
        """Queue a job from an event loop, to be awaited.

        A caller who goes away does not stop the job: it commits all the same.

        Refuses:
            busy: too many are waiting, or we are closing.
        """
        loop = asyncio.get_running_loop()
        mailbox = self._mailbox
        if mailbox is None or mailbox.loop is not loop:
            mailbox = self._mailbox = Mailbox(loop, self.enter)
        self._ensure_room(len(mailbox.leaving))
        future: asyncio.Future[T] = loop.create_future()
        mailbox.send(Job(run, durable, future, mailbox))
        return future

    def waiting(self) -> int:
        """Return how many jobs wait, for the metrics."""
        return self._queue.qsize() + sum(aide.waiting() for aide in self._aides)

    def recovered(self) -> None:
        """Say that storage took a write again."""
        if self.trouble is not None:
            log.warning("the database works again")
        self.trouble = None

    def close(self) -> None:
        """Take no more jobs, finish those that wait, and let the connections go."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
            for _ in self._threads:
                self._queue.put(None)
        for thread in self._threads:
            thread.join()
        for server in self.servers:
            server.close()

    def _ensure_room(self, leaving: int) -> None:
        if self._closed or self._queue.qsize() + leaving >= self._bound:
            raise crowded()

    def enter(self, job: Job[Any]) -> None:
        """Take a job for which there was room when it was asked for."""
        with self._gate:
            if not self._closed:
                self._queue.put(job)
                return
        settle(Outcome(job, error=crowded()))

    def _work(self, server: Server) -> None:
        while jobs := self._take():
            for outcome in self._served(server, jobs):
                if outcome.job.mailbox is None:
                    settle(outcome)
                else:
                    outcome.job.mailbox.post(outcome)

    def _served(self, server: Server, jobs: list[Job[Any]]) -> Iterator[Outcome]:
        """Serve the jobs, whatever happens: a thread that ended would leave everybody waiting."""
        try:
            for outcome in server.serve(jobs):
                if isinstance(outcome.error, Outage):
                    self._stumbles(outcome.error.cause)
                yield outcome
        except Exception as fault:
            log.exception("jobs could not be served")
            yield from (Outcome(job, error=fault) for job in jobs)

    def _stumbles(self, cause: str) -> None:
        if self._chief is not None:
            self._chief._stumbles(cause)  # noqa: SLF001 - one of our own
            return
        now = time.monotonic()
        if cause != self.trouble or now - self._told_at > TELL_AGAIN:
            self._told_at = now
            log.warning("the database cannot be used: %s", cause)
        self.trouble = cause

    def _take(self) -> list[Job[Any]]:
        """Wait for a job, then take what else is there; an empty list means the end."""
        first = self._queue.get()
        jobs = [] if first is None else [first]
        while jobs and len(jobs) < self._most:
            try:
                job = self._queue.get_nowait()
            except Empty:
                break
            if job is None:
                self._queue.put(None)  # the end comes in its own turn, after these
                break
            jobs.append(job)
        return jobs


def attempt(job: Job[Any], db: Db) -> Outcome:
    """Run a job and sort its end into answer, refusal with evidence, and fault."""
    try:
        outcome = _answered(job, db)
    except BaseException as fault:  # noqa: BLE001 - whatever it was, its caller is to get it
        outcome = Outcome(job, error=fault)
        outcome.undo = True
    outcome.after = db.after
    return outcome


def _answered(job: Job[Any], db: Db) -> Outcome:
    try:
        outcome = Outcome(job, value=job.run(db))
    except Refusal as refusal:
        if db.changed is not None:
            raise _too_late(refusal, db) from refusal
        outcome = Outcome(job, error=refusal)
    db.end()
    return outcome


def commit_outcomes(outcomes: list[Outcome]) -> list[Outcome]:
    """Do what the committed jobs want done outward; a fault there is logged, the commit stands."""
    for outcome in outcomes:
        if outcome.undo:
            continue
        for act in outcome.after:
            try:
                act()
            except Exception:
                log.exception("an act after the commit failed")
    return outcomes


def _too_late(refusal: Refusal, db: Db) -> RefusedAfterChange:
    return RefusedAfterChange(refusal, str(db.changed and db.changed.statement))
