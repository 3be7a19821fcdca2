"""`byleave bench`: what an answer costs, measured on this machine by the server itself."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer

from app.cli.opening import REFUSED, UNFIT, WRONG_USE, AsJson, fail


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
    seconds: Annotated[float, typer.Option(min=0.1, help="Of one window.")] = 0.5,
    repeats: Annotated[
        int, typer.Option(min=1, help="Windows of each operation; the least counts.")
    ] = (8),
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
    from app.operations.bench.account import can_measure, machine
    from app.operations.bench.report import HEAD, missed, plain, sum_up, teller
    from app.operations.bench.run import Plan, run
    from app.operations.bench.server import NotStarted
    from app.operations.bench.wire import BadAnswer

    if not can_measure():
        fail("This needs Linux: what a process used is read from /proc.", WRONG_USE)
    engines = ["sqlite", "postgres"] if engine is Engine.BOTH else [engine.value]
    say = _nothing if as_json else typer.echo
    reports = []
    for each in engines:
        plan = Plan(each, seconds, repeats, connections, tuple(only or ()), database_url)
        say(f"{each}, {connections} connections; milliseconds\n{HEAD}")
        try:
            reports.append(run(plan, teller(each, say)))
        except (NotStarted, BadAnswer) as fault:
            fail(str(fault), UNFIT)
        say(sum_up(reports[-1]))
    if as_json:
        data = {"machine": machine(), "engines": [plain(each) for each in reports]}
        json.dump(data, sys.stdout, indent=2)
        sys.stdout.write("\n")
    over = [f"{each.engine}: {name}" for each in reports for name in missed(each)]
    if check and over:
        fail(f"Gates missed: {'; '.join(over)}.", REFUSED)


def _nothing(_line: str) -> None:
    """Say nothing: the answer is JSON."""
