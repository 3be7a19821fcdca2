"""Disks that are full and files that take no writes, for real, and only as long as a test needs."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

BLOCK = 1 << 16


@contextlib.contextmanager
def files_no_longer_than(size: int, pid: int = 0) -> Iterator[None]:
    """Let no file of a process grow beyond a size, as on a full disk; 0 is this process."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def largest(file: Path) -> int:
    """Return the size of a SQLite file or of what lies beside it, whichever is longest."""
    return max(each.stat().st_size for each in file.parent.glob(f"{file.name}*"))


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Yield a folder that is a disk of its own; skip the test where none may be mounted."""
    folder.mkdir(exist_ok=True)
    options = f"size={megabytes}m,mode=0700"
    if not _done("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)):
        pytest.skip("no disk may be mounted here")
    try:
        yield folder
    finally:
        _done("umount", "-l", str(folder))


@contextlib.contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Take all the room there is, to the last byte, and give it back."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (BLOCK, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(size))
    try:
        yield
    finally:
        filler.unlink()


@contextlib.contextmanager
def taking_no_writes(file: Path) -> Iterator[None]:
    """Let a SQLite file and its log take no writes, root's neither.

    The index of the log stays: it is mapped into memory, where a refused write ends the process.
    """
    files = [str(each) for each in file.parent.glob(f"{file.name}*") if each.suffix != ".db-shm"]
    if not _done("chattr", "+i", *files):
        pytest.skip("no file may be made immutable here")
    try:
        yield
    finally:
        _done("chattr", "-i", *files)


def _done(*words: str) -> bool:
    if os.name != "posix" or shutil.which(words[0]) is None:
        return False
    return subprocess.run(words, capture_output=True, check=False).returncode == 0
