"""A door that is put together while others serve already; who comes early waits for it."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from threading import Lock, Thread, get_ident
from typing import TYPE_CHECKING, Any, Final, Protocol

from starlette.responses import PlainTextResponse

from app.runtime.memory import settle, unsearched

if TYPE_CHECKING:
    from types import ModuleType

    from app.runtime.dispatcher import AsgiApp, Receive, Scope, Send

Doors = Mapping[str, "AsgiApp"]
LOGGER: Final = logging.getLogger("byleave.server")
BREATH: Final = 0.1
"""Seconds left to the event loop, which still has to open the port, before a thread is as busy."""
ABSENT: Final = "The console could not be put together: the log says why."


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Import something as if optional packages were not installed; what is loaded stays.

    They are hidden from this thread alone: whoever serves meanwhile may import them.

    Args:
        names: which its importers can do without.
    """
    hidden = Hidden(frozenset(names), get_ident())
    sys.meta_path.insert(0, hidden)
    try:
        yield
    finally:
        sys.meta_path.remove(hidden)


@dataclass(frozen=True, slots=True, eq=False)
class Hidden(MetaPathFinder):
    """Tells one thread that there are no such packages.

    Args:
        names: of the packages.
        thread: whose imports are meant.
    """

    names: frozenset[str]
    thread: int

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - given by whoever imports
        target: ModuleType | None = None,  # noqa: ARG002 - the same
        /,
    ) -> None:
        """Refuse one of them, and leave every other import to the next finder."""
        if fullname in self.names and get_ident() == self.thread:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


class Beside(Protocol):
    """What lives as long as the process does."""

    async def start(self) -> None:
        """Begin."""
        ...

    async def stop(self) -> None:
        """End."""
        ...


class Later:
    """Doors that take seconds to import, made in a thread of their own.

    Args:
        make: returns the doors by name; that of the plane has a life of its own.
        plane: their plane, which is also the name of a door.
        wait: do not start without them; for a process that serves nothing else.

    Attributes:
        trouble: what stands in their way, in one sentence; None while nothing does.
    """

    def __init__(self, make: Callable[[], Doors], *, plane: str, wait: bool = False) -> None:
        """Make nothing yet."""
        self._make = make
        self._plane = plane
        self._wait = wait
        self._lock = Lock()
        self._doors: Doors | None = None
        self._made: Future[Doors] | None = None
        self._life: asyncio.Task[None] | None = None
        self._open = asyncio.Event()
        self._ending = asyncio.Event()
        self.trouble: str | None = None

    def coming(self) -> tuple[str, ...]:
        """Return the plane while it is awaited."""
        awaited = self._life is not None and not self._open.is_set()
        return (self._plane,) if awaited else ()

    def door(self, name: str) -> AsgiApp:
        """Return what answers for one of the doors."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if self._life is not None:
                await self._open.wait()
            if self.trouble is not None:
                await PlainTextResponse(ABSENT, 503)(scope, receive, send)
                return
            doors = self._doors
            if doors is None:
                doors = await asyncio.wrap_future(self._begun())
            await doors[name](scope, receive, send)

        return answer

    async def start(self) -> None:
        """Begin to make them, and to live."""
        self._life = asyncio.create_task(self._live())
        if self._wait:
            await self._open.wait()
            if self.trouble is not None:
                raise RuntimeError(self.trouble)

    async def stop(self) -> None:
        """End their life."""
        self._ending.set()
        if self._life is not None:
            await self._life

    async def _live(self) -> None:
        try:
            if not self._wait:
                await asyncio.sleep(BREATH)
            doors = await asyncio.wrap_future(self._begun())
            first: Any = doors[self._plane]
            async with first.router.lifespan_context(first):
                settle()
                self._open.set()
                await self._ending.wait()
        except Exception:
            self.trouble = ABSENT
            LOGGER.exception("the console could not be put together or ended")
        finally:
            self._open.set()

    def _begun(self) -> Future[Doors]:
        with self._lock:
            if self._made is None:
                self._made = Future()
                Thread(target=self._work, args=(self._made,), name="byleave-console").start()
            return self._made

    def _work(self, made: Future[Doors]) -> None:
        made.set_running_or_notify_cancel()
        try:
            with unsearched():
                doors = self._make()
        except BaseException as fault:  # noqa: BLE001 - it is told to whoever waits
            made.set_exception(fault)
        else:
            self._doors = doors
            made.set_result(doors)
