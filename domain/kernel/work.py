"""The unit of work: bound to one tenant when it opens, one transaction, one actor.

Rooms add the stores they need in a Protocol of their own (ADR-1); persistence has one class
that fits them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, ParamSpec, Protocol, TypeVar

from domain.kernel.events import Event

P = ParamSpec("P")
R = TypeVar("R")


class ActorKind(StrEnum):
    """Who acts."""

    PERSON = "person"
    OPERATOR = "operator"
    CLIENT = "client"
    SYSTEM = "system"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in a work, and with which permissions.

    Args:
        kind: person, operator, client, system, or a stranger (nobody proven yet).
        name: what the audit trail says: an account id as text, a client id, `system:cli`.
        id: internal id of the account or client; None for system and strangers.
        permissions: what an operator may do in this tenant; a system actor may do all.
        source: digest of the network source, for limits; None when there is none.
        via: public id of the key with which a machine acts for them; empty when they act
            themselves. Each audited line says it.
        place: the tenant that the address of the act names; None where it names none. What is
            done to operators reaches no further.
        fresh: whether the operator proved themselves a short while ago (`kernel.fresh`).
    """

    kind: ActorKind
    name: str
    id: bytes | None = None
    permissions: frozenset[str] = frozenset()
    source: bytes | None = None
    via: str = ""
    place: bytes | None = None
    fresh: bool = False


STRANGER: Final = Actor(ActorKind.STRANGER, "stranger")


def system(name: str) -> Actor:
    """Return the actor of a machine: `cli`, or `job:<name>`."""
    return Actor(ActorKind.SYSTEM, f"system:{name}")


class Work(Protocol):
    """What every use case sees."""

    @property
    def tenant_id(self) -> bytes:
        """The tenant this work is bound to, 16 bytes."""
        ...

    @property
    def now(self) -> datetime:
        """The moment this work opened, by the tenant's clock; fixed while it lasts."""
        ...

    @property
    def actor(self) -> Actor:
        """Who acts."""
        ...

    def new_id(self) -> bytes:
        """Make an internal id."""
        ...

    def tell(self, event: Event) -> None:
        """Tell a fact: subscribers run at once, audit and outbox rows join the transaction."""
        ...

    def after_commit(self, act: Callable[[], None]) -> None:
        """Do something outward once the work is committed; never runs on a rollback."""
        ...


@dataclass(frozen=True, slots=True)
class Manner:
    """How a use case wants to be run.

    Args:
        writes: whether it changes anything.
        durable: whether its commit must survive a power cut.
        brief: whether it may share its exchanges with the database; see `brief`.
        snapshot: whether all that it reads is of one moment; see `at_one_moment`.
    """

    writes: bool
    durable: bool
    brief: bool = False
    snapshot: bool = False


def reads(use_case: Callable[P, R]) -> Callable[P, R]:
    """Mark a use case as a bounded read: no write, index look-ups only."""
    use_case.manner = Manner(writes=False, durable=False)  # type: ignore[attr-defined]
    return use_case


def at_one_moment(use_case: Callable[P, R]) -> Callable[P, R]:
    """Mark a read that compares what it reads: nothing changes for it while it lasts."""
    use_case.manner = replace(use_case.manner, snapshot=True)  # type: ignore[attr-defined]
    return use_case


def writes(*, durable: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a use case as a write; it runs whole in the group writer."""

    def mark(use_case: Callable[P, R]) -> Callable[P, R]:
        use_case.manner = Manner(writes=True, durable=durable)  # type: ignore[attr-defined]
        return use_case

    return mark


def brief(use_case: Callable[P, R]) -> Callable[P, R]:
    """Mark a use case of a few look-ups by key, of which many are asked for at a time.

    On Postgres it may run abreast with others, in one transaction if it writes (ADR-17). So it
    waits for nobody's row but its own, takes no turn, and changes no configuration.
    """
    use_case.manner = replace(use_case.manner, brief=True)  # type: ignore[attr-defined] # set by its mark
    return use_case


@dataclass(frozen=True, slots=True)
class Staged:
    """A use case with slow work between a read and a write (ADR-4).

    Args:
        look: `look(read_work, request) -> seen`; marked `reads`.
        slow: `slow(seen, request, **powers) -> made`; no work is open; runs in the hashing pool.
        settle: `settle(write_work, request, seen, made) -> result`; marked `writes`;
            checks again what `look` saw.
        powers: names of the powers that `slow` takes, such as `hasher`.
    """

    look: Callable[..., Any]
    slow: Callable[..., Any]
    settle: Callable[..., Any]
    powers: tuple[str, ...] = ()
