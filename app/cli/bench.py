"""`byleave bench`: what an answer costs, measured on this machine by the server itself."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated, Final

import typer

from app.cli.opening import REFUSED, UNFIT, WRONG_USE, AsJson, fail
from app.operations.bench.account import can_measure, machine, slowness
from app.operations.bench.operations import Cost
from app.operations.bench.run import Figure, Plan, Report, run
from app.operations.bench.server import NotStarted
from app.operations.bench.wire import BadAnswer

_HEAD: Final = (
    f"{'operation':<40} {'server':>7} {'database':>8} {'target':>14} {'gate':>14} "
    f"{'1/s':>7} {'p50':>7} {'p99':>7}"
)


class Engine(StrEnum):
    """Where the server keeps its data."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"
    BOTH = "both"


def bench(
    *,
    engine: Annotated[Engine, typer.Option(help="Where the server keeps its data.")] = (
        Engine.SQLITE
    ),
    database_url: Annotated[
        str, typer.Option(help="An empty Postgres to use; without it one is started if it can be.")
    ] = "",
    seconds: Annotated[float, typer.Option(min=0.1, help="Of one window.")] = 1.5,
    repeats: Annotated[int, typer.Option(min=1, help="Windows of each operation.")] = 3,
    connections: Annotated[int, typer.Option(min=1, help="Kept open at a time.")] = 8,
    only: Annotated[
        list[str] | None, typer.Option(help="Part of an operation's name; may be repeated.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="End with code 1 when a gate is missed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure what each answer costs: a real server on a fresh folder, every answer checked."""
    if not can_measure():
        fail("This needs Linux: what a process used is read from /proc.", WRONG_USE)
    engines = ["sqlite", "postgres"] if engine is Engine.BOTH else [engine.value]
    reports = []
    for each in engines:
        plan = Plan(each, seconds, repeats, connections, tuple(only or ()), database_url)
        if not as_json:
            typer.echo(f"{each}, {connections} connections; milliseconds\n{_HEAD}")
        try:
            report = run(plan, (lambda _: None) if as_json else _tell(each))
        except (NotStarted, BadAnswer) as fault:
            fail(str(fault), UNFIT)
        reports.append(report)
        if not as_json:
            _sum_up(report)
    if as_json:
        data = {"machine": machine(), "engines": [_plain(each) for each in reports]}
        json.dump(data, sys.stdout, indent=2)
        sys.stdout.write("\n")
    missed = [f"{each.engine}: {name}" for each in reports for name in _missed(each)]
    if check and missed:
        fail(f"Gates missed: {'; '.join(missed)}.", REFUSED)


def _tell(engine: str):  # type: ignore[no-untyped-def]
    def tell(figure: Figure) -> None:
        target, gate = figure.bound(engine, gate=False), figure.bound(engine, gate=True)
        typer.echo(
            f"{figure.operation.name:<40} {figure.cpu:>7.3f} {figure.database:>8.3f} "
            f"{_bound(target):>14} {_bound(gate):>14} {figure.rate:>7.0f} "
            f"{figure.p50:>7.2f} {figure.p99:>7.2f}"
        )

    return tell


def _bound(cost: Cost | None) -> str:
    if cost is None:
        return "-"
    own, database = cost
    return f"{own:g}" if database == float("inf") else f"{own:g} + {database:g}"


def _sum_up(report: Report) -> None:
    typer.echo(
        f"start-up {report.start:.2f} s, without the console {report.start_protocol:.2f} s; "
        f"memory {report.idle:.0f} MB idle, {report.after:.0f} MB after, "
        f"{report.idle_protocol:.0f} MB idle without the console\n"
        f"hashes of a sign-in {report.hash_ms:.1f} ms; calibration {report.calibration:.2f} ms, "
        f"{slowness(report.calibration):.2f} times the reference; {machine()}\n"
    )


def _missed(report: Report) -> list[str]:
    slow = slowness(report.calibration)
    return [each.operation.name for each in report.figures if each.over(report.engine, slow)]


def _plain(report: Report) -> dict[str, object]:
    return {
        "engine": report.engine,
        "start_seconds": round(report.start, 3),
        "start_seconds_without_console": round(report.start_protocol, 3),
        "memory_idle_mb": round(report.idle, 1),
        "memory_idle_mb_without_console": round(report.idle_protocol, 1),
        "memory_after_mb": round(report.after, 1),
        "hash_ms": round(report.hash_ms, 2),
        "calibration_ms": round(report.calibration, 2),
        "slowness": round(slowness(report.calibration), 3),
        "gates_missed": _missed(report),
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
