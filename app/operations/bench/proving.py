"""A run of the bench as lines of proof: each operation with its target and its gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from app.operations.bench.account import slowness
from app.operations.bench.growth import MOST_GROWTH, Grown
from app.operations.bench.operations import Cost
from app.operations.bench.run import Figure, Report
from app.operations.proof_lines import Line, line

ENGINES: Final = {"sqlite": "SQLite", "postgres": "Postgres"}
_START: Final = (0.7, 1.5)
"""Seconds that are wanted: to the first answer without the console, and to the console's."""

_MEMORY: Final = (90.0, 110.0)
"""Megabytes that are wanted: idle without the console, and after everything."""


def speed_lines(
    report: Report, *, accounts: int = 0, processes: int = 1, whole: bool = True
) -> Iterator[Line]:
    """Yield a line for each operation of a run; of a whole one for its start and memory, too.

    Args:
        report: of the run.
        accounts: how many there were beforehand.
        processes: how many served together.
        whole: every operation was asked; what a server weighs after some is no figure of it.
    """
    engine = ENGINES[report.engine]
    command = f"byleave bench --engine {report.engine}"
    among = f", among {accounts:,} accounts" if accounts else ""
    command += f" --accounts {accounts}" if accounts else ""
    among += f", by {processes} processes" if processes > 1 else ""
    command += f" --processes {processes}" if processes > 1 else ""
    slow = slowness(report.calibration)
    for each in report.figures:
        target, gate = (each.bound(report.engine, gate=gate) for gate in (False, True))
        yield line(
            f"Speed: {each.operation.name}{among} ({engine})",
            f"{_cost((each.cpu, each.database), report.engine)}; {each.rate:,.0f} a second, "
            f"p50 {each.p50:.1f} ms, p99 {each.p99:.1f} ms",
            command,
            holds=not each.over(report.engine, slow),
            target=_cost(target, report.engine),
            gate=_cost(gate, report.engine),
            met=_within(each, target, slow),
        )
    if not whole:
        return
    yield line(
        f"Speed: start{among} ({engine})",
        f"{report.start_protocol:.1f} s to the first answer without the console and "
        f"{report.start_first:.1f} s with it, {report.start:.1f} s to the console's"
        + _fresh(report),
        command,
        target=f"{_START[0]} s, {_START[1]} s",
        met=report.start_protocol <= _START[0] * slow and report.start <= _START[1] * slow,
    )
    yield line(
        f"Speed: memory{among} ({engine})",
        f"{report.idle_protocol:.0f} MB idle without the console, {report.idle:.0f} MB with it, "
        f"{report.after:.0f} MB after the run",
        command,
        target=f"{_MEMORY[0]:.0f} MB idle, {_MEMORY[1]:.0f} MB after",
        met=report.idle_protocol <= _MEMORY[0] and report.after <= _MEMORY[1],
    )
    yield line(
        f"Speed: the machine that day ({engine})",
        f"calibration {report.calibration:.1f} ms, {slow:.2f} times the reference: targets and "
        f"gates are taken so many times; both hashes of a sign-in {report.hash_ms:.1f} ms",
        command,
        target="",
    )


def _fresh(report: Report) -> str:
    told = f"; {report.start_fresh:.1f} s to the first answer on an empty folder"
    return told if report.start_fresh else ""


def growth_line(engine: str, sizes: Sequence[int], rows: Sequence[Grown]) -> Line:
    """Return the line of one comparison of sizes: the operation that grew most."""
    most = max(rows, key=lambda row: row.factor)
    return line(
        f"Speed: growth from {sizes[0]:,} to {sizes[-1]:,} accounts ({ENGINES[engine]})",
        f"{len(rows)} operations, the most is ×{most.factor:.2f}: {most.name}, "
        f"{most.costs[0]:.3f} to {most.costs[-1]:.3f} ms",
        f"byleave bench growth --engine {engine} --sizes {','.join(map(str, sizes))}",
        holds=most.factor <= MOST_GROWTH,
        gate=f"×{MOST_GROWTH:g}",
    )


def _cost(cost: Cost | None, engine: str) -> str:
    if cost is None:
        return ""
    own, database = cost
    if engine == "postgres" and database != float("inf"):
        return f"{_short(own)} + {_short(database)} ms"
    return f"{_short(own)} ms"


def _short(milliseconds: float) -> str:
    return f"{round(milliseconds, 3):.4g}"


def _within(figure: Figure, target: Cost | None, slow: float) -> bool:
    if target is None:
        return True
    return figure.cpu <= target[0] * slow and figure.database <= target[1] * slow
