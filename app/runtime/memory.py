"""Memory that was needed for a moment goes back to the machine, and what stays is not searched.

The C library keeps what a crowd of pages needed at once, in case it comes again; on a server with
other work beside it that looks like a leak and costs like one.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

RARELY: Final = (10_000, 10, 10)
"""Objects until the young are searched for rings, and how many such searches until the older are.

A page of the console makes some thousand objects that stay until it closes: at Python's own 700
all that was ever made was searched every few pages, half a second at a time with many open.
"""


@contextmanager
def unsearched() -> Iterator[None]:
    """Load a part of the program without a search for rings: what is loaded stays.

    A sixth of what loading takes went into searching, again and again, all that was loaded before.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def settle() -> None:
    """Leave what was loaded out of every later search, and search rarely; before serving.

    Nothing is searched before: of 200,000 objects some hundred would be found, for 80 milliseconds.
    """
    gc.freeze()
    gc.set_threshold(*RARELY)


def _trimmer() -> Callable[[int], int] | None:
    """Return glibc's `malloc_trim`, or None where the C library has none."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        found = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return None
    found.argtypes, found.restype = [ctypes.c_size_t], ctypes.c_int
    return lambda pad: int(found(pad))


_TRIM: Final = _trimmer()


def give_back() -> bool:
    """Give free pages of the heap back; takes milliseconds, so a thread does it.

    Returns:
        Whether anything could be given back.
    """
    return bool(_TRIM(0)) if _TRIM is not None else False
