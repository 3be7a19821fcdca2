"""How a connection to an SQLite file is opened."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

from persistence.faults import Unfit

BUSY_TIMEOUT_MS: Final = 5000
"""How long a connection waits for another process's lock before it gives up."""
CACHED_STATEMENTS: Final = 1024
_PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten, not only forgotten
    "PRAGMA temp_store = MEMORY",  # sorting must not leave rows in a temporary file
    "PRAGMA trusted_schema = OFF",
)


def connect(path: Path) -> sqlite3.Connection:
    """Open a connection that leaves transactions to us, with our settings.

    Args:
        path: an existing file; a missing one is not made here.
    """
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,  # closed from another thread than the one that used it
        cached_statements=CACHED_STATEMENTS,
    )
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection


def make_file(path: Path) -> None:
    """Make the file readable by its owner alone before SQLite touches it."""
    if not path.parent.is_dir():
        raise Unfit(f"There is no folder {path.parent} for the database file.")
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
