"""Where slow work runs: a few threads and a short queue, full before memory is.

A password hash takes 19 to 64 MiB and 20 ms and more. So many at once as there are cores, and a
queue of about one second; whoever comes then is told at once that we are busy (security.md E14).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Final, ParamSpec, TypeVar

from domain.kernel.errors import BUSY, Refusal

P = ParamSpec("P")
T = TypeVar("T")

MOST_THREADS: Final = 8
"""More cores than this hash no more at once: 8 times 64 MiB is memory enough."""

WAITING_EACH: Final = 40
"""Places in the queue for each thread: about a second of hashing."""

TRY_AGAIN: Final = timedelta(seconds=2)


class HashingPool:
    """A bounded pool.

    Args:
        threads: how many run at once, 1 and up; None is one for each core, 8 at most.
        waiting: how many may wait, 0 and up; None is 40 for each thread.
    """

    def __init__(self, threads: int | None = None, waiting: int | None = None) -> None:
        """Start no thread yet."""
        self.threads = threads or min(os.cpu_count() or 1, MOST_THREADS)
        self.waiting = self.threads * WAITING_EACH if waiting is None else waiting
        self._places = BoundedSemaphore(self.threads + self.waiting)
        self._executor = ThreadPoolExecutor(self.threads, thread_name_prefix="byl-hash")

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run slow work from an event loop; what is given up while it waits is never started.

        Refuses:
            busy: every place is taken.
        """
        return await asyncio.wrap_future(self._submit(work, *args, **kwargs))

    def now(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run slow work and wait for it.

        Refuses:
            busy: every place is taken.
        """
        return self._submit(work, *args, **kwargs).result()

    def close(self) -> None:
        """Let what runs finish, drop what waits, take nothing more."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if not self._places.acquire(blocking=False):
            raise Refusal(BUSY, retry_after=TRY_AGAIN)
        try:
            future = self._executor.submit(work, *args, **kwargs)
        except RuntimeError:
            self._places.release()
            raise
        future.add_done_callback(lambda _: self._places.release())
        return future
