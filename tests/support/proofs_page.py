"""docs/proofs.md, and the short of it in README.md, from the figures in proofs/.

`python -m tests.support.proofs_page [folder]` writes both; tests/docs compares them with the
committed figures. What a figure that misses its bound is missed by stands in `misses.toml` beside
the figures: machines write the figures, people write the reasons.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.operations.bench.proving import ENGINES
from app.operations.proof_lines import without_build

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "proofs.md"
README = ROOT / "README.md"
PROOFS = ROOT / "proofs"
REASONS = "misses.toml"
_SPELT = re.compile(r"\b(sqlite|postgres)\b")
BLOCK = re.compile(r"(<!-- proofs -->\n).*?(<!-- /proofs -->)", re.DOTALL)
GROUPS = {
    "Speed": ("Speed",),
    "Beside a rival": ("Rival",),
    "Scale out": ("Scale out",),
    "Durability": ("Durability",),
    "Privacy": ("Privacy",),
    "Isolation and refusal": ("Enumeration", "Hostile input", "Isolation", "Limits", "Tokens"),
    "Watch": ("Watch", "Console"),
}
LEAD = """# Proofs

<!-- Made from proofs/*.json by `make proofs`; run what a line names to change its figure. -->

What the product promises, measured. Each line names the command that makes its figure again; with
`BYLEAVE_PROOFS=proofs` before it the figure lands in `proofs/`, from which `make proofs` makes this
page. `make long` runs them all. Speed is milliseconds of the server's CPU for one answer, every
answer checked ([how](performance.md)); on Postgres the database's own stands beside it. Targets and
gates are those of a reference machine and taken as many times as this one was slower that day; `short`
under Holds means: short of its target, though within its gate where there is one."""
KEPT = """## Kept by `make test`

Beside the figures above, these are asserted at every run, on both engines where one is in play.

| What | Where |
|---|---|
"""
TESTS = {
    "No use case and no route reaches another tenant; no row is left without its tenant": (
        "tests/laws/test_tenant_matrix.py",
        "tests/laws/test_route_matrix.py",
    ),
    "Each refusal of a writing use case commits its evidence and nothing else": (
        "tests/laws/test_refusals_leave_evidence.py",
    ),
    "No hostile text is a fault, in use cases and in every parser a stranger reaches": (
        "tests/laws/test_hostile_inputs.py",
        "tests/laws/test_parsers.py",
    ),
    "Unknown, known, disabled and password-less names get the same words, status and headers": (
        "tests/app/hosted/routes/test_enumeration.py",
    ),
    "A sign-in, a family of refresh tokens and a consent are what their models say": (
        "tests/domain/login/test_machine.py",
        "tests/domain/oauth/test_refresh_family.py",
        "tests/domain/consent/test_machine.py",
    ),
    "What may happen once happens once, however many try at the same time": (
        "tests/conformance/test_races.py",
    ),
    "The management API answers as its description says, whatever it is sent": (
        "tests/app/api/v1/test_fuzz.py",
    ),
    "So do the headless login API, and the protocol's endpoints as their RFCs describe them": (
        "tests/app/api/test_login_fuzz.py",
        "tests/app/protocol/test_fuzz.py",
    ),
    "A backup is put back and looked over; a restore revives nothing": (
        "tests/app/operations/test_rehearsal.py",
        "tests/app/operations/test_backup.py",
    ),
    "Every hot statement searches by an index": (
        "tests/persistence/test_plans.py",
        "tests/persistence/test_plans_postgres.py",
    ),
    "Every column says what it holds": ("tests/persistence/test_data_map.py",),
    "No dependency may be older than its last known advisory": (
        "tests/architecture/test_advisories.py",
    ),
}
SHORT = {
    "Speed: refresh with rotation (SQLite)": "Refresh with rotation, SQLite",
    "Speed: client_credentials, JWT (SQLite)": "Client credentials, SQLite",
    "Speed: introspection, opaque (Postgres)": "Introspection, Postgres (server + database)",
    "Speed: console list page (SQLite)": "Console, a list of fifty accounts",
    "Scale out: a revoked token at every other server": "Revocation across servers",
    "Durability: killed at random moments on SQLite": "Killed at random moments, SQLite",
    "Tokens: no token is ever valid outside its consent (SQLite)": "Tokens and consents",
    "Privacy: what people type, searched in every place (SQLite)": "What people type",
    "Watch: memory, descriptors and threads of a server in use (SQLite)": "Twenty minutes of use",
}
"""What the README says of each, up to the first semicolon."""


def figures(folder: Path) -> list[dict[str, Any]]:
    """Return the figures kept in a folder, by name."""
    lines = [
        json.loads(line)
        for file in sorted(folder.glob("*.json"))
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    ]
    for line in lines:
        line["name"] = _SPELT.sub(lambda found: ENGINES[found[1]], str(line["name"]))
    return sorted(lines, key=lambda line: str(line["name"]))


def reasons(folder: Path) -> dict[str, str]:
    """Return why figures miss, by the beginnings of their names."""
    file = folder / REASONS
    return dict(tomllib.loads(file.read_text("utf-8"))) if file.exists() else {}


def page(lines: Sequence[Mapping[str, Any]], why: Mapping[str, str] | None = None) -> str:
    """Return the page: a table for each group, below it what misses its bound and why."""
    parts = [LEAD, _machines(lines), _sum(lines)]
    groups = dict(GROUPS)
    for line in lines:
        if not any(_group(line) in prefixes for prefixes in groups.values()):
            groups[_group(line)] = (_group(line),)
    for heading, prefixes in groups.items():
        rows = [line for line in lines if _group(line) in prefixes]
        if rows:
            parts += [f"## {heading}\n\n{_table(rows, heading)}", _missed(rows, why or {})]
    parts.append(KEPT + "\n".join(_kept()))
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def short(lines: Sequence[Mapping[str, Any]]) -> str:
    """Return what the README says: the main figures, and how many there are."""
    by_name = {str(line["name"]): line for line in lines}
    rows = [
        f"- {label}: {str(by_name[name]['figure']).partition(';')[0]}{_wanted(by_name[name])}"
        for name, label in SHORT.items()
        if name in by_name
    ]
    return "\n".join([f"{_machines(lines)} {_sum(lines)}", "", *rows, ""])


def why_of(line: Mapping[str, Any], why: Mapping[str, str]) -> str:
    """Return why a figure misses: what its run said, else the reason of the longest name."""
    fitting = sorted((name for name in why if str(line["name"]).startswith(name)), key=len)
    return why[fitting[-1]] if fitting else str(line["why"])


def missing(line: Mapping[str, Any]) -> bool:
    """Tell whether a figure misses its bound or its target."""
    return not (line["holds"] and line.get("met", True))


def _machines(lines: Sequence[Mapping[str, Any]]) -> str:
    names = sorted({without_build(str(line["machine"])) for line in lines})
    return "\n".join(f"Machine: {name}." for name in names)


def _sum(lines: Sequence[Mapping[str, Any]]) -> str:
    lines = [line for line in lines if _bounded(line)]
    held = sum(1 for line in lines if line["holds"])
    late = sum(1 for line in lines if line["holds"] and not line.get("met", True))
    text = f"{held} of {len(lines)} figures hold their bound"
    return f"{text}; {late} of these are short of their target." if late else f"{text}."


def _table(rows: Sequence[Mapping[str, Any]], heading: str) -> str:
    bound = any(row.get("target") or row.get("gate") for row in rows)
    head = ("What", "Figure", *(("Target", "Gate") if bound else ()), "Holds", "Date", "Command")
    cells = [head, ("---",) * len(head)]
    cells += [
        (
            _what(row, heading),
            str(row["figure"]),
            *((str(row.get("target", "")), str(row.get("gate", ""))) if bound else ()),
            _holds(row),
            str(row["date"]),
            f"`{row['command']}`",
        )
        for row in rows
    ]
    return "\n".join("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in cells)


def _holds(row: Mapping[str, Any]) -> str:
    if not row["holds"]:
        return "**no**"
    if not _bounded(row):
        return ""
    return "yes" if row.get("met", True) else "short"


def _bounded(row: Mapping[str, Any]) -> bool:
    """Tell whether a figure has a bound; one that names neither target nor gate says it itself."""
    named = [row[word] for word in ("target", "gate") if word in row]
    return not named or any(named)


def _missed(rows: Sequence[Mapping[str, Any]], why: Mapping[str, str]) -> str:
    """Return each reason once, with all that it explains."""
    by_reason: dict[str, list[str]] = {}
    for row in filter(missing, rows):
        by_reason.setdefault(why_of(row, why), []).append(_what(row, _group(row)))
    return "\n".join(
        f"- **{'; '.join(names)}** misses: {reason}" for reason, names in by_reason.items()
    )


def _wanted(line: Mapping[str, Any]) -> str:
    said = [f"{word} {line[word]}" for word in ("target", "gate") if line.get(word)]
    return f" ({', '.join(said)})" if said else ""


def _kept() -> Iterator[str]:
    for what, places in TESTS.items():
        where = ", ".join(f"[{Path(place).name}](../{place})" for place in places)
        yield f"| {what} | {where} |"


def _group(line: Mapping[str, Any]) -> str:
    return str(line["name"]).partition(": ")[0]


def _what(line: Mapping[str, Any], heading: str) -> str:
    group, _, what = str(line["name"]).partition(": ")
    return what if what and group == heading else str(line["name"])


def write(folder: Path) -> int:
    """Write the page and the README's part of it; return how many figures there are."""
    found = figures(folder)
    PAGE.write_text(page(found, reasons(folder)), "utf-8")
    text = README.read_text("utf-8")
    README.write_text(BLOCK.sub(lambda m: m[1] + "\n" + short(found) + "\n" + m[2], text), "utf-8")
    return len(found)


if __name__ == "__main__":
    count = write(Path(sys.argv[1]) if len(sys.argv) > 1 else PROOFS)
    sys.stdout.write(f"wrote docs/proofs.md and its part of README.md from {count} figures\n")
