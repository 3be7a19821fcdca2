"""Lines of the trail for whoever shows or counts them: one that was changed hides no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from domain.audit.records import AuditEvent, unreadable
from domain.kernel.events import Fact
from domain.kernel.ids import ID_BYTES
from domain.kernel.work import ActorKind
from persistence.mapping import columns_of, table_of
from persistence.odd import Odd, strictly
from persistence.tables.audit import AuditEventRow

COLUMNS: Final = columns_of(table_of(AuditEventRow), AuditEvent)
_KINDS: Final = frozenset(each.value for each in ActorKind)
_RESULTS: Final = frozenset({"done", "refused"})


def _sound(*values: Any) -> AuditEvent:
    line = AuditEvent(*values)
    known = line.actor_kind in _KINDS and line.result in _RESULTS
    about = line.subject_id is None or len(line.subject_id) == ID_BYTES
    if not (known and about and all(map(_is_fact, line.facts.values()))):
        message = "no line of Byleave's"
        raise ValueError(message)
    return line


def _is_fact(value: Fact) -> bool:
    if isinstance(value, (list, tuple)):
        return all(isinstance(each, str) for each in value)
    return value is None or isinstance(value, (str, int))


LINE: Final = strictly(_sound, COLUMNS)
"""Makes a line of a row that can be one; whether it is as it was written, `verify` alone says."""


def shown(rows: Iterable[AuditEvent | Odd]) -> list[AuditEvent]:
    """Return lines, and in the place of one that cannot be read what says so.

    One without an id can be neither named nor walked past; SQLite has it behind all others.
    """
    lines = (unreadable(_id(row)) if isinstance(row, Odd) else row for row in rows)
    return [line for line in lines if line.id]


def _id(row: Odd) -> bytes:
    held = row.values[0]
    return held if isinstance(held, bytes) else b""
