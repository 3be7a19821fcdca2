"""What an operator sees at a glance: a tenant's days, what ends soon, and what was done last.

Read models over several rooms: one work, so that what stands together was true together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from domain.accounts.records import AccountFilter
from domain.audit.records import AuditEvent, AuditFilter
from domain.consent.records import ConsentFilter
from domain.figures.names import SIGNED_IN
from domain.figures.show import MONTH, Series, series
from domain.figures.store import FigureWork
from domain.kernel.authorize import authorize
from domain.kernel.paging import PageRequest
from domain.kernel.work import reads
from domain.operators.seeing import OverviewWork
from domain.operators.trail import names_in

SOON: Final = timedelta(days=7)
LAST_ACTS: Final = 5
"""Operators' acts that Home tells."""

MOST_ENDING: Final = 10_000
"""Where counting what ends soon stops: each is a step in an index."""

_ONE: Final = PageRequest(1)


class HomeWork(OverviewWork, FigureWork, Protocol):
    """A work that sees everything of a tenant, and its figures."""


@dataclass(frozen=True, slots=True)
class Begun:
    """How far a new tenant has come.

    Args:
        client: an application is connected, beside those of the house.
        account: somebody has an account.
        signed_in: somebody signed in.
        decided: somebody was asked for leave and answered.
    """

    client: bool
    account: bool
    signed_in: bool
    decided: bool

    @property
    def steps(self) -> tuple[bool, ...]:
        """The four in their order."""
        return self.client, self.account, self.signed_in, self.decided


@dataclass(frozen=True, slots=True)
class Home:
    """A tenant at a glance.

    Args:
        series: figures of the last two months by day.
        acts: what operators did last, newest first.
        names: labels of the clients the acts name, by their shown id.
        begun: how far a new tenant has come.
    """

    series: Series
    acts: tuple[AuditEvent, ...]
    names: Mapping[str, str]
    begun: Begun


@reads
def home(work: HomeWork, own_clients: tuple[str, ...] = ()) -> Home:
    """Return how the tenant's days went and what operators did last.

    Args:
        own_clients: public ids of the house's own clients, which are no connected application.

    Refuses:
        forbidden: the actor may not read the trail.
    """
    authorize(work, "audit.read")
    acts = work.audit.acts(LAST_ACTS)
    found = series(work, 2 * MONTH)
    return Home(found, acts, names_in(work, acts), _begun(work, found, own_clients))


@reads
def ending_soon(work: OverviewWork) -> int:
    """Return how many items of leave end within seven days; counting stops at `MOST_ENDING`.

    Refuses:
        forbidden: the actor may not read consents.
    """
    authorize(work, "consents.read")
    return work.consents.count_ending(work.now, work.now + SOON, MOST_ENDING)


def _begun(work: HomeWork, found: Series, own_clients: tuple[str, ...]) -> Begun:
    clients = work.clients.page(PageRequest(len(own_clients) + 1)).rows
    told = AuditFilter(names=(SIGNED_IN,))
    return Begun(
        client=any(each.client_id not in own_clients for each in clients),
        account=bool(work.accounts.page(AccountFilter(), _ONE).rows),
        signed_in=any(found.of(SIGNED_IN)) or bool(work.audit.page(told, _ONE).rows),
        decided=bool(work.consents.page(ConsentFilter(), _ONE).rows),
    )
