"""Where slow work runs: a few threads and a short queue, full before memory is.

A password hash takes 19 to 64 MiB and 20 ms and more. So many at once as there are cores, and a
queue of about one second; whoever comes then is told at once that we are busy.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import Any, Final, Generic, ParamSpec, TypeVar

from domain.kernel.errors import BUSY, Refusal

P = ParamSpec("P")
T = TypeVar("T")

MOST_THREADS: Final = 8
"""More cores than this hash no more at once: 8 times 64 MiB is memory enough."""

WAITING_EACH: Final = 40
"""Places in the queue for each thread: about a second of hashing."""

TRY_AGAIN: Final = timedelta(seconds=2)


class Task(Generic[T]):
    """Something slow, and who waits for it.

    Args:
        act: the work.
        future: where its end goes.
        loop: of the future; None for a thread's.
    """

    __slots__ = ("act", "future", "loop")

    def __init__(
        self,
        act: Callable[[], T],
        future: Future[T] | asyncio.Future[T],
        loop: asyncio.AbstractEventLoop | None,
    ) -> None:
        """Keep the three."""
        self.act = act
        self.future = future
        self.loop = loop

    def done(self) -> tuple[T | None, BaseException | None]:
        """Do it; return what it gave or raised."""
        try:
            return self.act(), None
        except BaseException as fault:  # noqa: BLE001 - whatever it was, its caller is to get it
            return None, fault

    def tell(self, value: T | None, error: BaseException | None) -> None:
        """Tell its end, in the event loop that waits for it."""
        if self.loop is None:
            self._settle(value, error)
            return
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self.loop.call_soon_threadsafe(self._settle, value, error)

    def drop(self) -> None:
        """Give it up: its caller is told."""
        if self.loop is None:
            self.future.cancel()
            return
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self.future.cancel)

    def _settle(self, value: Any, error: BaseException | None) -> None:  # noqa: ANN401 - a T
        if self.future.done():
            return
        if error is None:
            self.future.set_result(value)
        else:
            self.future.set_exception(error)


class HashingPool:
    """A bounded pool; its threads start with the first work.

    One hand-over there and one wake-up of the loop: an executor's three cost more than the loop's
    whole part of a sign-in's smaller steps.

    Args:
        threads: how many run at once, 1 and up; None is one for each core, 8 at most.
        waiting: how many may wait, 0 and up; None is 40 for each thread.
    """

    def __init__(self, threads: int | None = None, waiting: int | None = None) -> None:
        """Start no thread yet."""
        self.threads = threads or min(os.cpu_count() or 1, MOST_THREADS)
        self.waiting = self.threads * WAITING_EACH if waiting is None else waiting
        self._places = threading.BoundedSemaphore(self.threads + self.waiting)
        self._queue: SimpleQueue[Task[Any] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._started: list[threading.Thread] = []
        self._spent = [0.0] * self.threads
        self._closed = False

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run slow work from an event loop; what is given up while it waits is never started.

        Refuses:
            busy: every place is taken.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._enter(Task(functools.partial(work, *args, **kwargs), future, loop))
        return await future

    def now(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run slow work and wait for it.

        Refuses:
            busy: every place is taken.
        """
        future: Future[T] = Future()
        self._enter(Task(functools.partial(work, *args, **kwargs), future, None))
        return future.result()

    def spent(self) -> float:
        """Return the seconds of CPU that slow work has used, by the threads' own clocks."""
        return sum(self._spent)

    def close(self) -> None:
        """Let what runs finish, drop what waits, take nothing more."""
        with self._lock:
            self._closed = True
            started, self._started = self._started, []
        with contextlib.suppress(Empty):
            while (waits := self._queue.get_nowait()) is not None:
                waits.drop()
        for _ in started:
            self._queue.put(None)
        for each in started:
            each.join()

    def _enter(self, task: Task[Any]) -> None:
        if not self._places.acquire(blocking=False):
            raise Refusal(BUSY, retry_after=TRY_AGAIN)
        if len(self._started) < self.threads:
            try:
                self._start()
            except RuntimeError:
                self._places.release()
                raise
        task.future.add_done_callback(lambda _: self._places.release())
        self._queue.put(task)

    def _start(self) -> None:
        with self._lock:
            if self._closed:
                message = "no slow work is taken after shutdown"
                raise RuntimeError(message)
            for place in range(len(self._started), self.threads):
                thread = threading.Thread(
                    target=self._serve, args=(place,), name=f"byl-hash_{place}", daemon=True
                )
                self._started.append(thread)
                thread.start()

    def _serve(self, place: int) -> None:
        while (task := self._queue.get()) is not None:
            if not task.future.cancelled():
                began = time.thread_time()
                end = task.done()
                self._spent[place] += time.thread_time() - began
                task.tell(*end)
                del end
            del task  # a thread that waits holds nothing of anybody's
