"""A slow machine on any machine: `BYLEAVE_E2E_SLOW=4` lets browser and servers run a quarter of the time.

The journeys hold there, too: one that asks whether something is there, instead of waiting for it, is
found out here and not on somebody's two busy cores.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading

from playwright.sync_api import Browser

SLOW = float(os.environ.get("BYLEAVE_E2E_SLOW", "1"))
"""How many times slower than this machine; 1 when nothing is said."""

TURN = 0.08
"""Seconds of which a process has its share at once, and then stands still for the rest."""


class Brake:
    """Holds processes back by turns, until they are let go.

    Args:
        pid: of the process.
        whole_group: the processes beside it, too.
    """

    def __init__(self, pid: int, *, whole_group: bool = False) -> None:
        self._send = os.killpg if whole_group else os.kill
        self._target = os.getpgid(pid) if whole_group else pid
        self._free = threading.Event()
        self._turns = threading.Thread(target=self._take_turns, daemon=True)
        if SLOW > 1:
            self._turns.start()

    def let_go(self) -> None:
        """Let them run as they like."""
        self._free.set()
        if self._turns.is_alive():
            self._turns.join()

    def _take_turns(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            while not self._free.wait(TURN / SLOW):
                self._send(self._target, signal.SIGSTOP)
                self._free.wait(TURN - TURN / SLOW)
                self._send(self._target, signal.SIGCONT)


def brake_of(browser: Browser) -> Brake:
    """Return the brake of a Chromium with all of its processes."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return Brake(
        next(each["id"] for each in told["processInfo"] if each["type"] == "browser"),
        whole_group=True,
    )
