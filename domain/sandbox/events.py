"""What is told of sandbox tenants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonaChanged(Event):
    """A persona's password, claims or status were written anew; the subject is its account.

    Args:
        changed: what differs now, in words.
    """

    name: ClassVar[str] = "persona.changed"
    prefix: ClassVar[str] = "acc"

    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMoved(Event):
    """A sandbox tenant's clock was moved forward.

    Args:
        seconds: by how much.
    """

    name: ClassVar[str] = "sandbox.clock_moved"
    prefix: ClassVar[str] = "ten"

    seconds: int
