"""How each use case is asked, with one's own ids and with another tenant's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from app.runtime.call import NOTHING
from app.wiring import House
from domain.kernel.errors import Refusal
from domain.kernel.work import Actor, Staged
from tests.laws.holdings import STRANGER, SYSTEM, Holdings, operator, person
from tests.laws.use_cases import use_cases
from tests.laws.world import World

Ask = Callable[[World, Holdings, Holdings], Any]
Who = Callable[[World, Holdings, Holdings], Actor]
Says = frozenset[str] | Callable[[Any], bool]


def empty(result: Any) -> bool:
    """Nothing was found."""
    return not result


def no_matter(_result: Any) -> bool:
    """It names no id: its answer may be anything, as long as nothing of theirs is in it."""
    return True


def says(*codes: str) -> frozenset[str]:
    """It refuses with one of these codes."""
    return frozenset(codes)


GONE: Final = says("not_found")


def an_operator(_w: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """An operator with every permission there is."""
    return operator()


def my_person(_w: World, mine: Holdings, _theirs: Holdings) -> Actor:
    """The person who is signed in here, naming things of there."""
    return person(mine.accounts["alice"])


def their_person(_w: World, _mine: Holdings, theirs: Holdings) -> Actor:
    """The person who is signed in there, here."""
    return person(theirs.accounts["alice"])


def a_stranger(_w: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """Nobody proven."""
    return STRANGER


def a_machine(_w: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """The command line or a job."""
    return SYSTEM


@dataclass(frozen=True)
class Row:
    """One way to ask a use case.

    Attributes:
        ask: makes the request out of my things and theirs.
        answer: what must come of their ids in my tenant.
        who: the actor.
        words: permissions it asks for.
        place: `tenant`, `installation`, or `staff` for the operators' own tenant.
        later: how far the clock moves first, so that there is something to do.
        told_there: whether their trail tells of it, and nothing else there changes: who holds a
            link into their tenant comes in by it, from wherever they ask.
    """

    name: str
    ask: Ask
    answer: Says = no_matter
    who: Who = an_operator
    words: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()
    place: str = "tenant"
    later: timedelta = timedelta(0)
    told_there: bool = False

    def own(self, world: World, actor: Actor | None = None) -> Any:
        """Ask with my own ids, where they belong."""
        where = {"tenant": world.a.slug, "staff": world.staff.tenant.slug}.get(self.place)
        return self._run(world, where, world.a, actor)

    def foreign(self, world: World) -> Any:
        """Ask in my tenant with the ids of theirs."""
        where = None if self.place == "installation" else world.a.slug
        return self._run(world, where, world.b, None)

    def _run(self, world: World, where: str | None, theirs: Holdings, actor: Actor | None) -> Any:
        request = self.ask(world, world.a, theirs)
        actor = actor or self.who(world, world.a, theirs)
        run = use_cases()[self.name].run
        powers = {} if isinstance(run, Staged) else _powers(world.house)
        given = {name: powers[name] for name in self.powers}
        return world.house.call.now(run, request, tenant=where, actor=actor, **given)


def _powers(house: House) -> dict[str, object]:
    return {"signer": house.signer, "sentences": house.sentences}


def nothing(_w: World, _mine: Holdings, _theirs: Holdings) -> object:
    """It takes no request."""
    return NOTHING


def outcome(act: Callable[[], Any]) -> tuple[Any, Refusal | None]:
    """Return what came of it: a result, or a refusal."""
    try:
        return act(), None
    except Refusal as refusal:
        return None, refusal
