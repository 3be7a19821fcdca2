"""docs/data-map.md: every column of every table, in words."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from persistence.data_map import DATA_MAP, Entry, How, Of, Table

_LEAD: Final = """What is kept, of whom, why, how sealed and for how long: every column there is.
A column without a line here fails a test, so nothing is kept unsaid.

- **clear**: read as it stands. **opaque id**: random or counted, says nothing by itself.
- **digest**: SHA-256 of something random. **HMAC**: a hash under a key that lies sealed.
- **sealed**: ciphertext under the master key, which is not in the database, bound to its row.
- **derived**: made of other values, which cannot be read from it.

An empty cell under *Of*, *Why* or *Kept* means: as the lines above the table say.
`byleave privacy-audit` proves what this page says: it plants what a person would type and searches
every place for it."""


def data_map_page(made: str) -> str:
    """Return the page.

    Args:
        made: the line that says from what it is made.
    """
    parts = [f"# Data map\n\n{made}\n\n{_LEAD}", _sum()]
    parts += [_section(DATA_MAP[name]) for name in sorted(DATA_MAP)]
    return "\n\n".join(parts) + "\n"


def data_map_told() -> list[dict[str, Any]]:
    """Return the map for machines: a line for each column."""
    return [
        {
            "table": table.name,
            "column": name,
            "what": entry.what,
            "why": entry.why,
            "how": entry.how.value,
            "kept": entry.kept,
            "of": (entry.of or table.of).value,
        }
        for table in DATA_MAP.values()
        for name, entry in table.columns.items()
    ]


def _sum() -> str:
    of_people = Counter(
        entry.how
        for table in DATA_MAP.values()
        for entry in table.columns.values()
        if entry.of is Of.PERSON
    )
    told = ", ".join(f"{of_people[how]} {how.value}" for how in How if of_people[how])
    count = sum(len(table.columns) for table in DATA_MAP.values())
    return (
        f"{len(DATA_MAP)} tables, {count} columns; {of_people.total()} of them tell something of a "
        f"person: {told}.\nWhat is clear of a person is a moment, a word of a closed list or a "
        "number; nothing a person typed is among it."
    )


def _section(table: Table) -> str:
    lines = ["| Column | What | How | Of | Why | Kept |", "|---|---|---|---|---|---|"]
    lines += [_line(table, name, entry) for name, entry in table.columns.items()]
    head = f"## {table.name}\n\nOf: {table.of.value}. Why: {table.why}.\nKept: {table.kept}."
    return head + "\n\n" + "\n".join(lines)


def _line(table: Table, name: str, entry: Entry) -> str:
    of = "" if entry.of is table.of or entry.of is None else entry.of.value
    why = "" if entry.why == table.why else entry.why
    kept = "" if entry.kept == table.kept else entry.kept
    cells = (f"`{name}`", entry.what, entry.how.value, of, why, kept)
    return "| " + " | ".join(cells) + " |"
