"""What takes its time: proving a log, examining the installation, running a job; in threads."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.operations.about import About, about
from app.operations.backup.by_hand import ByHand, in_a_thread
from app.operations.backup.shelf import Shelf, shelf
from app.operations.doctor import Doctor, Finding
from app.operations.log_check import verify_log
from app.operations.runs import job_named, run_by_hand
from domain.audit.verify import Verdict
from domain.kernel.errors import FORBIDDEN, Refusal
from domain.kernel.ids import show
from domain.kernel.run_book import JobRun
from domain.kernel.work import Actor, ActorKind
from domain.operators.refusals import VIEW_ONLY

if TYPE_CHECKING:
    from app.console.reach import OperatorCall
    from app.console.standing import ConsoleIdentity
    from app.wiring import House

SEES: Final = "jobs.read"


class Watch:
    """Does long work for an operator, with the permissions of this moment.

    Args:
        house: everything the process has.
        reach: reads permissions.
    """

    def __init__(self, house: House, reach: OperatorCall) -> None:
        """Stand on the house."""
        self._house = house
        self._reach = reach
        self._doctor = Doctor(house)

    async def verify(self, identity: ConsoleIdentity, slug: str) -> Verdict:
        """Prove a tenant's log: all of it is read.

        Refuses:
            forbidden: the operator may not read the trail.
        """
        actor = await self._actor(identity, slug)
        return await asyncio.to_thread(
            self._house.call.now, verify_log, tenant=slug, actor=actor, signer=self._house.signer
        )

    async def examine(
        self, identity: ConsoleIdentity, *, anew: bool = True
    ) -> tuple[datetime, tuple[Finding, ...]]:
        """Examine the installation, or return what was found lately.

        Refuses:
            forbidden: the operator may not see how the installation runs.
        """
        if SEES not in await self._reach.permissions(identity, None):
            raise Refusal(FORBIDDEN, permission=SEES)
        return await (self._doctor.now() if anew else self._doctor.lately())

    async def about(self, identity: ConsoleIdentity) -> About | None:
        """Return what runs here; None for who may not see how the installation runs.

        Versions help whoever looks for a known hole.
        """
        if SEES not in await self._reach.permissions(identity, None):
            return None
        return await asyncio.to_thread(about, self._house)

    async def run_job(self, identity: ConsoleIdentity, name: str) -> JobRun:
        """Run a job now and return its finished run.

        Refuses:
            view_only: the operator looks as another role.
            forbidden: the operator may not steer jobs.
            not_found: there is no such job.
        """
        if identity.view:
            raise Refusal(VIEW_ONLY, role=identity.view)
        actor = await self._actor(identity, None)
        return await asyncio.to_thread(
            run_by_hand,
            job_named(name),
            call=self._house.call,
            clock=self._house.clock,
            base_url=self._house.settings.base_url,
            actor=actor,
        )

    async def backups(self) -> Shelf:
        """Return what lies in the folder for backups; who asks was let in by the run book."""
        return await asyncio.to_thread(shelf, self._house.settings)

    async def back_up(self, identity: ConsoleIdentity) -> JobRun:
        """Begin to make a backup.

        Refuses:
            view_only: the operator looks as another role.
            forbidden: the operator may not steer jobs.
            backup_runs: one is under way.
            backup_nowhere: the installation has no folder for backups.
        """
        if identity.view:
            raise Refusal(VIEW_ONLY, role=identity.view)
        house = self._house
        begin = ByHand(house.call, house.clock, house.settings, in_a_thread)
        return await asyncio.to_thread(begin.start, await self._actor(identity, None))

    async def _actor(self, identity: ConsoleIdentity, slug: str | None) -> Actor:
        account = identity.account_id
        permissions = await self._reach.permissions(identity, slug)
        return Actor(ActorKind.OPERATOR, show("acc", account), account, permissions)
