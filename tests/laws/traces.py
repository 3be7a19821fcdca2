"""What a run left in the database: every table before and after, and which of it is evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.wiring import House
from persistence.tables import SCHEMA

Row = dict[str, Any]
Tables = dict[str, dict[tuple[Any, ...], Row]]

EVIDENCE: Final[dict[str, frozenset[str]]] = {
    "audit_event": frozenset({"add"}),
    "waiting_leaves": frozenset({"add", "remove"}),
    "log_leaf": frozenset({"add"}),
    "checkpoint": frozenset({"add"}),
    "counter": frozenset({"add", "amount"}),
    "outbox_fact": frozenset({"add"}),
    "notice": frozenset({"add"}),
    "denied_token": frozenset({"add"}),
    "limit_bucket": frozenset(
        {"add", "remove", "failures", "strikes", "window_ends_at", "blocked_until", "level"}
    ),
    "client_grant": frozenset({"items", "closed_at", "close_reason", "version"}),
    "session": frozenset({"last_seen_at", "idle_ends_at", "ended_at", "end_reason"}),
    "api_key": frozenset({"last_used_on"}),
    "authorization_code": frozenset({"consumed_at"}),
    "refresh_token": frozenset({"consumed_at", "heir_salt"}),
    "opaque_token": frozenset({"remove"}),
    "consent_token": frozenset({"remove"}),
    "pushed_request": frozenset({"remove"}),
    "activation": frozenset({"remove"}),
    "ticket": frozenset({"remove"}),
}
"""What a refusal may leave behind (ADR-3): rows added or removed, columns written."""


@dataclass(frozen=True)
class Trace:
    """One row that is not as it was.

    Attributes:
        acts: `add`, `remove`, or the names of the columns that differ.
        tenant_id: whose row; None for the installation's.
    """

    table: str
    acts: frozenset[str]
    tenant_id: bytes | None

    @property
    def is_evidence(self) -> bool:
        """Whether a refusal may leave it."""
        return self.acts <= EVIDENCE.get(self.table, frozenset())


def tables_of(house: House) -> Tables:
    """Read every row of every table."""
    file = house.settings.sqlite_file
    assert file is not None
    return dict(_read(file))


def _read(file: Path) -> Iterator[tuple[str, dict[tuple[Any, ...], Row]]]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        for table in SCHEMA.sorted_tables:
            keys = [column.name for column in table.primary_key]
            rows = connection.execute(f'SELECT * FROM "{table.name}"')  # noqa: S608 - our tables
            yield table.name, {tuple(row[key] for key in keys): dict(row) for row in rows}


def differences(before: Tables, after: Tables) -> list[Trace]:
    """Return every row that differs."""
    found = []
    for table, rows in before.items():
        later = after[table]
        for key in rows.keys() | later.keys():
            old, new = rows.get(key), later.get(key)
            if old == new:
                continue
            row = old or new or {}
            acts = {"remove"} if new is None else {"add"} if old is None else _columns(old, new)
            tenant = row["id"] if table == "tenant" else row.get("tenant_id")
            found.append(Trace(table, frozenset(acts), tenant))
    return found


def _columns(old: Row, new: Row) -> set[str]:
    return {name for name in old if old[name] != new[name]}
