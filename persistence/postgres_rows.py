"""Rows of jobs that asked nothing: those that come while a commit is under way share the next.

A commit waits for the disk and costs more than the rows in it; such jobs hold no lock that another
one waits for, so that they need no transaction of their own.
"""

from __future__ import annotations

import threading
from typing import Final, NamedTuple

from persistence.postgres_wire import Statement
from persistence.writer import Outcome

MOST: Final = 32
"""Most jobs that share a commit."""
MOMENT: Final = 0.0001
"""Seconds before rows are carried: a tenth of a commit, in which those that came along join."""


class Rows(NamedTuple):
    """What a job wants to be kept, and how the job ended."""

    outcome: Outcome
    added: list[Statement]


class Gathering:
    """Where the threads that write bring such rows; one of them carries, the others go on."""

    def __init__(self) -> None:
        """Nothing is there."""
        self._lock = threading.Lock()
        self._waiting: list[Rows] = []
        self._carried = False

    def join(self, rows: Rows) -> bool:
        """Leave rows here; tell whether the caller is to carry them and what comes meanwhile."""
        with self._lock:
            self._waiting.append(rows)
            alone, self._carried = not self._carried, True
        return alone

    def take(self) -> list[Rows]:
        """Return what waits; when nothing does, whoever carried is done."""
        with self._lock:
            taken, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            self._carried = bool(taken)
        return taken
