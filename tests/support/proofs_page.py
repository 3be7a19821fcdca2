"""docs/proofs.md from the figures of a run: `python -m tests.support.proofs_page [folder]`."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "proofs.md"
LEAD = """# Proofs

<!-- Made from a run by `make proofs`; run it again to change a figure. -->

What the product promises, measured. Each line names the command that makes its figure again; all of
them together are `make long` and then `make proofs`.
"""


def figures(folder: Path) -> list[dict[str, Any]]:
    """Return the figures kept in a folder, by name."""
    lines = [
        json.loads(line)
        for file in sorted(folder.glob("*.json"))
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    ]
    return sorted(lines, key=lambda line: str(line["name"]))


def page(lines: list[dict[str, Any]]) -> str:
    """Return the page: one table for each group, and below it what misses its bound and why."""
    parts = [LEAD, _machines(lines)]
    for group, members in groupby(lines, key=lambda line: str(line["name"]).partition(": ")[0]):
        rows = list(members)
        parts.append(f"## {group}\n\n" + _table(rows))
        missed = [line for line in rows if not line["holds"]]
        parts += [f"- **{_short(line)}** misses its bound: {line['why']}" for line in missed]
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _machines(lines: list[dict[str, Any]]) -> str:
    names = sorted({str(line["machine"]) for line in lines})
    return "\n".join(f"Machine: {name}." for name in names)


def _table(rows: list[dict[str, Any]]) -> str:
    cells = [("What", "Figure", "Holds", "Date", "Command"), ("---",) * 5]
    cells += [
        (
            _short(line),
            str(line["figure"]),
            "yes" if line["holds"] else "**no**",
            str(line["date"]),
            f"`{line['command']}`",
        )
        for line in rows
    ]
    return "\n".join("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in cells)


def _short(line: dict[str, Any]) -> str:
    return str(line["name"]).partition(": ")[2] or str(line["name"])


if __name__ == "__main__":
    found = figures(Path(sys.argv[1] if len(sys.argv) > 1 else "proofs"))
    PAGE.write_text(page(found), "utf-8")
    sys.stdout.write(f"wrote docs/proofs.md from {len(found)} figures\n")
