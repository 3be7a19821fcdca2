"""Show figures by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from domain.figures.names import ACCOUNTS, NAMES, TOKENS
from domain.figures.store import FigureWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import invalid
from domain.kernel.paging import MOST_ROWS
from domain.kernel.work import reads

MONTH: Final = 30
"""Days that are shown when nobody says how many."""

MOST_DAYS: Final = 400
"""Days that figures are kept."""


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of some days.

    Args:
        days: the days in order, without a gap; today is the last one.
        amounts: a figure for each day, by name; a name that was never counted is left out.
        accounts: how many there are now that are not erased.
    """

    days: tuple[date, ...]
    amounts: Mapping[str, tuple[int, ...]]
    accounts: int = 0

    def of(self, name: str) -> tuple[int, ...]:
        """Return a figure for each day."""
        return self.amounts.get(name, (0,) * len(self.days))

    def last(self, name: str, days: int, *, before: int = 0) -> int:
        """Return the sum of the last days, or of as many that ended `before` days earlier."""
        end = len(self.days) - before
        return sum(self.of(name)[max(0, end - days) : max(0, end)])


@dataclass(frozen=True, slots=True)
class ClientSums:
    """What happened with one client within some days.

    Args:
        sums: amounts by name.
        last_day: the last day on which it got tokens; None when it got none in these days.
    """

    sums: Mapping[str, int] = field(default_factory=dict)
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class ShowClients:
    """Which clients, and how many days back.

    Args:
        clients: internal ids, 1 to 200.
        days: 1 to 400; today is the last one.
    """

    clients: tuple[bytes, ...]
    days: int = MONTH


@reads
def series(work: FigureWork, days: int = MONTH) -> Series:
    """Return the tenant's figures of the last days.

    Args:
        days: 1 to 400; today, by the tenant's clock and in UTC, is the last one.

    Refuses:
        forbidden: the actor may not read the trail.
        invalid_input: the number of days is out of its bounds.
    """
    authorize(work, "audit.read")
    shown = _days(work, days)
    amounts: dict[str, list[int]] = {}
    for day, name, amount in work.counters.between(shown[0], shown[-1]):
        if name in NAMES:
            amounts.setdefault(name, [0] * days)[(day - shown[0]).days] = amount
    told = {name: tuple(each) for name, each in amounts.items()}
    return Series(shown, told, work.totals.of(ACCOUNTS))


@reads
def of_clients(work: FigureWork, request: ShowClients) -> Mapping[bytes, ClientSums]:
    """Return the sums of each client over the last days.

    Returns:
        The clients that were counted; any other, also one of another tenant, has empty sums.

    Refuses:
        forbidden: the actor may not read clients.
        invalid_input: too many clients, or the number of days is out of its bounds.
    """
    authorize(work, "clients.read")
    if len(request.clients) > MOST_ROWS:
        raise invalid("clients", "at most {most} are shown at once.", most=MOST_ROWS)
    shown = _days(work, request.days)
    sums: dict[bytes, dict[str, int]] = {}
    used: dict[bytes, date] = {}
    for each in work.client_counters.between(request.clients, shown[0], shown[-1]):
        mine = sums.setdefault(each.client_id, {})
        mine[each.name] = mine.get(each.name, 0) + each.amount
        if each.name == TOKENS:
            used[each.client_id] = each.day
    found = {client: ClientSums(mine, used.get(client)) for client, mine in sums.items()}
    return defaultdict(ClientSums, found)


def _days(work: FigureWork, days: int) -> tuple[date, ...]:
    if not 1 <= days <= MOST_DAYS:
        raise invalid("days", "write a number from 1 to {most}.", most=MOST_DAYS)
    today = work.now.date()
    return tuple(today - timedelta(days=back) for back in range(days - 1, -1, -1))
