"""One window over one folder: a second start brings the first to the front."""

from __future__ import annotations

import http.client
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.desktop.doorman import KEY_HEADER, LIFT
from app.desktop.memory import write_private, writing
from domain.kernel.secrets import Secret

LOCK: Final = "desktop.lock"
RUNNING: Final = "desktop-running.json"
PATIENCE_SECONDS: Final = 5.0


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Hold the folder's lock; the system lets go of it even when the process is killed.

    Yields:
        Whether we are the only one; else another window is open over this folder.

    Raises:
        SettingsError: there can be no lock.
    """
    with writing(folder / LOCK):
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        held = _take(handle)
        yield held
        if held:
            (folder / RUNNING).unlink(missing_ok=True)
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def announce(folder: Path, port: int, key: Secret) -> None:
    """Write down, for this user alone, how a second start reaches the window."""
    write_private(folder / RUNNING, json.dumps({"port": port, "key": key.reveal()}))


def knock(folder: Path) -> bool:
    """Ask the window that is open to come to the front.

    Returns:
        Whether it did.
    """
    try:
        told = json.loads((folder / RUNNING).read_text("utf-8"))
        port, key = int(told["port"]), str(told["key"])
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        try:
            line.request("POST", LIFT, headers={KEY_HEADER.decode(): key})
            return line.getresponse().status == http.client.NO_CONTENT
        finally:
            line.close()
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        return False
