"""Facts that were told: what happened, without telling who.

Audit trail and outbox know only this base. The catalogue in docs/events.md is made
from the subclasses. A fact holds ids, words and numbers; no secret and no personal data.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar, Final

EVENTS: Final[dict[str, type[Event]]] = {}

Fact = str | int | bool | None | bytes | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact; subclasses are past-tense and frozen.

    Class attributes:
        name: stable dotted word, such as `consent.given`.
        prefix: id prefix of the subject, such as `con`.
        audited: whether it enters the audit trail.
        outgoing: whether it enters the outbox.
        result: `done` or `refused`.

    Args:
        subject: id of what it is about, 16 bytes; None when there is none.
    """

    name: ClassVar[str] = ""
    prefix: ClassVar[str] = ""
    audited: ClassVar[bool] = True
    outgoing: ClassVar[bool] = False
    result: ClassVar[str] = "done"

    subject: bytes | None = None

    def __init_subclass__(cls) -> None:
        """Enter the subclass in the catalogue under its name."""
        if cls.name:
            EVENTS[cls.name] = cls

    def facts(self) -> dict[str, Fact]:
        """Return the fields beside the subject, by name."""
        names = _NAMES.get(type(self))
        if names is None:
            names = tuple(each.name for each in fields(self) if each.name != "subject")
            _NAMES[type(self)] = names
        return {name: getattr(self, name) for name in names}


_NAMES: Final[dict[type[Event], tuple[str, ...]]] = {}
"""The fields of each kind beside the subject: found out once."""
