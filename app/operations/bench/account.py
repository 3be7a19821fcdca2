"""What processes used, as the kernel tells it, and what the machine is worth today."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")
_BILLION: Final = 1_000_000_000
_REFERENCE_MS: Final = 7.5
"""What `calibrate` took on the machine whose figures the targets are."""

ROUNDS: Final = 1500


@dataclass(frozen=True, slots=True)
class Tree:
    """A process and all it started.

    Args:
        pid: the root; 0 stands for processes that are not of this machine.
    """

    pid: int

    def cpu(self) -> float:
        """Return the seconds of CPU that the tree's living threads have used."""
        return sum(
            int(text.split()[0]) / _BILLION
            for pid in self._members()
            for task in _tasks(pid)
            if (text := _text(task / "schedstat"))
        )

    def memory(self) -> float:
        """Return the resident megabytes of the tree."""
        return sum(_resident(each) for each in self._members()) / 1024

    def _members(self) -> list[int]:
        if not self.pid:
            return []
        children: dict[int, list[int]] = {}
        for folder in PROC.iterdir():
            if folder.name.isdigit():
                children.setdefault(_parent(folder), []).append(int(folder.name))
        found, open_ = [], [self.pid]
        while open_:
            found.append(open_.pop())
            open_ += children.get(found[-1], [])
        return found


def can_measure() -> bool:
    """Tell whether this machine accounts for processes the way we read it."""
    return (PROC / "self" / "schedstat").exists()


def calibrate() -> float:
    """Return the milliseconds of CPU that a fixed piece of work takes now.

    It is what a server in Python does all day: dictionaries, JSON, hashes; on a machine where it
    takes twice as long, so does everything here.
    """
    began = time.thread_time()
    text = ""
    for place in range(ROUNDS):
        body = {"place": place, "name": f"n{place}", "list": [place, place + 1, "word"]}
        text = json.dumps(body)
        kept = json.loads(text)
        text = hashlib.sha256((text + kept["name"]).encode()).hexdigest()
    return (time.thread_time() - began) * 1000


def slowness(calibration: float) -> float:
    """Return how many times slower this machine is than the one of the targets."""
    return calibration / _REFERENCE_MS


def machine() -> str:
    """Return one line about the machine."""
    model = platform.processor() or platform.machine()
    for line in _text(PROC / "cpuinfo").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    cores = os.cpu_count() or 1
    return f"{model}, {cores} cores, Linux {platform.release()}, Python {platform.python_version()}"


def pin(pid: int, core: int) -> None:
    """Keep a process on one core, where there is more than one."""
    if (os.cpu_count() or 1) > 1:
        for task in _tasks(pid):
            os.sched_setaffinity(int(task.name), {core})


def _tasks(pid: int) -> list[Path]:
    try:
        return list((PROC / str(pid) / "task").iterdir())
    except OSError:
        return []


def _resident(pid: int) -> int:
    for line in _text(PROC / str(pid) / "status").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def _parent(folder: Path) -> int:
    text = _text(folder / "stat")
    return int(text.rpartition(")")[2].split()[1]) if text else 0


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
