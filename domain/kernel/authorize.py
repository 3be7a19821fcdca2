"""May this actor do this? Asked in the use case, never by what a page shows."""

from __future__ import annotations

from domain.kernel.errors import FORBIDDEN, Refusal
from domain.kernel.work import ActorKind, Work


def authorize(work: Work, permission: str) -> None:
    """Go on only if the actor has the permission in this tenant.

    System actors (the command line, jobs) act by the machine's right and may do all.

    Args:
        permission: a word of `domain.operators.permissions`, such as `accounts.disable`.

    Refuses:
        forbidden: the actor lacks it.
    """
    actor = work.actor
    if actor.kind is ActorKind.SYSTEM:
        return
    if actor.kind is ActorKind.OPERATOR and permission in actor.permissions:
        return
    raise Refusal(FORBIDDEN, permission=permission)
