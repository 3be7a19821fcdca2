"""What another process says it changed, heard by LISTEN."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

import psycopg

from persistence.faults import Unfit
from persistence.postgres_link import connect

CHANNEL: Final = "byleave_config"
_GLANCE: Final = 0.5
"""Seconds between two looks at whether we are to end."""
_PAUSE: Final = 2.0
"""Seconds before a lost connection is made again."""
log = logging.getLogger("byleave.persistence")


class Ear:
    """A thread that listens on a connection of its own.

    Args:
        info: where.
        act: called with each tenant id heard, in that thread.
    """

    def __init__(self, info: str, act: Callable[[bytes], None]) -> None:
        """Start to listen."""
        self._info = info
        self._act = act
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="byleave-ear", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._ended.set()
        self._thread.join()

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                self._hear()
            except (psycopg.Error, Unfit):
                log.warning("the connection that hears of changes was lost; it is made again")
                self._ended.wait(_PAUSE)

    def _hear(self) -> None:
        with connect(self._info) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            while not self._ended.is_set():
                for notice in connection.notifies(timeout=_GLANCE):
                    self._act(bytes.fromhex(notice.payload))
