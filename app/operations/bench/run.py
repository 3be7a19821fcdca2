"""One run: bring a server up, measure each operation a few times, keep the least."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from app.operations.bench.account import Tree, calibrate, pin
from app.operations.bench.crowd import fill
from app.operations.bench.ground import FILE, Ground, settle
from app.operations.bench.load import Window, drive
from app.operations.bench.operations import (
    LOGIN,
    OPERATIONS,
    WITHOUT_HASH,
    Cost,
    Operation,
)
from app.operations.bench.server import (
    LOAD_CORE,
    Place,
    a_postgres,
    free_port,
    gather_figures,
    prepare,
    prepared,
    serving,
)

WARM_UP: Final = 0.3
FIRST: Final = 40
"""Requests that a server started anew answers before they count."""

_BARE: Final = "protocol,hosted"
"""Planes without the console: a window of it lives in one process."""

LONGER: Final = {
    LOGIN: 4.0,
    **{f"console {page}": 2.0 for page in ("list page", "sessions", "ledger", "audit")},
}
"""Operations of which few fit into a window."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run is made.

    Args:
        engine: `sqlite` or `postgres`.
        seconds: of one window.
        repeats: windows of each operation.
        only: parts of names; empty means all operations.
        database_url: of a Postgres that runs already; empty starts one.
        accounts: how many there are beforehand; see `crowd`.
        data_dir: a folder that `prepare` and `fill` made before; None makes one for this run.
        processes: that serve together, without the console; more than one needs Postgres.
    """

    engine: str
    seconds: float = 0.5
    repeats: int = 8
    connections: int = 8
    only: tuple[str, ...] = ()
    database_url: str = ""
    accounts: int = 0
    data_dir: Path | None = None
    processes: int = 1

    @property
    def planes(self) -> str:
        """What the measured server serves; empty means all."""
        return "" if self.processes == 1 else _BARE


@dataclass(frozen=True, slots=True)
class Figure:
    """What one operation cost.

    Args:
        cpu: milliseconds of the server's CPU for one.
        database: milliseconds of Postgres' CPU beside it.
        rate: ended in a second.
        p50, p99: milliseconds.
        count: how many the kept window holds.
        hashing: milliseconds of `cpu` within slow hashes, as the threads that make them count it.
    """

    operation: Operation
    cpu: float
    database: float
    rate: float
    p50: float
    p99: float
    count: int
    hashing: float = 0.0

    def over(self, engine: str, slowness: float) -> bool:
        """Tell whether the gate is missed on a machine that is so much slower."""
        gate = self.bound(engine, gate=True)
        if gate is None:
            return False
        return self.cpu > gate[0] * slowness or self.database > gate[1] * slowness

    def bound(self, engine: str, *, gate: bool) -> Cost | None:
        """Return the target or the gate that holds on an engine, or None."""
        operation = self.operation
        if engine == "postgres":
            return operation.gate_on_postgres if gate else operation.on_postgres
        alone = operation.gate if gate else operation.target
        return (alone, float("inf")) if alone is not None else None


@dataclass(slots=True)
class Report:
    """What a run came to.

    Args:
        start: seconds until the console answers, on a folder that was served before.
        start_protocol: to the first answer without the console.
        idle, idle_protocol: megabytes before the first request; the second without the console.
        after: megabytes after everything.
        hash_ms: CPU of both hashes of a sign-in, by the clocks of the threads that make them.
        calibration: least milliseconds of the calibrating work.
        start_first: to the first answer of a process with the console, which is the protocol's.
        start_fresh: the same on an empty folder; zero on Postgres, which is prepared.
    """

    engine: str
    figures: list[Figure]
    start: float = 0.0
    start_protocol: float = 0.0
    idle: float = 0.0
    idle_protocol: float = 0.0
    after: float = 0.0
    hash_ms: float = 0.0
    calibration: float = float("inf")
    start_first: float = 0.0
    start_fresh: float = 0.0


def run(plan: Plan, tell: Callable[[Figure], None]) -> Report:
    """Measure.

    Args:
        tell: called with each figure as it is there.

    Raises:
        NotStarted: the server or the database did not come up.
        BadAnswer: an answer was wrong.
    """
    report = Report(plan.engine, [])
    chosen = [each for each in OPERATIONS if _wanted(plan, each)]
    pin(os.getpid(), LOAD_CORE)
    with tempfile.TemporaryDirectory(prefix="byleave-bench-") as made, ExitStack() as stack:
        folder = plan.data_dir or Path(made) / "data"
        folder.mkdir(mode=0o700, exist_ok=True)
        place, database = Place(folder, free_port()), Tree(0)
        if plan.engine == "postgres":
            where = a_postgres(Path(made) / "pg", plan.database_url)
            url, database = stack.enter_context(where)
            place = replace(place, database_url=url)
        secrets = prepared(place) or prepare(place, FILE)
        if plan.accounts:
            fill(place, plan.accounts)
        _start(plan, place, Path(made) / "fresh", report)
        with serving(place, planes=plan.planes, processes=plan.processes) as running:
            report.start_first, report.start = running.started, running.whole
            report.idle = running.tree.memory()
            ground = settle(running, secrets)
            gather_figures(place)
            meter = Meter(plan, report, database, tell)
            for operation in chosen:
                if not operation.restarted:
                    meter.measure(operation, ground)
            report.after = running.tree.memory()
        unseen = [each for each in chosen if each.restarted]
        if unseen and ground.unseen:
            with serving(place, planes=plan.planes, processes=plan.processes) as running:
                ground.running = running
                for operation in unseen:
                    meter.measure(operation, ground)
    return report


def _start(plan: Plan, place: Place, fresh: Path, report: Report) -> None:
    """Start on an empty folder, and without the console on the one that is measured."""
    if plan.engine == "sqlite":
        fresh.mkdir(mode=0o700)
        with serving(Place(fresh, free_port())) as running:
            report.start_fresh = running.started
    with serving(place, planes=_BARE, processes=plan.processes) as running:
        report.start_protocol, report.idle_protocol = running.started, running.tree.memory()


def _wanted(plan: Plan, operation: Operation) -> bool:
    if plan.planes and operation.name.startswith("console"):
        return False
    return not plan.only or any(word in operation.name for word in plan.only)


@dataclass(slots=True)
class Meter:
    """Takes the figures of one run."""

    plan: Plan
    report: Report
    database: Tree
    tell: Callable[[Figure], None]

    def measure(self, operation: Operation, ground: Ground) -> None:
        """Take a figure: warm up, then windows; the least counts, the others were disturbed."""
        if operation.restarted:
            # A statement is compiled at its first use: that is a cost of the start.
            ground.once(islice(operation.units(ground), FIRST))
        elif not operation.prepare:
            self._drive(operation, ground, WARM_UP)
        windows = [self._window(operation, ground) for _ in range(self.plan.repeats)]
        self._keep(min((each for each in windows if each.count), key=lambda each: each.cpu))
        if operation.name == LOGIN:
            best = min(windows, key=lambda each: each.cpu - each.hashing)
            rest = best.cpu - best.hashing
            self._keep(replace(best, operation=WITHOUT_HASH, cpu=rest))
            self.report.hash_ms = min(each.hashing for each in windows)

    def _keep(self, figure: Figure) -> None:
        self.report.figures.append(figure)
        self.tell(figure)

    def _window(self, operation: Operation, ground: Ground) -> Figure:
        if operation.prepare:
            operation.prepare(ground)
        report, server = self.report, ground.running.tree
        report.calibration = min(report.calibration, calibrate())
        hashed = ground.running.hashed()
        before, stored = server.cpu(), self.database.cpu()
        seconds = LONGER.get(operation.name, 1.0) * self.plan.seconds
        window = self._drive(operation, ground, seconds)
        used, kept = server.cpu() - before, self.database.cpu() - stored
        hashing = ground.running.hashed() - hashed
        ground.prove()
        count = max(1, window.count)
        return Figure(
            operation,
            used * 1000 / count,
            kept * 1000 / count,
            window.count / window.seconds,
            window.percentile(0.50),
            window.percentile(0.99),
            window.count,
            hashing * 1000 / count,
        )

    def _drive(self, operation: Operation, ground: Ground, seconds: float) -> Window:
        return drive(
            ground.running.address,
            operation.units(ground),
            connections=self.plan.connections,
            seconds=seconds,
        )
