"""Where the packed program starts: without words it opens the window, else it is `byleave`."""

from __future__ import annotations

import multiprocessing
import os
import sys


def main() -> None:
    """Run what was asked for."""
    multiprocessing.freeze_support()
    _give_a_voice()
    if len(sys.argv) == 1:
        sys.argv.append("desktop")
    # The window is there sooner when nothing is imported twice: this is the whole command line.
    from app.__main__ import main as byleave

    byleave()


def _give_a_voice() -> None:
    """A program without a terminal has nowhere to print to, on Windows; what it says is dropped."""
    if sys.stdout is None or sys.stderr is None:
        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the end
        sys.stdout = sys.stdout or nowhere
        sys.stderr = sys.stderr or nowhere


if __name__ == "__main__":
    main()
