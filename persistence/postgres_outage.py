"""What Postgres says when it cannot go on, told as a refusal that passes by itself."""

from __future__ import annotations

from typing import Final

import psycopg
from psycopg import errors

from domain.kernel.errors import CONFLICT
from persistence.faults import RefusedAfterChange, Unfit
from persistence.outage import DISK_FULL, READ_ONLY, SILENT, Outage, crowded
from persistence.writer import Outcome, commit_outcomes

CONTENDED: Final = (errors.SerializationFailure, errors.DeadlockDetected)
"""Postgres ended a transaction for the sake of another: it may run again."""
_LATE: Final = (*CONTENDED, errors.LockNotAvailable, errors.QueryCanceled)


def outrun(fault: BaseException | None) -> bool:
    """Tell whether another transaction was first: all of this one is undone, and it may run again.

    Either Postgres found it out, or the job did after a change of its own: what it compared was
    true when it began. Begun anew it meets what stands, before it changes anything.
    """
    late = isinstance(fault, RefusedAfterChange) and fault.refusal.kind is CONFLICT
    return late or isinstance(fault, CONTENDED)


def told_by_postgres(fault: BaseException | None, *, reading: bool = False) -> BaseException | None:
    """Return what a fault means: an outage, a crowd, or the fault itself where it is our own.

    Args:
        fault: what was raised, or None.
        reading: in a session that refuses to write: that it says so is no outage.
    """
    if isinstance(fault, _LATE):
        return crowded()
    if isinstance(fault, errors.DiskFull):
        return Outage(DISK_FULL)
    if isinstance(fault, errors.ReadOnlySqlTransaction) and not reading:
        return Outage(READ_ONLY)
    if isinstance(fault, psycopg.OperationalError | Unfit):
        return Outage(SILENT)
    return fault


def failed(outcome: Outcome, fault: Exception) -> Outcome:
    """Let a job end by a fault."""
    outcome.error = fault
    outcome.undo = True
    return outcome


def told(outcome: Outcome) -> Outcome:
    """Say what a fault means, and do outward what a committed job wants."""
    without_values(outcome.error)
    outcome.error = told_by_postgres(outcome.error)
    return commit_outcomes([outcome])[0]


def without_values(error: BaseException | None) -> None:
    """Cut the DETAIL from what Postgres says: it quotes the row, and an error may reach a log."""
    if isinstance(error, psycopg.Error):
        error.args = (str(error).partition("\n")[0],)
