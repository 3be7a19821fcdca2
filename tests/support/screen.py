"""A screen that nobody sees: an X server in memory, with a window manager as people have one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 120.0
SIZE = (1600, 1000)
GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
program = QGuiApplication(sys.argv[:1])
assert program.primaryScreen().grabWindow(int(sys.argv[2])).save(sys.argv[1])
"""


def until(found: Callable[[], T | None], what: str) -> T:
    """Wait until something is there, and return it."""
    ends_at = time.monotonic() + PATIENCE
    while time.monotonic() < ends_at:
        if seen := found():
            return seen
        time.sleep(0.1)
    raise AssertionError(f"this did not come about: {what}")


class VirtualScreen:
    """The screen, its window manager, and hands on its keyboard and mouse."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        size = f"{SIZE[0]}x{SIZE[1]}x24"
        self._server = subprocess.Popen(
            # Without -noreset it throws out whoever is just coming when its last guest leaves.
            # With -r a key that is let go of late is not pressed again by itself.
            ["Xvfb", "-displayfd", str(writing), "-noreset", "-r", "-screen", "0", size],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = f":{told.readline().strip()}"
        self.environment = {**os.environ, "DISPLAY": self.display}
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            self.environment.pop(name, None)
        self._manager = subprocess.Popen(
            ["openbox", "--sm-disable"], env=self.environment, stderr=subprocess.DEVNULL
        )
        # Keys reach no window before there is a manager that gives it the keyboard.
        until(self._is_managed, "a window manager")

    def _is_managed(self) -> bool:
        assert self._manager.poll() is None, "the window manager has ended"
        return bool(self.hand("get_num_desktops"))

    def close(self) -> None:
        """Take it down."""
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(PATIENCE)

    def hand(self, *words: object) -> str:
        """Do something as a person would, and return what was said."""
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        return done.stdout.strip()

    def window(self, title: str) -> str:
        """Wait for a window that can be seen, and return its id."""
        return until(lambda: self.windows(title), f"a window called {title!r}")[-1]

    def windows(self, title: str) -> list[str]:
        """Return the ids of the windows that can be seen now."""
        return self.hand("search", "--onlyvisible", "--name", title).split()

    def all_windows(self) -> set[str]:
        """Return the ids of all windows that can be seen now, those of open menus among them."""
        return set(self.hand("search", "--onlyvisible", "--class", ".").split())

    def press(self, window: str, *keys: str) -> None:
        """Bring a window to the front and press keys, one after another."""
        self.hand("windowactivate", "--sync", window)
        until(lambda: self.hand("getactivewindow") == window, "the window in front")
        for key in keys:
            self.hand("key", "--clearmodifiers", key)
            time.sleep(0.1)

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        self.hand("type", "--delay", "15", text)

    def geometry(self, window: str) -> tuple[int, int, int, int]:
        """Return where a window stands: x, y, width, height."""
        told = self.hand("getwindowgeometry", "--shell", window).splitlines()
        found = dict(line.split("=") for line in told)
        return tuple(int(found[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))  # type: ignore[return-value]

    def photograph(self, path: Path, window: str = "0") -> None:
        """Keep a picture of the screen, or of one window, as PNG."""
        subprocess.run(
            [sys.executable, "-c", GRAB, str(path), window],
            env=self.environment,
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        )
