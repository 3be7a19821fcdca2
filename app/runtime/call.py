"""Every door's only way into a use case (ADR-4).

A bounded read runs where the engine says, a write runs whole in the writer, slow work runs in the
hashing pool with no work open. Doors never see a database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, cast, overload

from app.runtime.powers.pool import HashingPool
from domain.kernel.work import STRANGER, Actor, Manner, Staged
from persistence.db import Db
from persistence.engine import Database
from persistence.work import Works

T = TypeVar("T")

NOTHING: Final = object()
"""Stands for the request of a use case that takes none."""


class Call:
    """Runs use cases.

    Args:
        database: where reads and writes run.
        works: opens works.
        pool: where slow stages run.
        powers: by the name a staged use case asks for them.
    """

    def __init__(
        self, database: Database, works: Works, pool: HashingPool, powers: Mapping[str, object]
    ) -> None:
        """Keep the four."""
        self._database = database
        self._works = works
        self._pool = pool
        self._powers = powers

    @overload
    async def __call__(
        self,
        use_case: Staged,
        request: object = ...,
        *,
        tenant: str | bytes | None,
        actor: Actor = ...,
    ) -> Any: ...  # noqa: ANN401 - what its last stage says
    @overload
    async def __call__(
        self,
        use_case: Callable[..., T],
        request: object = ...,
        *,
        tenant: str | bytes | None,
        actor: Actor = ...,
        **powers: object,
    ) -> T: ...
    async def __call__(
        self,
        use_case: Callable[..., T] | Staged,
        request: object = NOTHING,
        *,
        tenant: str | bytes | None,
        actor: Actor = STRANGER,
        **powers: object,
    ) -> T:
        """Run a use case from an event loop.

        Args:
            use_case: a function marked `reads` or `writes`, or a `Staged`.
            request: its frozen request record; left out where it takes none.
            tenant: slug or id; None is the installation.
            actor: who acts.
            powers: what a plain use case names beside the work.

        Raises:
            Refusal: its evidence is committed.
        """
        if not isinstance(use_case, Staged):
            manner, job = self._job(use_case, request, tenant, actor, powers)
            if manner.writes:
                return await self._database.writing(job, durable=manner.durable, brief=manner.brief)
            return await self._database.reading(job, snapshot=manner.snapshot, brief=manner.brief)
        seen = await self(use_case.look, request, tenant=tenant, actor=actor)
        return cast("T", await self.after_look(use_case, seen, request, tenant=tenant, actor=actor))

    async def after_look(
        self,
        use_case: Staged,
        seen: object,
        request: object,
        *,
        tenant: str | bytes | None,
        actor: Actor,
    ) -> Any:  # noqa: ANN401 - what its last stage says
        """Run the slow and the last stage of a use case whose look was part of another read.

        Args:
            seen: what the look returned, for this very request and actor.

        Raises:
            Refusal: its evidence is committed.
        """
        given = {name: self._powers[name] for name in use_case.powers}
        made = await self._pool.run(use_case.slow, seen, request, **given)
        last = _settle(use_case, seen, made)
        return await self(last, request, tenant=tenant, actor=actor)

    @overload
    def now(
        self,
        use_case: Staged,
        request: object = ...,
        *,
        tenant: str | bytes | None,
        actor: Actor = ...,
    ) -> Any: ...  # noqa: ANN401 - what its last stage says
    @overload
    def now(
        self,
        use_case: Callable[..., T],
        request: object = ...,
        *,
        tenant: str | bytes | None,
        actor: Actor = ...,
        **powers: object,
    ) -> T: ...
    def now(
        self,
        use_case: Callable[..., T] | Staged,
        request: object = NOTHING,
        *,
        tenant: str | bytes | None,
        actor: Actor = STRANGER,
        **powers: object,
    ) -> T:
        """Run a use case and wait for it: the command line's and the jobs' way."""
        if not isinstance(use_case, Staged):
            return self._one_now(use_case, request, tenant, actor, powers)
        given = {name: self._powers[name] for name in use_case.powers}
        seen = self._one_now(use_case.look, request, tenant, actor, {})
        made = self._pool.now(use_case.slow, seen, request, **given)
        last: Callable[..., T] = _settle(use_case, seen, made)
        return self._one_now(last, request, tenant, actor, {})

    def power(self, name: str) -> Any:  # noqa: ANN401 - whatever the name says
        """Return what was put together under a name: jobs that are no use case ask for it."""
        return self._powers[name]

    def moves(self) -> int:
        """Return how often this process has seen a tenant's configuration move."""
        return self._works.shelves.moves

    def _one_now(
        self,
        use_case: Callable[..., T],
        request: object,
        tenant: str | bytes | None,
        actor: Actor,
        powers: Mapping[str, object],
    ) -> T:
        manner, job = self._job(use_case, request, tenant, actor, powers)
        if manner.writes:
            return self._database.write(job, durable=manner.durable)
        return self._database.read(job, snapshot=manner.snapshot)

    def _job(
        self,
        use_case: Callable[..., T],
        request: object,
        tenant: str | bytes | None,
        actor: Actor,
        powers: Mapping[str, object],
    ) -> tuple[Manner, Callable[[Db], T]]:
        manner: Manner = use_case.manner  # type: ignore[attr-defined] # set by its mark

        def job(db: Db) -> T:
            work = self._works.open(db, tenant, actor)
            try:
                if request is NOTHING:
                    return use_case(work, **powers)
                return use_case(work, request, **powers)
            finally:
                work.close()

        return manner, job


def _settle(staged: Staged, seen: object, made: object) -> Callable[..., Any]:
    """Return the last stage as a plain use case that remembers what came before it."""

    def settle(work: object, request: object) -> object:
        return staged.settle(work, request, seen, made)

    settle.manner = staged.settle.manner  # type: ignore[attr-defined] # set by its mark
    settle.stage = getattr(staged.settle, "stage", staged.settle)  # type: ignore[attr-defined] # whoever traces names it
    return settle
