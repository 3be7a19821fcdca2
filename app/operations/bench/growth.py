"""Does an operation cost more when there is more of everything?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.operations.bench.account import slowness
from app.operations.bench.operations import LOGIN
from app.operations.bench.run import Plan, Report, run

MOST_GROWTH: Final = 2.0
"""No operation may cost more than so many times as much from the smallest size to the largest."""


@dataclass(frozen=True, slots=True)
class Grown:
    """One operation over all sizes.

    Args:
        costs: milliseconds of the server and its database together, size by size, each divided
            by how slow the machine was then.
    """

    name: str
    costs: tuple[float, ...]

    @property
    def factor(self) -> float:
        """How many times as much the largest size costs as the smallest."""
        return self.costs[-1] / self.costs[0] if self.costs[0] else 0.0


def grow(
    plan: Plan,
    sizes: Sequence[int],
    tell: Callable[[int, Report], None],
    folders: Sequence[Path] = (),
) -> list[Grown]:
    """Measure the same operations over ever more accounts, each size on a place of its own.

    Args:
        plan: what to measure; its accounts are those of each size in turn.
        sizes: accounts, smallest first.
        tell: called with each size's report as it is there.
        folders: that hold so many accounts already, one for each size; none makes them.

    Raises:
        NotStarted: a server or a database did not come up.
        BadAnswer: an answer was wrong.
    """
    by_name: dict[str, list[float]] = {}
    made: Sequence[Path | None] = folders or [None] * len(sizes)
    for size, folder in zip(sizes, made, strict=True):
        own = replace(plan, accounts=0 if folder else size, data_dir=folder)
        report = run(own, lambda _figure: None)
        tell(size, report)
        slow = slowness(report.calibration)
        for figure in report.figures:
            cost = (figure.cpu + figure.database) / slow
            by_name.setdefault(figure.operation.name, []).append(cost)
    # The whole flow is told without its hashes, which are the same whatever the database holds.
    return [Grown(name, tuple(costs)) for name, costs in by_name.items() if name != LOGIN]


def growth_table(sizes: Sequence[int], rows: Sequence[Grown]) -> Iterator[str]:
    """Yield a line for the sizes and one for each operation."""
    yield f"{'ms of the server and its database':<42} " + " ".join(f"{n:>9,}" for n in sizes)
    for each in rows:
        costs = " ".join(f"{cost:>9.3f}" for cost in each.costs)
        yield f"{each.name:<42} {costs}   x {each.factor:.2f}"
