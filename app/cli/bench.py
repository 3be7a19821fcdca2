"""`byleave bench`: what an answer costs, measured on this machine by the server itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from app.cli.codes import REFUSED, UNFIT, WRONG_USE
from app.cli.opening import AsJson, answered, fail

ONE_WRITER: Final = "--processes above 1 needs --engine postgres: SQLite has one writer."
NEEDS_LINUX: Final = "This needs Linux: what a process used is read from /proc."


class Engine(StrEnum):
    """Where the server keeps its data."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"
    BOTH = "both"


bench = typer.Typer(
    help="Measure what each answer costs: a real server, every answer checked.",
    invoke_without_command=True,
)
Accounts = Annotated[int, typer.Option(min=0, help="Accounts with ten consents each beforehand.")]
Proofs = Annotated[
    Path | None,
    typer.Option(
        envvar="BYLEAVE_PROOFS", help="A folder that keeps the figures for docs/proofs.md."
    ),
]


@bench.callback()
def measure(
    context: typer.Context,
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
    accounts: Accounts = 0,
    data_dir: Annotated[
        Path | None, typer.Option(help="A folder that `bench seed` filled; else a fresh one.")
    ] = None,
    processes: Annotated[
        int, typer.Option(min=1, help="That serve together, without the console; on Postgres.")
    ] = 1,
    proofs: Proofs = None,
    as_json: AsJson = False,
) -> None:
    """Measure what each answer costs: a real server on a fresh folder, every answer checked."""
    if context.invoked_subcommand:
        return
    from app.operations.bench.account import can_measure, machine
    from app.operations.bench.proving import speed_lines
    from app.operations.bench.report import HEAD, missed, plain, sum_up, teller
    from app.operations.bench.run import Plan, run
    from app.operations.bench.server import NotStarted
    from app.operations.bench.wire import BadAnswer

    if not can_measure():
        fail(NEEDS_LINUX, WRONG_USE)
    if processes > 1 and engine is not Engine.POSTGRES:
        fail(ONE_WRITER, WRONG_USE)
    engines = ["sqlite", "postgres"] if engine is Engine.BOTH else [engine.value]
    say = _nothing if as_json else typer.echo
    reports = []
    for each in engines:
        plan = Plan(
            each,
            seconds,
            repeats,
            connections,
            tuple(only or ()),
            database_url,
            accounts,
            data_dir.absolute() if data_dir else None,
            processes,
        )
        say(f"{each}, {connections} connections; milliseconds\n{HEAD}")
        try:
            reports.append(run(plan, teller(each, say)))
        except (NotStarted, BadAnswer) as fault:
            fail(str(fault), UNFIT)
        say(sum_up(reports[-1]))
        _keep(
            proofs,
            speed_lines(reports[-1], accounts=accounts, processes=processes, whole=not only),
        )
    if as_json:
        data = {"machine": machine(), "engines": [plain(each) for each in reports]}
        json.dump(data, sys.stdout, indent=2)
        sys.stdout.write("\n")
    over = [f"{each.engine}: {name}" for each in reports for name in missed(each)]
    if check and over:
        fail(f"Gates missed: {'; '.join(over)}.", REFUSED)


@bench.command()
def seed(
    *,
    data_dir: Annotated[Path, typer.Option(help="A folder of its own; made when it is missing.")],
    accounts: Annotated[int, typer.Option(min=1, help="How many to add.")] = 1000,
    database_url: Annotated[
        str, typer.Option(help="An empty Postgres, or one seeded before.")
    ] = "",
) -> None:
    """Fill an installation of its own with accounts that have a session and ten consents each."""
    from app.operations.bench.crowd import fill
    from app.operations.bench.ground import FILE
    from app.operations.bench.server import NotStarted, Place, prepare, prepared

    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = Place(data_dir.absolute(), 0, database_url)
    try:
        if not prepared(place):
            if any(data_dir.iterdir()):
                fail(f"{data_dir} holds something else: name an empty folder.", WRONG_USE)
            prepare(place, FILE)
        bar = typer.progressbar(length=accounts, label="Accounts")
        with bar, answered():
            fill(place, accounts, lambda made: bar.update(made - bar.pos))
    except NotStarted as fault:
        fail(str(fault), UNFIT)


@bench.command()
def growth(
    *,
    sizes: Annotated[str, typer.Option(help="Accounts, smallest first.")] = "1000,10000,100000",
    engine: Annotated[Engine, typer.Option(help="Where the server keeps its data.")] = (
        Engine.SQLITE
    ),
    only: Annotated[
        list[str] | None, typer.Option(help="Part of an operation's name; may be repeated.")
    ] = None,
    repeats: Annotated[int, typer.Option(min=1, help="Windows of each operation.")] = 4,
    check: Annotated[
        bool, typer.Option("--check", help="End with code 1 when one costs more than twice.")
    ] = False,
    data_dir: Annotated[
        list[Path] | None,
        typer.Option(help="A folder that `bench seed` filled; once for each size, in their order."),
    ] = None,
    proofs: Proofs = None,
    as_json: AsJson = False,
) -> None:
    """Measure each operation over ever more accounts; none may cost more than twice as much."""
    from app.operations.bench.account import can_measure, machine
    from app.operations.bench.growth import MOST_GROWTH, grow, growth_table
    from app.operations.bench.proving import growth_line
    from app.operations.bench.run import Plan
    from app.operations.bench.server import NotStarted
    from app.operations.bench.wire import BadAnswer

    if not can_measure() or engine is Engine.BOTH:
        fail(NEEDS_LINUX if not can_measure() else "Name one engine.", WRONG_USE)
    wanted, folders = _sizes(sizes, data_dir or [])
    plan = Plan(engine.value, repeats=repeats, only=tuple(only or ()))
    try:
        rows = grow(
            plan, wanted, lambda size, _: typer.echo(f"measured {size:,}", err=True), folders
        )
    except (NotStarted, BadAnswer) as fault:
        fail(str(fault), UNFIT)
    if not only:
        _keep(proofs, [growth_line(engine.value, wanted, rows)])
    if as_json:
        found = {each.name: {"ms": each.costs, "factor": each.factor} for each in rows}
        typer.echo(json.dumps({"machine": machine(), "sizes": wanted, "operations": found}))
    else:
        for told in growth_table(wanted, rows):
            typer.echo(told)
    over = [each.name for each in rows if each.factor > MOST_GROWTH]
    if check and over:
        fail(f"Costs more than {MOST_GROWTH:g} times as much: {', '.join(over)}.", REFUSED)


def _sizes(text: str, folders: list[Path]) -> tuple[list[int], list[Path]]:
    """Read the sizes, and the folders that stand for them if there are any."""
    try:
        wanted = [int(each) for each in text.split(",")]
    except ValueError:
        fail("--sizes is numbers with commas between, such as 1000,100000.", WRONG_USE)
    if folders and len(folders) != len(wanted):
        fail("--data-dir is named once for each size, or not at all.", WRONG_USE)
    return wanted, [each.absolute() for each in folders]


def _keep(folder: Path | None, lines: Iterable[Mapping[str, Any]]) -> None:
    """Keep figures where a folder for them was named."""
    from app.operations.proof_lines import keep

    if folder is not None:
        for each in lines:
            keep(folder, each)


def _nothing(_line: str) -> None:
    """Say nothing: the answer is JSON."""
