"""What is done without anybody asking: each job, how often, and what it does.

Expiry is decided when something is read; jobs only tidy up and tell. Each does
everything that is due until now, so that a slot that was missed is caught up by the next.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from app.operations.inside import inside
from app.operations.sequencing import sequence_all
from app.operations.tidying import KEPT_RUNS, retention, tidying
from app.runtime.call import Call
from app.runtime.words import later
from domain.audit.checkpoint import SignCheckpoint, sign
from domain.audit.retain import retain
from domain.consent.end import expire_due
from domain.consent.retain import retain as retain_leave
from domain.kernel.work import Actor, system, writes
from domain.operators.backups import BACK_UP
from domain.operators.jobs import RunBookWork
from domain.operators.nodes import tidy_nodes
from domain.tenants.keys import advance
from domain.tenants.listing import all_tenants
from domain.tenants.records import BUILT_IN, Tenant

LOGGER: Final = logging.getLogger("byleave.jobs")

BATCH: Final = 500
"""Rows a transaction of a job touches at most: no sign-in waits for more (performance.md 5)."""

MOST_ROUNDS: Final = 2000
"""Batches a job does in one run at most: a million rows, and then the next slot goes on."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a job runs on.

    Args:
        call: the way into use cases.
        base_url: where this installation is reached.
        actor: `system:job:<name>`.
    """

    call: Call
    base_url: str
    actor: Actor

    def tenants(self) -> tuple[Tenant, ...]:
        """Return every tenant, disabled ones too."""
        return self.call.now(all_tenants, tenant=None, actor=self.actor)

    def do(self, tenant: Tenant, use_case: Any, *request: object) -> Any:  # noqa: ANN401 - any use case
        """Run a tenant's use case."""
        entered = inside(tenant.id, use_case)
        return self.call.now(entered, *request, tenant=None, actor=self.actor)

    def all_of(self, tenant: Tenant, use_case: Callable[[Any, int], int]) -> int:
        """Run a batch after another until one is not full; return how many rows there were."""
        done = 0
        for _ in range(MOST_ROUNDS):
            rows = int(self.do(tenant, use_case, BATCH))
            done += rows
            if rows < BATCH:
                break
        return done


class JobFault(Exception):
    """A job did what it could for the other tenants, and one of them failed."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a job cannot do without; where it is missing a run is skipped, and says so.

    Args:
        met: whether the installation has it.
        missing: what is told where it has not, with the way to it.
    """

    met: Callable[[Call], bool]
    missing: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job.

    Args:
        name: its word in the run book.
        period: how often; slots are whole multiples of it since 1970.
        each: what is done for each tenant; returns how many rows it touched.
        booked: whether each slot is one replica's by the run book; otherwise the job itself keeps
            replicas apart, and runs too often to be booked.
        need: what it cannot do without; None where it always can.
    """

    name: str
    period: timedelta
    each: Callable[[Round, Tenant], int]
    booked: bool = True
    need: Need | None = None

    def run(self, call: Call, base_url: str) -> int:
        """Do it for every tenant and return how many rows were touched.

        Raises:
            JobFault: a tenant failed; the others were done all the same.
        """
        turn = Round(call, base_url, system(f"job:{self.name}"))
        rows, failed = 0, 0
        for tenant in turn.tenants():
            try:
                rows += self.each(turn, tenant)
            except Exception:
                failed += 1
                LOGGER.exception("a job failed for a tenant")
        if failed:
            message = f"{self.name} failed for {failed} tenants"
            raise JobFault(message)
        return rows


def _expire(turn: Round, tenant: Tenant) -> int:
    return turn.all_of(tenant, expire_due)


def _checkpoint(turn: Round, tenant: Tenant) -> int:
    sequence_all(turn, tenant)
    return int(turn.do(tenant, sign, SignCheckpoint(turn.base_url)) is not None)


def _tidy(turn: Round, tenant: Tenant) -> int:
    return sum(turn.all_of(tenant, each) for each in tidying())


def _retain(turn: Round, tenant: Tenant) -> int:
    rows = sum(turn.all_of(tenant, each) for each in (*retention(), retain_leave, retain))
    if tenant.slug == BUILT_IN:
        rows += int(turn.call.now(tidy_run_book, BATCH, tenant=None, actor=turn.actor))
        rows += int(turn.call.now(tidy_nodes, tenant=None, actor=turn.actor))
    return rows


def _back_up(turn: Round, tenant: Tenant) -> int:
    """Make the installation's backup, once, and prove that it starts."""
    settings = turn.call.power("settings")
    if tenant.slug != BUILT_IN or settings.backup_dir is None:
        return 0
    # It knows both engines: an embedded file without backups needs no psycopg.
    from app.operations.backup.rehearse import nightly  # noqa: PLC0415

    return nightly(settings, turn.call.power("clock"))


def _has_folder(call: Call) -> bool:
    return call.power("settings").backup_dir is not None


FOLDER: Final = Need(
    _has_folder,
    later("No folder for backups is named: set backup_dir (BYLEAVE_BACKUP_DIR, --backup-dir)."),
)


def _advance(turn: Round, tenant: Tenant) -> int:
    return int(turn.do(tenant, advance))


@writes()
def tidy_run_book(work: RunBookWork, limit: int) -> int:
    """Delete runs that nobody looks at any more; return how many."""
    return work.run_book.tidy(work.now - KEPT_RUNS, limit)


JOBS: Final[tuple[Job, ...]] = (
    Job("log.sequence", timedelta(seconds=5), sequence_all, booked=False),
    Job("consent.expire", timedelta(minutes=1), _expire),
    Job("tidy", timedelta(minutes=10), _tidy),
    Job("keys.advance", timedelta(hours=1), _advance),
    Job("log.checkpoint", timedelta(days=1), _checkpoint),
    Job("retention", timedelta(days=1), _retain),
    Job(BACK_UP, timedelta(days=1), _back_up, need=FOLDER),
)
