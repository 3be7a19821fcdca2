"""What the window remembers between two starts: the port of its issuer, and where it stood."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from app.desktop.frame import Frame, read_frame
from app.settings import SettingsError

FILE: Final = "desktop.json"
PORTS: Final = range(8190, 8290)
"""Where a port for the issuer is looked for; below those that systems lend to calls going out."""

LOOPBACK: Final = "127.0.0.1"
HIGHEST_PORT: Final = 65535
_KEEPING: Final = threading.Lock()
"""Whoever moves a window and whoever closes it are two threads of the window library."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is kept.

    Args:
        port: by which applications know the issuer; None before the first start.
    """

    port: int | None = None
    frame: Frame = field(default_factory=Frame)


def recall(folder: Path) -> Memory:
    """Return what was kept; a file that is missing or not understood is as the first start."""
    try:
        told = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Memory()
    if not isinstance(told, dict):
        return Memory()
    port = told.get("port")
    known = isinstance(port, int) and port is not True and 0 < port <= HIGHEST_PORT
    return Memory(port if known else None, read_frame(told.get("window")))


def keep(folder: Path, memory: Memory) -> None:
    """Write it down, whole or not at all.

    Raises:
        SettingsError: it cannot be written.
    """
    told = {"port": memory.port, "window": memory.frame.told()}
    write_private(folder / FILE, json.dumps(told, indent=2) + "\n")


def keep_frame(folder: Path, frame: Frame) -> None:
    """Write down where the window stands, if that can be: a full disk is told of elsewhere."""
    with _KEEPING, contextlib.suppress(SettingsError):
        keep(folder, replace(recall(folder), frame=frame))


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone can read, in place of an earlier one.

    Raises:
        SettingsError: it cannot be written.
    """
    new = path.with_name(f"{path.name}.new")
    with writing(path):
        new.unlink(missing_ok=True)
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        new.replace(path)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell in a sentence what is in the way: a full disk, a file of another user.

    Raises:
        SettingsError: it cannot be written.
    """
    try:
        yield
    except OSError as fault:
        problem = fault.strerror or "it cannot be made"
        message = f"{path} cannot be written: {problem}; make room there, or give us that right."
        raise SettingsError(message) from fault


def a_port() -> int:
    """Return a port for the issuer of a new folder.

    Raises:
        SettingsError: all of them are taken.
    """
    for port in PORTS:
        with socket.socket() as tried:
            try:
                tried.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    message = f"--port: all from {PORTS[0]} to {PORTS[-1]} are taken: name one that is free."
    raise SettingsError(message)
