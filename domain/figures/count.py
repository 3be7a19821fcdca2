"""Count what the trail tells as it is chained: exactly once, and nobody who signs in waits for it.

The sequencer of a tenant is alone, and a leaf gets its place once; the figures are written in that
same transaction. So they are as exact as the log itself, are at most a few seconds behind it, and
cost the transactions that they count nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from domain.audit.records import AuditEvent, LeafSource, LogLeaf
from domain.audit.sequence import BATCH, chain
from domain.figures.names import OF_THE_TRAIL, REFUSED, TURNS
from domain.figures.records import ClientFigure
from domain.figures.store import FigureWork
from domain.kernel.ids import read
from domain.kernel.work import writes

CLIENT: str = "cli"


@writes()
def sequence_and_count(work: FigureWork, limit: int = BATCH) -> int:
    """Chain the oldest leaves that have no place yet, and count what they tell.

    Args:
        limit: leaves, 1 and up.

    Returns:
        How many got their place.
    """
    leaves = chain(work, limit)
    days: Counter[tuple[date, str]] = Counter()
    clients: Counter[tuple[bytes, date, str]] = Counter()
    for line in _lines(work, leaves):
        amount = _amount(line)
        days[line.at.date(), line.name] += amount
        client = _client(line)
        if client is not None:
            clients[client, line.at.date(), line.name] += amount
    # In one order everywhere, so that two who add up never wait for one another in a circle.
    for (day, name), amount in sorted(days.items()):
        work.counters.add(day, name, amount)
    for (client_id, day, name), amount in sorted(clients.items()):
        work.client_counters.add(ClientFigure(client_id, day, name, amount))
    for total, change in _turns(days).items():
        work.totals.add(total, change)
    return len(leaves)


def _turns(days: Counter[tuple[date, str]]) -> Counter[str]:
    """Return by how much each total changes; one that stays as it is is left out."""
    turns: Counter[str] = Counter()
    for (_, name), amount in days.items():
        if name in TURNS:
            total, sign = TURNS[name]
            turns[total] += sign * amount
    return Counter({total: change for total, change in turns.items() if change})


def _lines(work: FigureWork, leaves: tuple[LogLeaf, ...]) -> Iterator[AuditEvent]:
    """Return the lines of these leaves that are counted."""
    ids = {leaf.id for leaf in leaves if leaf.source is LeafSource.AUDIT}
    if not ids:
        return
    for line in work.audit.span(min(ids), max(ids)):
        if line.id in ids and line.name in OF_THE_TRAIL:
            yield line


def _amount(line: AuditEvent) -> int:
    """Return how many things a line tells of: a page refused whole names each of its items."""
    if line.name != REFUSED:
        return 1
    return max(1, len(str(line.facts.get("item", "")).split()))


def _client(line: AuditEvent) -> bytes | None:
    """Return the client that a line is about, or whom it is told of."""
    if line.subject_prefix == CLIENT:
        return line.subject_id if isinstance(line.subject_id, bytes) else None
    return read(CLIENT, str(line.facts.get("client", "")))
