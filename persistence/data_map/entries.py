"""The words an entry of the data map is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final


class How(StrEnum):
    """How a value lies in the database."""

    CLEAR = "clear"
    OPAQUE = "opaque id"
    DIGEST = "digest"
    HMAC = "HMAC"
    SEALED = "sealed"
    DERIVED = "derived"


class Of(StrEnum):
    """Of whom a value tells something."""

    PERSON = "person"
    OPERATOR = "operator"
    MACHINE = "machine"
    NONE = "nobody"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one column holds.

    Args:
        what: in a line.
        how: how it is sealed.
        of: of whom it tells; None as the table says.
        why: what it is needed for; empty as the table says.
        kept: how long; empty as the table says.
    """

    what: str
    how: How
    of: Of | None = None
    why: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What one table holds.

    Args:
        name: of the table.
        of: of whom its rows tell.
        why: what they are needed for.
        kept: how long a row stays.
        columns: entries by column, each complete once the table is made.
    """

    name: str
    of: Of
    why: str
    kept: str
    columns: Mapping[str, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Complete each entry by what the table says."""
        whole = {
            name: replace(
                entry,
                of=entry.of or (Of.NONE if name == "tenant_id" else self.of),
                why=entry.why or self.why,
                kept=entry.kept or self.kept,
            )
            for name, entry in self.columns.items()
        }
        object.__setattr__(self, "columns", whole)


def clear(what: str, of: Of | None = None, *, why: str = "", kept: str = "") -> Entry:
    """Return an entry of a value that is read as it stands."""
    return Entry(what, How.CLEAR, of, why, kept)


def opaque(what: str, of: Of | None = None, *, why: str = "", kept: str = "") -> Entry:
    """Return an entry of an id that says nothing by itself."""
    return Entry(what, How.OPAQUE, of, why, kept)


def digest(what: str, of: Of | None = None, *, why: str = "", kept: str = "") -> Entry:
    """Return an entry of a SHA-256 of something random, which nobody guesses."""
    return Entry(what, How.DIGEST, of, why, kept)


def keyed(what: str, of: Of | None = None, *, why: str = "", kept: str = "") -> Entry:
    """Return an entry of a hash under a key that is not in the database in clear."""
    return Entry(what, How.HMAC, of, why, kept)


def sealed(what: str, of: Of | None = None, *, why: str = "", kept: str = "") -> Entry:
    """Return an entry of ciphertext under the master key, bound to its row."""
    return Entry(what, How.SEALED, of, why, kept)


def derived(what: str, of: Of | None = None, *, why: str = "", kept: str = "") -> Entry:
    """Return an entry of a value made of others, from which they cannot be read."""
    return Entry(what, How.DERIVED, of, why, kept)


TENANT: Final = {"tenant_id": opaque("the tenant it belongs to")}
OWN: Final = {**TENANT, "id": opaque("its own id, ordered by time")}
VERSION: Final = {"version": clear("how often it was changed: of two changes at once one is told")}
MADE: Final = {"created_at": clear("when it was made")}
