"""A window of an installed Chromium, Chrome or Edge, without tabs and address bar."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.desktop.letter import Letter

if TYPE_CHECKING:
    from app.desktop.windows import View

NAMED_BY: Final = "BYLEAVE_CHROMIUM"
PROFILE: Final = "browser"
NAMES: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge",
    "microsoft-edge-stable", "chrome", "msedge",
)  # fmt: skip
IN_WINDOWS: Final = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
IN_MACOS: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PATIENCE_SECONDS: Final = 5.0


def program() -> str | None:
    """Return the browser to use: the one named by BYLEAVE_CHROMIUM, else the first there is."""
    return next(_candidates(), None)


def _candidates() -> Iterator[str]:
    named = os.environ.get(NAMED_BY, "")
    if named and Path(named).exists():
        yield named
    yield from (found for name in NAMES if (found := shutil.which(name)))
    if sys.platform == "win32":
        roots = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        paths = [
            Path(os.environ[root], path) for path in IN_WINDOWS for root in roots
            if root in os.environ
        ]  # fmt: skip
        yield from (str(path) for path in paths if path.exists())
    if sys.platform == "darwin":
        yield from (path for path in IN_MACOS if Path(path).exists())


class AppWindow:
    """The window; its browser has a profile of its own below the data folder.

    Size and place are the browser's to remember: it keeps them in that profile.

    Args:
        view: what it shows.
        browser: the program.
    """

    def __init__(self, view: View, browser: str) -> None:
        """Keep both; nothing is opened yet."""
        self._view = view
        self._browser = browser
        self._letter = Letter(view)
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False

    def show(self) -> None:
        """Open it, and come back when its browser has ended."""
        with self._letter:
            self._process = self._start()
            try:
                if self._over:
                    return
                self._process.wait()
            finally:
                self._end()

    def lift(self) -> None:
        """Open another window of the same browser: the first cannot be told to come forward."""
        if self._process is not None:
            self._start()

    def close(self) -> None:
        """Ask the browser to end."""
        self._over = True
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def _start(self) -> subprocess.Popen[bytes]:
        words = [
            self._browser,
            f"--app={self._letter.write()}",
            f"--user-data-dir={self._view.folder / PROFILE}",
            "--class=byleave",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-background-mode",
            "--disable-component-update",
            "--disable-sync",
        ]
        if not (self._view.folder / PROFILE).exists():
            words.append(f"--window-size={self._view.frame.width},{self._view.frame.height}")
        return subprocess.Popen(  # noqa: S603 - a browser of this machine, and words of ours
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _end(self) -> None:
        """See to it that nothing of the browser is left."""
        browser = self._process
        if browser is None:
            return
        if browser.poll() is None:
            browser.terminate()
            try:
                browser.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                browser.kill()
                browser.wait()
        if os.name == "posix":
            try:
                os.killpg(browser.pid, signal.SIGTERM)
            except ProcessLookupError:
                return
