"""Add up what a process counted in memory."""

from __future__ import annotations

from collections.abc import Mapping

from domain.figures.names import TOKENS
from domain.figures.records import ClientFigure
from domain.figures.store import FigureWork
from domain.kernel.work import writes


@writes()
def add_tokens(work: FigureWork, issued: Mapping[bytes, int]) -> None:
    """Add the tokens that clients got since the last time, to today's figures.

    Whoever calls it counts in memory and may lose what it counted last when it is killed.

    Args:
        issued: how many, by the client's internal id; each 1 and up.
    """
    if not issued:
        return
    day = work.now.date()
    work.counters.add(day, TOKENS, sum(issued.values()))
    for client_id, amount in sorted(issued.items()):
        work.client_counters.add(ClientFigure(client_id, day, TOKENS, amount))
