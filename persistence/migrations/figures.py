"""What SQLite's planner is told about our tables, so that it never walks a whole tenant.

Without figures it takes every index for equally narrow and likes the primary key for its order:
seen on eight statements, among them the live refresh token of a grant. It keeps such figures in
`sqlite_stat1`; real ones would need ANALYZE over all rows, and would be wrong on the first day.
Postgres gathers its own.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Table

from persistence.tables import SCHEMA

ROWS: Final = 1_000_000
"""Rows of a table, for the planner's sums."""

SHARES: Final = {
    "tenant_id": 10,
    "status": 4,
    "name": 20,
    "client_id": 100,
    "actor_name": 1_000,
    "day": 1_000,
    "job": 20,
}
"""How many different values a column has; every other column has as many as the table has rows
but for the handful that share an account, a grant or a session."""

_HANDFUL: Final = 10
_SHARED: Final = {"account_id", "grant_id", "session_id", "subject_id", "consent_id"}


def tell_planner(connection: Connection) -> None:
    """Write the figures for every index; SQLite reads them when a connection opens."""
    connection.exec_driver_sql("ANALYZE tenant")  # makes `sqlite_stat1`
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    lines = [
        (table.name, name, _figures(columns, unique=unique))
        for table in SCHEMA.sorted_tables
        for name, columns, unique in _indexes(connection, table)
    ]
    connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", lines)


def _indexes(connection: Connection, table: Table) -> list[tuple[str, list[str], bool]]:
    """Return each index of a table as SQLite names it, with its columns; the key's own included."""
    listed = connection.exec_driver_sql(f"PRAGMA index_list('{table.name}')").all()
    found = []
    for _, name, unique, origin, _ in listed:
        columns = connection.exec_driver_sql(f"PRAGMA index_info('{name}')").all()
        # The key of a table without row ids is the table itself, and is told under its name.
        told = table.name if origin == "pk" and not _has_row_ids(table) else name
        found.append((told, [column for _, _, column in columns], bool(unique)))
    return found


def _has_row_ids(table: Table) -> bool:
    return bool(table.dialect_options["sqlite"]["with_rowid"])


def _figures(columns: list[str], *, unique: bool) -> str:
    """Return `rows` and, for each further column, how many rows still share a value."""
    left = float(ROWS)
    figures = [ROWS]
    for column in columns:
        left /= SHARES.get(column, ROWS)
        figures.append(max(round(left), _HANDFUL if column in _SHARED else 1))
    if unique:
        figures[-1] = 1
    return " ".join(map(str, figures))
