"""Figures of long proofs: one file for each, written where BYLEAVE_PROOFS says, read by the page.

A long proof is a test with the mark `long`; `pytest -m long` runs it, nothing else does.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from app.operations.proof_lines import keep, line

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
    made = line(name, figure, command, holds=holds, why=why)
    if FOLDER:
        keep(Path(FOLDER), made)
    return made
