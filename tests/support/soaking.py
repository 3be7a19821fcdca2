"""A real server under a steady load, watched: what it weighs, what it holds open, its threads."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median

import httpx

from app.console.door import PAGES
from app.operations.bench.ground import FILE, TENANT, Ground, settle
from app.operations.bench.load import drive
from app.operations.bench.server import Place, Running, free_port, prepare, serving
from tests.app.console.presser import connected, read
from tests.support.soak_load import Make, machines, paced, people, view

FOREVER = 1e9
"""Seconds: units say themselves when there are no more."""

MORE_MEMORY = 1.10
"""The last quarter's median may be this much of the second's; the first is warming up."""

MORE_HELD = 5
"""Descriptors and threads may differ by so many between those medians."""

LOST = 0.01
"""Of the pages: so many may lose their socket when a crowded machine stands still for seconds."""


@dataclass(frozen=True)
class Plan:
    """How long and how much.

    Attributes:
        seconds: of the load.
        every: seconds between two samples.
        pages: of the console, open at a time.
        opened: pages a second; each stays until as many others as are open came after it.
        machines, logins: units a second.
        people: who sign in, in turn.
    """

    seconds: float
    every: float = 10.0
    pages: int = 200
    opened: float = 1.25
    machines: float = 60.0
    logins: float = 3.0
    people: int = 40


@dataclass(frozen=True)
class Sample:
    """What the server was at one moment; `memory` in megabytes, `cpu` in seconds since it began."""

    at: float
    memory: float
    files: int
    threads: int
    pages: int
    cpu: float


@dataclass
class Watched:
    """What came out.

    Attributes:
        samples: in their order.
        done: units and pages by name.
        wrong: what was answered wrongly, or broke.
    """

    samples: list[Sample] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def medians(self, measure: str) -> tuple[float, float]:
        """Return the median of the second quarter and of the last."""
        values = [getattr(each, measure) for each in self.samples]
        quarter = len(values) // 4
        return median(values[quarter : 2 * quarter]), median(values[-quarter:])

    @property
    def core(self) -> float:
        """The share of a core that the server used."""
        first, last = self.samples[0], self.samples[-1]
        return (last.cpu - first.cpu) / (last.at - first.at)

    def amiss(self) -> list[str]:
        """Return what was wrong, and what is not flat."""
        lost, pages = self.done["socket lost"], self.done["page"]
        lines = [f"{lost} sockets lost"] if lost > pages * LOST else []
        return [*self.wrong, *lines, *self.grown()]

    def grown(self) -> list[str]:
        """Return what is not flat."""
        before, after = self.medians("memory")
        found = [] if after <= before * MORE_MEMORY else [f"memory {before:.0f} to {after:.0f} MB"]
        for measure in ("files", "threads"):
            before, after = self.medians(measure)
            if abs(after - before) > MORE_HELD:
                found.append(f"{measure} {before:.0f} to {after:.0f}")
        return found


def soak(folder: Path, plan: Plan, *, postgres: str = "") -> Watched:
    """Start a server, use it as planned, and watch it.

    Args:
        folder: empty.
        postgres: URL of an empty database; empty means SQLite.
    """
    data = folder / "data"
    data.mkdir(mode=0o700)
    place = Place(data, free_port(), postgres)
    proofs = prepare(place, FILE)
    with serving(place) as running:
        _let_run(running.tree.pid)
        ground = settle(running, proofs)
        watched = Watched()
        logins = people(ground, plan.people)
        ends_at = time.monotonic() + plan.seconds
        going = partial(_going, watched, ends_at)
        lanes = [_lane(ground, machines(), plan.machines, going)]
        lanes += [_lane(ground, logins, plan.logins, going)]
        lanes += [lambda done: asyncio.run(_Pages(ground, plan, ends_at, done).run())]
        workers = [threading.Thread(target=_guarded, args=(lane, watched)) for lane in lanes]
        for worker in workers:
            worker.start()
        try:
            _sample(running, plan, ends_at, watched)
        finally:
            for worker in workers:
                worker.join(plan.pages / plan.opened + 60)
    return watched


def _let_run(pid: int) -> None:
    """Let it run on every core again: this is no measure of its cost."""
    for task in (Path("/proc") / str(pid) / "task").iterdir():
        os.sched_setaffinity(int(task.name), range(os.cpu_count() or 1))


def _lane(
    ground: Ground, makes: Iterator[Make], rate: float, going: Callable[[], bool]
) -> Callable[[Counter[str]], None]:
    def lane(done: Counter[str]) -> None:
        own = view(ground)
        units = paced(own, makes, rate, going, done)
        drive(ground.running.address, units, connections=1, seconds=FOREVER)

    return lane


def _guarded(lane: Callable[[Counter[str]], None], watched: Watched) -> None:
    try:
        lane(watched.done)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the run says it and fails
        faults = fault.exceptions if isinstance(fault, ExceptionGroup) else (fault,)
        watched.wrong += [f"{type(each).__name__}: {each}" for each in faults]


def _going(watched: Watched, ends_at: float) -> bool:
    """Tell whether the load goes on: a wrong answer ends it."""
    return time.monotonic() < ends_at and not watched.wrong


def _sample(running: Running, plan: Plan, ends_at: float, watched: Watched) -> None:
    """Look at regular moments; a wrong answer ends the run."""
    folder = Path("/proc") / str(running.tree.pid)
    due = time.monotonic()
    while (due := due + plan.every) < ends_at and not watched.wrong:
        time.sleep(max(0.0, due - time.monotonic()))
        sample = Sample(
            at=time.monotonic(),
            memory=running.tree.memory(),
            files=len(list((folder / "fd").iterdir())),
            threads=len(list((folder / "task").iterdir())),
            pages=watched.done["page"] - watched.done["page closed"],
            cpu=running.tree.cpu(),
        )
        watched.samples.append(sample)
        print(sample, dict(watched.done), flush=True)


FRESH = httpx.Limits(max_keepalive_connections=0)
"""A connection for each page: one that lay idle may be closed just as it is used again."""


@dataclass
class _Pages:
    """An operator who opens page after page, with a socket each, and closes the oldest."""

    ground: Ground
    plan: Plan
    ends_at: float
    done: Counter[str]

    async def run(self) -> None:
        """Open and close until the end; a page that fails ends all."""
        assert self.ground.console is not None
        base = self.ground.running.place.base_url
        pairs = "; ".join(f"{k}={v}" for k, v in self.ground.console.cookies.items())
        headers = {"Cookie": pairs, "Origin": base}
        paths = cycle([path.rstrip("/") for path in PAGES if "{" not in path])
        async with (
            httpx.AsyncClient(base_url=base, headers=headers, timeout=60, limits=FRESH) as http,
            asyncio.TaskGroup() as group,
        ):
            due = time.monotonic()
            while (due := due + 1 / self.plan.opened) < self.ends_at:
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                group.create_task(self._visit(http, headers, f"/console/{TENANT}{next(paths)}"))

    async def _visit(self, http: httpx.AsyncClient, headers: dict[str, str], path: str) -> None:
        """Open a page and stay; a socket that was lost is followed by a reload, as in a browser."""
        until = time.monotonic() + self.plan.pages / self.plan.opened
        opened = 0
        while not opened or time.monotonic() < min(until, self.ends_at):
            answer = await http.get(path)
            assert answer.status_code == httpx.codes.OK, (path, answer.status_code)
            page = read(path, answer.text)
            async with connected(self.ground.running.place.base_url, headers, page):
                self.done["page" if not opened else "socket lost"] += 1
                opened += 1
                left = max(0.0, min(until, self.ends_at) - time.monotonic())
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(page.wire.wait_closed(), left)
        self.done["page closed"] += 1
