"""A run's figures as lines and as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.operations.bench.account import machine, slowness
from app.operations.bench.operations import Cost
from app.operations.bench.run import Figure, Report

HEAD: Final = (
    f"{'operation':<42} {'server':>7} {'database':>8} {'target':>13} {'gate':>13} "
    f"{'1/s':>7} {'p50':>7} {'p99':>7}"
)


def teller(engine: str, say: Callable[[str], None]) -> Callable[[Figure], None]:
    """Return what says each figure as a line."""

    def tell(figure: Figure) -> None:
        target, gate = figure.bound(engine, gate=False), figure.bound(engine, gate=True)
        say(
            f"{figure.operation.name:<42} {figure.cpu:>7.3f} {figure.database:>8.3f} "
            f"{_bound(target):>13} {_bound(gate):>13} {figure.rate:>7.0f} "
            f"{figure.p50:>7.2f} {figure.p99:>7.2f}"
        )

    return tell


def _bound(cost: Cost | None) -> str:
    if cost is None:
        return "-"
    own, database = cost
    return f"{own:g}" if database == float("inf") else f"{own:g} + {database:g}"


def sum_up(report: Report) -> str:
    """Return what a run says at its end."""
    fresh = f", {report.start_fresh:.2f} s on an empty folder" if report.start_fresh else ""
    return (
        f"first answer after {report.start_protocol:.2f} s without the console, "
        f"{report.start_first:.2f} s with it{fresh}; "
        f"the console's after {report.start:.2f} s\n"
        f"memory {report.idle:.0f} MB idle, {report.after:.0f} MB after, "
        f"{report.idle_protocol:.0f} MB idle without the console\n"
        f"hashes of a sign-in {report.hash_ms:.1f} ms; calibration {report.calibration:.2f} ms, "
        f"{slowness(report.calibration):.2f} times the reference; {machine()}\n"
    )


def missed(report: Report) -> list[str]:
    """Return the names of operations above their gate, the machine's slowness allowed for."""
    slow = slowness(report.calibration)
    return [each.operation.name for each in report.figures if each.over(report.engine, slow)]


def plain(report: Report) -> dict[str, object]:
    """Return a run as JSON."""
    return {
        "engine": report.engine,
        "start_seconds": round(report.start, 3),
        "start_seconds_first_answer": round(report.start_first, 3),
        "start_seconds_empty_folder": round(report.start_fresh, 3),
        "start_seconds_without_console": round(report.start_protocol, 3),
        "memory_idle_mb": round(report.idle, 1),
        "memory_idle_mb_without_console": round(report.idle_protocol, 1),
        "memory_after_mb": round(report.after, 1),
        "hash_ms": round(report.hash_ms, 2),
        "calibration_ms": round(report.calibration, 2),
        "slowness": round(slowness(report.calibration), 3),
        "gates_missed": missed(report),
        "operations": [
            {
                "name": each.operation.name,
                "server_ms": round(each.cpu, 4),
                "database_ms": round(each.database, 4),
                "requests_per_second": round(each.rate, 1),
                "p50_ms": round(each.p50, 3),
                "p99_ms": round(each.p99, 3),
                "count": each.count,
            }
            for each in report.figures
        ],
    }
