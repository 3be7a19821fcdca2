"""A refusal of each use case that writes: how it comes about, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.kernel.errors import Refusal
from domain.kernel.work import Actor, Staged
from tests.laws.holdings import Holdings
from tests.laws.rows import Ask, Who, an_operator, outcome
from tests.laws.traces import Trace, differences, tables_of
from tests.laws.use_cases import use_cases
from tests.laws.world import World

Act = Callable[[World], Any]


def nothing_happens(_world: World) -> None:
    """Nothing goes before it."""


@dataclass(frozen=True)
class Scenario:
    """One refusal.

    Attributes:
        code: with which it refuses.
        leaves: tables in which it leaves evidence; nothing else may differ.
        before: what happened earlier.
        later: how far the clock moved since.
        meanwhile: what another one does between the read and the write of a staged use case.
        powers: what a plain use case names beside the work.
    """

    name: str
    code: str
    ask: Ask
    who: Who = an_operator
    leaves: frozenset[str] = frozenset()
    before: Act = nothing_happens
    later: timedelta = timedelta(0)
    meanwhile: Act | None = None
    place: str = "tenant"
    powers: tuple[str, ...] = ()

    def play(self, world: World) -> tuple[Refusal | None, list[Trace]]:
        """Let it happen; return how it was refused and what it left."""
        self.before(world)
        world.house.clock.advance(self.later)
        request = self.ask(world, world.a, world.a)
        place = {"tenant": world.a.slug, "staff": world.staff.tenant.slug}.get(self.place)
        actor = self.who(world, world.a, world.a)
        return _Run(world, place, actor, self.powers).refused(
            use_cases()[self.name].run, request, self.meanwhile
        )


class _Run:
    """Runs a use case stage by stage, as `call` does, so that something can come in between."""

    def __init__(
        self, world: World, place: str | None, actor: Actor, powers: tuple[str, ...] = ()
    ) -> None:
        self._world = world
        self._powers = powers
        self._place = place
        self._actor = actor
        self._before = tables_of(world.house)

    def refused(
        self, use_case: Any, request: Any, meanwhile: Act | None
    ) -> tuple[Refusal | None, list[Trace]]:
        run = self._staged if isinstance(use_case, Staged) else self._one
        _, refusal = outcome(lambda: run(use_case, request, meanwhile))
        return refusal, differences(self._before, tables_of(self._world.house))

    def _one(self, run: Any, request: Any, _meanwhile: Act | None = None) -> Any:
        call, known = self._world.house.call.now, self._world.house.call._powers
        given = {} if isinstance(run, Staged) else {name: known[name] for name in self._powers}
        return call(run, request, tenant=self._place, actor=self._actor, **given)

    def _staged(self, staged: Staged, request: Any, meanwhile: Act | None) -> Any:
        seen = self._one(staged.look, request)
        powers = {name: self._world.house.call._powers[name] for name in staged.powers}
        made = staged.slow(seen, request, **powers)
        if meanwhile is not None:
            meanwhile(self._world)
            self._before = tables_of(self._world.house)

        def settle(work: Any, request: Any) -> Any:
            return staged.settle(work, request, seen, made)

        settle.manner = staged.settle.manner  # type: ignore[attr-defined]
        return self._one(settle, request)


TRAIL = frozenset({"audit_event", "waiting_leaves"})
COUNTED = TRAIL | {"limit_bucket", "counter"}
TRIED = frozenset({"limit_bucket", "counter"})


def blocked(holdings: Holdings, key: bytes) -> None:
    """Close a limit for an hour."""

    def act(work: Any) -> None:
        until = work.now + timedelta(hours=1)
        work.limits.fail(key, work.now, until)
        work.limits.block(key, until)

    holdings.write(act)
