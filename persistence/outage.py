"""What is wrong with storage itself, told as a refusal that passes by itself.

The caller learns that it may try again; the cause is for whoever runs the server, and holds no
value of any row.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Final

from domain.kernel.errors import BUSY, STORAGE_UNAVAILABLE, Refusal, because

SOON: Final = timedelta(seconds=2)
"""When it makes sense to try again where too many were waiting."""
LATER: Final = timedelta(seconds=10)
"""When it makes sense to try again where storage itself is at fault."""

DISK_FULL: Final = because("The disk of the database is full: make room, and it goes on by itself.")
READ_ONLY: Final = because("The database takes no writes: it is read-only.")
SILENT: Final = because("The database does not answer.")
_WHOLE: Final = 0xFF
"""The low byte of SQLite's extended codes names the kind."""
_CAUSES: Final = {
    sqlite3.SQLITE_FULL: DISK_FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_IOERR: because("The disk of the database file does not do what it is asked."),
    sqlite3.SQLITE_CANTOPEN: because("The database file cannot be opened."),
    sqlite3.SQLITE_PROTOCOL: because("The database file cannot be locked."),
    sqlite3.SQLITE_NOMEM: because("There is no memory left for the database."),
}


class Outage(Refusal):
    """Storage does not do what it must; whether the last change stands is not known for certain.

    Args:
        cause: a sentence for the log, the figures and the doctor; no stranger reads it.
    """

    def __init__(self, cause: str) -> None:
        """Tell it, and when to try again."""
        super().__init__(STORAGE_UNAVAILABLE, retry_after=LATER)
        self.cause = cause


def crowded() -> Refusal:
    """Return the refusal of whoever would wait too long."""
    return Refusal(BUSY, retry_after=SOON)


def told_by_sqlite(fault: BaseException, *, reading: bool = False) -> BaseException:
    """Return what a fault means: an outage, a crowd, or the fault itself where it is our own.

    Args:
        fault: what was raised.
        reading: by a connection that refuses to write: that it says so is no outage.
    """
    code: int | None = getattr(fault, "sqlite_errorcode", None)
    if code is None or (reading and code == sqlite3.SQLITE_READONLY):
        return fault
    if code & _WHOLE in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return crowded()
    cause = _CAUSES.get(code & _WHOLE)
    return fault if cause is None else Outage(cause)
