"""Several processes that answer on one port: made by fork, watched, and stopped together.

The program is loaded once and its memory shared. The parent opens nothing and answers nothing; a
child that ends by itself is made anew. The kernel gives each connection to whichever child takes it
first.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

LOGGER: Final = logging.getLogger("byleave.processes")
BACKLOG: Final = 2048
STOPPING: Final = (signal.SIGTERM, signal.SIGINT)
PAUSE: Final = 1.0
"""Seconds before a child that ended is made anew: a fault at the start must not spin."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that all children take their connections from."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind((host, port))
    taken.listen(BACKLOG)
    taken.set_inheritable(True)
    return taken


class Children:
    """The processes of one port.

    Args:
        count: how many.
        work: what a child does with its number, from 0; its end is the child's end.
    """

    def __init__(self, count: int, work: Callable[[int], None]) -> None:
        """Make none yet."""
        self._count = count
        self._work = work
        self._numbers: dict[int, int] = {}
        self._stopping = False

    def watch(self) -> None:
        """Make the children and stay until they were told to stop and did."""
        gc.collect()
        gc.freeze()  # what was loaded stays shared: the collector would write to every page of it
        for name in STOPPING:
            signal.signal(name, self._stop)
        for number in range(self._count):
            self._make(number)
        while self._numbers:
            try:
                pid, status = os.wait()
            except ChildProcessError:
                return
            if pid not in self._numbers:
                continue
            number = self._numbers.pop(pid)
            if self._stopping:
                continue
            code = os.waitstatus_to_exitcode(status)
            LOGGER.error("process %d ended with %d and is made anew", pid, code)
            time.sleep(PAUSE)
            if not self._stopping:
                self._make(number)

    def _make(self, number: int) -> None:
        # Held back for a moment: told to stop between the fork and its note, the parent would
        # forget the new child, and the child would take the parent's list for its own.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        pid = os.fork()
        if pid:
            self._numbers[pid] = number
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
            return
        code = 1
        try:
            for name in STOPPING:
                signal.signal(name, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
            self._work(number)
            code = 0
        except BaseException:
            LOGGER.exception("a process of this port ended")
        finally:
            logging.shutdown()
            os._exit(code)

    def _stop(self, _sig: int, _frame: FrameType | None) -> None:
        self._stopping = True
        for pid in tuple(self._numbers):
            try:
                # A terminal's SIGINT reached them already, and a second one would cut requests off.
                os.kill(pid, signal.SIGTERM)
            except ProcessLookupError:
                continue
