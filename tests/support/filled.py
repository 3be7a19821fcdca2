"""Tables with enough rows that Postgres' planner tells its indexes apart."""

from __future__ import annotations

from typing import Any

from persistence.tables import SCHEMA

ROWS = 3000
TENANTS = 3


def fill(connection: Any) -> None:
    """Put rows without a meaning into every table, then count them for the planner.

    References are not looked at: what matters is how many rows share a tenant, and that all else
    is different from row to row.
    """
    connection.execute("SET session_replication_role = replica")
    for table in SCHEMA.sorted_tables:
        values = ", ".join(_value(column) for column in table.columns)
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        connection.execute(
            f'INSERT INTO "{table.name}" ({names}) SELECT {values} '  # noqa: S608 - our own tables
            f"FROM generate_series(1, {ROWS}) AS n ON CONFLICT DO NOTHING"
        )
    connection.execute("SET session_replication_role = DEFAULT")
    connection.execute("ANALYZE")


def _value(column: Any) -> str:
    value = _different(column)
    # What may be absent mostly is: an end, a use, a closing.
    return f"CASE WHEN n % 10 = 0 THEN {value} END" if column.nullable else value


def _different(column: Any) -> str:
    kind = str(column.type.dialect_impl(_dialect()).compile(_dialect())).upper()
    if column.name == "tenant_id":
        return f"decode(lpad(to_hex(n % {TENANTS}), 32, '0'), 'hex')"
    if kind == "BYTEA":
        return f"decode(md5(n || '{column.name}'), 'hex')"
    plain = {
        "JSONB": "'[]'::jsonb",
        "BOOLEAN": "n % 2 = 0",
        "DATE": "date '2026-01-01' + n",
        "TIMESTAMP WITH TIME ZONE": "timestamptz '2026-01-01' + n * interval '1 minute'",
    }
    if (column.table.name, column.name) == ("consent_current", "status"):
        return "'given'"  # an index of its own holds these alone
    if kind in plain:
        return plain[kind]
    return "n" if "INT" in kind else f"'{column.name[:1]}' || n"


def _dialect() -> Any:
    from persistence.statements import POSTGRES

    return POSTGRES
