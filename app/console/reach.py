"""How a page reaches a use case: as this operator, with the permissions of this moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.runtime.call import NOTHING
from domain.kernel.errors import Refusal
from domain.kernel.fresh import is_fresh
from domain.kernel.ids import show
from domain.kernel.work import Actor, ActorKind, Manner, Staged
from domain.operators.permissions import PERMISSIONS
from domain.operators.records import Role
from domain.operators.refusals import VIEW_ONLY
from domain.operators.resolve import AskPermissions, permissions

if TYPE_CHECKING:
    from app.console.standing import ConsoleIdentity
    from app.runtime.call import Call
    from domain.kernel.clock import Clock

T = TypeVar("T")


def changes(use_case: Callable[..., object] | Staged) -> bool:
    """Tell whether a use case may write."""
    last = use_case.settle if isinstance(use_case, Staged) else use_case
    manner: Manner = vars(last)["manner"]  # set by its mark
    return manner.writes


class OperatorCall:
    """Runs use cases as an operator; their permissions are read anew for each.

    Args:
        call: the process's way into use cases.
        clock: the machine's clock, which the operators' own tenant goes by.
    """

    def __init__(self, call: Call, clock: Clock) -> None:
        """Stand on `call`."""
        self._call = call
        self._clock = clock

    async def permissions(self, identity: ConsoleIdentity, tenant: str | None) -> frozenset[str]:
        """Return what the operator may do in a tenant, or in the installation (None)."""
        wanted = AskPermissions(identity.account_id, tenant)
        held = await self._call(permissions, wanted, tenant=None)
        return held & PERMISSIONS[Role(identity.view)] if identity.view else held

    async def __call__(
        self,
        use_case: Callable[..., T] | Staged,
        request: object = NOTHING,
        *,
        tenant: str | None,
        actor: ConsoleIdentity,
        about: str | None = None,
        **powers: object,
    ) -> T:
        """Run a use case.

        Args:
            use_case: a function marked `reads` or `writes`, or a `Staged`.
            request: its frozen request record; left out where it takes none.
            tenant: slug; None is the installation.
            actor: the operator; one who looks as another role changes nothing.
            about: slug of the tenant an act of the installation is about.
            powers: what the use case names beside the work.

        Raises:
            Refusal: its evidence is committed.
        """
        if actor.view and changes(use_case):
            raise Refusal(VIEW_ONLY, role=actor.view)
        who = Actor(
            ActorKind.OPERATOR,
            show("acc", actor.account_id),
            actor.account_id,
            await self.permissions(actor, about or tenant),
            fresh=is_fresh(actor.proven_at, self._clock.now()),
        )
        return await self._call(use_case, request, tenant=tenant, actor=who, **powers)
