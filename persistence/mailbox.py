"""Between an event loop and the writers' threads: jobs on their way out, outcomes on their way in.

Each way there is one hand-over for all that are ready. A thread that is woken for the first of
eight jobs runs it alone, in a transaction of its own, and takes the interpreter from the loop that
is about to bring the other seven.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from persistence.writer import Job, Outcome


class Mailbox:
    """One event loop's.

    Args:
        loop: where outcomes are delivered.
        enter: takes a job into the queue.

    Attributes:
        loop: whose it is.
        leaving: jobs that leave with the loop's next turn.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, enter: Callable[[Job[Any]], None]) -> None:
        """Nothing is on its way."""
        self.loop = loop
        self._enter = enter
        self.leaving: list[Job[Any]] = []
        self._ready: deque[Outcome] = deque()
        self._woken = False

    def send(self, job: Job[Any]) -> None:
        """Take a job from the loop; it leaves once everything that is ready there has run."""
        if not self.leaving:
            self.loop.call_soon(self._leave)
        self.leaving.append(job)

    def post(self, outcome: Outcome) -> None:
        """Take an outcome from a writer's thread."""
        self._ready.append(outcome)
        if self._woken:
            return
        self._woken = True
        try:
            self.loop.call_soon_threadsafe(self._deliver)
        except RuntimeError:  # the loop is closed: nobody waits any more
            self._ready.clear()

    def _leave(self) -> None:
        jobs, self.leaving = self.leaving, []
        for job in jobs:
            self._enter(job)

    def _deliver(self) -> None:
        # The flag falls first: whoever posts after the last look below wakes us again.
        self._woken = False
        while self._ready:
            settle(self._ready.popleft())


def settle(outcome: Outcome) -> None:
    """Give the caller its answer, unless it has gone."""
    future, error = outcome.job.future, outcome.error
    if future.done():
        return
    if error is None:
        future.set_result(outcome.value)
    elif isinstance(error, StopIteration):  # a future takes none, and others wait behind it
        future.set_exception(RuntimeError("a job raised StopIteration"))
    else:
        future.set_exception(error)
