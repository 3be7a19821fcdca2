"""Is it their own leave? Asked in the use case, never by the page that shows it."""

from __future__ import annotations

from domain.kernel.errors import not_found
from domain.kernel.work import ActorKind, Work


def ensure_own(work: Work, account_id: bytes) -> None:
    """Go on only for the person themselves; a machine may do all.

    An operator does not withdraw for a person: that is `revoke`, with a reason.

    Refuses:
        not_found: it is another person's; no leave and somebody else's look alike.
    """
    actor = work.actor
    own = actor.kind is ActorKind.PERSON and actor.id == account_id
    if not own and actor.kind is not ActorKind.SYSTEM:
        raise not_found("leave")
