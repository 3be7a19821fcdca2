"""`byleave node list`, `byleave about` and `byleave figures`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import Slug, above, ask, table
from app.operations import about as running
from app.wiring import House
from domain.figures.names import NAMES
from domain.figures.show import MONTH, MOST_DAYS, Series, series
from domain.operators.nodes import nodes

node = typer.Typer(help="Nodes: the processes that serve.", no_args_is_help=True)


@node.command("list")
@in_house
def list_nodes(house: House, *, as_json: AsJson = False) -> None:
    """List the processes that served within the last day, the last heard first."""
    found = above(house, nodes)
    told = [
        {
            "id": each.id,
            "host": each.host,
            "planes": each.planes.split(),
            "version": each.version,
            "started_at": each.started_at,
            "seen_at": each.seen_at,
            "alive": lives,
        }
        for each, lives in found
    ]
    rows = (
        (each.id, _state(alive=lives), each.version, f"{each.seen_at:%H:%M:%S}", each.planes)
        for each, lives in found
    )
    show(
        told,
        as_json=as_json,
        lines=lambda: table(rows, "PROCESS", "STATE", "VERSION", "HEARD (UTC)", "ANSWERS"),
    )


def _state(*, alive: bool) -> str:
    return "alive" if alive else "gone"


@in_house
def about(house: House, *, as_json: AsJson = False) -> None:
    """Tell what runs here, and the parts it is made of with their licences."""
    seen = running.about(house)

    def lines() -> Iterator[str]:
        yield f"Byleave {seen.version}, Python {seen.python}, {seen.engine}, {seen.system}"
        rows = ((each.name, each.version, each.licence) for each in seen.parts)
        yield from table(rows, "PART", "VERSION", "LICENCE")

    data = {
        "version": seen.version,
        "python": seen.python,
        "database": seen.engine,
        "system": seen.system,
        "parts": [
            {"name": each.name, "version": each.version, "licence": each.licence}
            for each in seen.parts
        ],
    }
    show(data, as_json=as_json, lines=lines)


@in_house
def figures(
    house: House,
    *,
    tenant: Slug,
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="Today is the last.")] = MONTH,
    as_json: AsJson = False,
) -> None:
    """Show what happened on each day."""
    seen: Series = ask(house, tenant, series, days)
    names = sorted(name for name in NAMES if any(seen.of(name)))
    rows = (
        (day.isoformat(), *(seen.of(name)[place] for name in names))
        for place, day in enumerate(seen.days)
    )
    data = {
        "days": [day.isoformat() for day in seen.days],
        "figures": {name: list(seen.of(name)) for name in sorted(NAMES)},
    }
    show(data, as_json=as_json, lines=lambda: table(rows, "DAY (UTC)", *names))
