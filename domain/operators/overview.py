"""What an operator sees at a glance: a tenant's days, the jobs.

Read models over several rooms: one work, so that what stands together was true together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from domain.audit.records import AuditEvent, AuditFilter
from domain.consent.events import ConsentGiven, ConsentRefused
from domain.consent.records import ConsentFilter, ConsentStatus
from domain.kernel.authorize import authorize
from domain.kernel.paging import MOST_ROWS, PageRequest
from domain.kernel.run_book import JobRun, RunBook
from domain.kernel.work import ActorKind, Work, reads
from domain.login.events import SignedIn, SignInFailed
from domain.operators.seeing import OverviewWork

DAY: Final = timedelta(days=1)
SOON: Final = timedelta(days=7)
LAST_ACTS: Final = 6
"""Operators' acts that Home tells."""

MOST_RUNS: Final = 10
"""Runs of one job that are shown."""


class RunBookWork(Work, Protocol):
    """The installation's work with its run book."""

    @property
    def run_book(self) -> RunBook:
        """The ledger of jobs."""
        ...


@dataclass(frozen=True, slots=True)
class Figures:
    """How a tenant's day went; each figure stops at `most`, so that it costs the same for all.

    Args:
        signed_in: sign-ins of the last 24 hours.
        failed: proofs that were wrong in that time.
        given: items leave was given for in that time.
        refused: items leave was refused for in that time.
        ending: consents that end within seven days.
        most: where counting stopped.
        acts: what operators did last, newest first.
    """

    signed_in: int
    failed: int
    given: int
    refused: int
    ending: int
    most: int
    acts: tuple[AuditEvent, ...]


@reads
def figures(work: OverviewWork) -> Figures:
    """Return how the tenant's last day went and what ends soon.

    Refuses:
        forbidden: the actor may not read the trail or consents.
    """
    authorize(work, "audit.read")
    authorize(work, "consents.read")
    ending = ConsentFilter(statuses=(ConsentStatus.GIVEN,), expiring_before=work.now + SOON)
    most = PageRequest(MOST_ROWS)
    return Figures(
        signed_in=_told(work, SignedIn.name),
        failed=_told(work, SignInFailed.name),
        given=_told(work, ConsentGiven.name),
        refused=_told(work, ConsentRefused.name),
        ending=len(work.consents.page(ending, most).rows),
        most=MOST_ROWS,
        acts=tuple(
            line
            for line in work.audit.page(AuditFilter(), most).rows
            if line.actor_kind == ActorKind.OPERATOR.value
        )[:LAST_ACTS],
    )


@reads
def last_runs(work: RunBookWork, jobs: tuple[str, ...]) -> tuple[JobRun, ...]:
    """Return the newest runs of each job, jobs in the order they were named.

    Refuses:
        forbidden: the actor may not read the run book.
    """
    authorize(work, "jobs.read")
    return tuple(run for job in jobs for run in work.run_book.last(job, MOST_RUNS))


def _told(work: OverviewWork, name: str) -> int:
    wanted = AuditFilter(names=(name,), since=work.now - DAY)
    return len(work.audit.page(wanted, PageRequest(MOST_ROWS)).rows)
