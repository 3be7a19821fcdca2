"""Figures of long proofs: one file for each, written where BYLEAVE_PROOFS says, read by the page.

A long proof is a test with the mark `long`; `pytest -m long` runs it, nothing else does.
"""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.operations.bench.account import machine

FOLDER = os.environ.get("BYLEAVE_PROOFS", "")
"""Read when the run begins: tests see no setting of the machine. Empty keeps no figure."""


def record_proof(
    name: str, figure: str, command: str, *, holds: bool = True, why: str = ""
) -> dict[str, Any]:
    """Keep the figure of one proof; the newest of a name counts.

    Args:
        name: `Group: what was proved`, such as `Limits: guesses that got through`.
        figure: what came out, as a person reads it, with its units and its bound.
        command: what makes it again.
        holds: whether it keeps its bound.
        why: where it does not: where the time goes, and what would mend it.
    """
    line = {
        "name": name,
        "figure": figure,
        "command": command,
        "holds": holds,
        "why": why,
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
    }
    if FOLDER:
        folder = Path(FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / (re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") + ".json")
        file.write_text(json.dumps(line, ensure_ascii=False) + "\n", "utf-8")
    return line
