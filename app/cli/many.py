"""What came of each of many, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from app.cli.codes import REFUSED
from app.cli.opening import show
from app.cli.reach import table
from domain.kernel.many import Came, Outcome


def show_each(ids: Sequence[str], came: Sequence[Came], *, as_json: bool) -> None:
    """Print what came of each, in the order named; exit code 1 if one failed.

    Args:
        ids: as they were written, once each.
    """
    told = [
        {"id": id_, "outcome": each.outcome, "code": each.code or None, "count": each.count}
        for id_, each in zip(ids, came, strict=True)
    ]
    rows = ((line["id"], line["outcome"], line["code"] or "") for line in told)
    show(told, as_json=as_json, lines=lambda: table(rows, "ID", "OUTCOME", "WHY"))
    if any(each.outcome is Outcome.FAILED for each in came):
        raise typer.Exit(REFUSED)
