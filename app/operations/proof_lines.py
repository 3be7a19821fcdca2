"""Figures of proofs as lines of JSON: one file for each name, the newest of a name counts.

`make proofs` makes docs/proofs.md of them; they are committed beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from app.operations.bench.account import machine

_KERNEL: Final = re.compile(r"(Linux \d+\.\d+)[^ ,]*")
_NOT_A_NAME: Final = re.compile(r"[^a-z0-9]+")

Line = dict[str, Any]


def line(name: str, figure: str, command: str, *, holds: bool = True, **more: object) -> Line:
    """Return the line of one proof, made today on this machine.

    Args:
        name: `Group: what was proved`, such as `Limits: guesses that got through`.
        figure: what came out, as a person reads it, with its units and its bound.
        command: what makes it again.
        holds: whether it keeps its bound.
        more: `why` it does not hold, `target` and `gate` as texts, `met`: whether the target is.
    """
    return {
        "name": name,
        "figure": figure,
        "command": command,
        "holds": holds,
        "why": "",
        **more,
        "date": datetime.now(UTC).date().isoformat(),  # noqa: TID251 - the machine's own day
        "machine": without_build(machine()),
    }


def keep(folder: Path, made: Mapping[str, Any]) -> Path:
    """Write a line into a folder, over the one of the same name; return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / (_NOT_A_NAME.sub("-", str(made["name"]).lower()).strip("-") + ".json")
    file.write_text(json.dumps(made, ensure_ascii=False) + "\n", "utf-8")
    return file


def without_build(named: str) -> str:
    """Return a machine's line without the build of its kernel, which tells nothing to others."""
    return _KERNEL.sub(r"\1", named)
