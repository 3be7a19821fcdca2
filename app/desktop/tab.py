"""The last resort: the console in the person's own browser."""

from __future__ import annotations

import threading
import webbrowser
from typing import TYPE_CHECKING

import typer

from app.desktop.letter import Letter

if TYPE_CHECKING:
    from app.desktop.windows import View


class BrowserTab:
    """A tab of the default browser; nobody can tell when it is closed.

    Args:
        view: what it shows.
    """

    def __init__(self, view: View) -> None:
        """Keep the view."""
        self._letter = Letter(view)
        self._over = threading.Event()

    def show(self) -> None:
        """Open it, and wait until somebody ends the program."""
        with self._letter:
            self.lift()
            typer.echo("Byleave is in your browser. Ctrl+C ends it.")
            while not self._over.wait(0.5):
                # A signal is heard between two waits, on every system.
                continue

    def lift(self) -> None:
        """Open another tab: the first one cannot be found again."""
        if not webbrowser.open(self._letter.write()):
            typer.echo("No browser opens here: install one, or use `byleave serve`.", err=True)

    def close(self) -> None:
        """End the wait."""
        self._over.set()
