"""A writer of brief jobs: those that are ready together run abreast, in one transaction.

A durable commit costs Postgres as much as ten look-ups. What cannot stand together runs again, each
job by itself, in the transaction of its own that every other job has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import psycopg

from persistence.faults import Unfit
from persistence.postgres_abreast import Abreast, Parted
from persistence.postgres_db import BEGIN, COMMIT, KEPT
from persistence.postgres_outage import failed, told
from persistence.postgres_wire import Statement, wired
from persistence.writer import Job, Outcome, commit_outcomes

MOST: Final = 32
"""Most jobs that share a transaction."""
PATIENCE: Final = 100
"""Milliseconds a group waits for a row that another connection holds. So no group stops all others
for the sake of one job, and none is part of a deadlock, which Postgres looks for after a second."""


class PostgresGroup:
    """Runs brief jobs together.

    Args:
        info: where.
        alone: takes a job that is to run by itself.

    Attributes:
        fallbacks: groups that parted; few in health.
    """

    def __init__(self, info: str, alone: Callable[[Job[Any]], None]) -> None:
        """Connect."""
        self._info = f"{info} options='-c TimeZone=UTC -c lock_timeout={PATIENCE}'"
        self._alone = alone
        self._wire = wired(self._info)
        self.fallbacks = 0

    def serve(self, jobs: list[Job[Any]]) -> list[Outcome]:
        """Run the jobs in one transaction; those that must part are settled by who runs them."""
        ending: list[Statement] | None = None
        try:
            if self._wire.hung_up():
                self._wire = wired(self._info)
            abreast = Abreast(self._wire, (BEGIN, ()), writing=True)
            abreast.run(jobs)
            ending = _ending(abreast)
            self._keep(ending)
        except Unfit as gone:
            return [told(failed(Outcome(job), gone)) for job in jobs]
        except Exception as fault:  # noqa: BLE001 - whatever it was, each job meets its own alone
            if ending is not None and self._wire.gone:  # whether they stand nobody knows
                return [told(failed(Outcome(job), fault)) for job in jobs]
            self._part(jobs)
            return []
        return commit_outcomes(abreast.outcomes)

    def close(self) -> None:
        """Disconnect."""
        self._wire.close()

    def _keep(self, ending: list[Statement]) -> None:
        if not ending:
            return
        *_, last = self._wire.together(*ending)
        # Postgres answers COMMIT by a rollback, not by an error, where a statement failed before.
        if ending[-1] is COMMIT and last.command_status != KEPT:
            raise Parted

    def _part(self, jobs: list[Job[Any]]) -> None:
        self.fallbacks += 1
        try:
            self._wire.ask("ROLLBACK")
        except psycopg.Error:
            self._wire.close()
        for job in jobs:
            self._alone(job)


def _ending(abreast: Abreast) -> list[Statement]:
    """Return what keeps all that was done; nothing does where one job must be undone."""
    if any(outcome.undo for outcome in abreast.outcomes):
        raise Parted
    return [*abreast.added, COMMIT] if abreast.asked else abreast.added
