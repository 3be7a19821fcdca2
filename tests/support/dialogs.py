"""A person's way through the window's menu and the system's dialogs.

A key that comes before a menu or a dialog listens is lost, and one that comes late is answered by
whatever stands there by then. So each is given time to show what it did before it is tried again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.support.screen import VirtualScreen, until

SHOWN_SECONDS = 8.0
"""How long a key has to show what it did; one that works takes a tenth of a second."""


def choose(screen: VirtualScreen, window: str, line: int, title: str) -> None:
    """Choose a line of the first menu, so that a dialog opens."""

    def chosen() -> bool:
        known = screen.all_windows()
        screen.hand("mousemove", "--window", window, 20, 10, "click", 1)
        if not _within(SHOWN_SECONDS, lambda: screen.all_windows() - known):
            return False
        for _ in range(line):
            screen.hand("key", "Down")
            time.sleep(0.1)
        screen.hand("key", "Return")
        if _within(SHOWN_SECONDS, lambda: screen.windows(title)):
            return True
        # A lost key leaves the menu open, or another line's dialog.
        screen.hand("key", "Escape")
        return False

    screen.hand("windowactivate", "--sync", window)
    until(chosen, f"the dialog {title!r} from the menu")


def answer(screen: VirtualScreen, title: str, path: Path) -> None:
    """Type a path into a dialog and press Enter until it is gone: proposals take the first."""
    dialog = screen.window(title)
    screen.press(dialog, "ctrl+a")
    screen.type(str(path))
    _enter(screen, title, dialog)


def confirm(screen: VirtualScreen, title: str) -> None:
    """Say OK to what is told or asked."""
    dialog = screen.window(title)
    screen.press(dialog)
    _enter(screen, title, dialog)


def _enter(screen: VirtualScreen, title: str, dialog: str) -> None:
    def gone() -> bool:
        screen.hand("key", "Return")
        return _within(SHOWN_SECONDS, lambda: dialog not in screen.windows(title))

    until(gone, f"the end of the dialog {title!r}")


def _within(seconds: float, found: Callable[[], object]) -> bool:
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        if found():
            return True
        time.sleep(0.05)
    return False
