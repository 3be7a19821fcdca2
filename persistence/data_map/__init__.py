"""What is kept of whom, why, how sealed and for how long? One entry for each column of the schema.

Owns: the words of the data map. Does not own: the tables (`tables`), the page (`app.operations`).
A column without an entry, and an entry without a column, fail a test: nothing is kept unsaid.
"""

from persistence.data_map import house, leave, machines, operators, people, tenants, tokens
from persistence.data_map.entries import Entry, How, Of, Table

DATA_MAP: dict[str, Table] = {
    table.name: table
    for part in (house, operators, tenants, people, leave, tokens, machines)
    for table in part.TABLES
}
"""Every table by its name."""


def entries() -> dict[str, Entry]:
    """Return every entry, by `table.column`."""
    return {
        f"{table.name}.{name}": entry
        for table in DATA_MAP.values()
        for name, entry in table.columns.items()
    }


__all__ = ["DATA_MAP", "Entry", "How", "Of", "Table", "entries"]
