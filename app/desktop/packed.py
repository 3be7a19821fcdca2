"""What the packed program does first: without words it opens the window, else it is `byleave`."""

from __future__ import annotations

import os
import sys


def make_ready() -> None:
    """Give a program that was started by a click its word, and a place for what it says."""
    if len(sys.argv) == 1:
        sys.argv.append("desktop")
    # A program without a terminal has nowhere to print to, on Windows: that is dropped.
    if sys.stdout is None or sys.stderr is None:
        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the end
        sys.stdout = sys.stdout or nowhere
        sys.stderr = sys.stderr or nowhere
