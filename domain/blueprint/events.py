"""What is told of files that were applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigApplied(Event):
    """A file was applied and changed something of this tenant; each change is told by its room too.

    Args:
        added: how many things were made.
        changed: how many were changed.
        removed: how many were taken away.
    """

    name: ClassVar[str] = "config.applied"
    prefix: ClassVar[str] = "ten"

    added: int
    changed: int
    removed: int
