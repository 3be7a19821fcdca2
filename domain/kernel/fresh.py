"""Is it still the operator who sits there? Asked before what cannot be undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from domain.kernel.errors import Refusal, kind
from domain.kernel.work import ActorKind, Work

FRESH_FOR: Final = timedelta(minutes=10)
"""A screen left alone for longer proves nothing about who sits before it."""

FRESH_PROOF_NEEDED: Final = kind(
    "fresh_proof_needed",
    "This asks for a proof of you that is younger than {minutes} minutes.",
    "Prove it is you again, then repeat what you wanted.",
    status=403,
)


def is_fresh(proven_at: datetime | None, now: datetime) -> bool:
    """Tell whether a proof is young enough; none, or one of the future, is not.

    Args:
        proven_at: `auth_time` of the operator's session.
        now: by the operators' own clock; a sandbox tenant's may be ahead.
    """
    return proven_at is not None and timedelta() <= now - proven_at < FRESH_FOR


def ensure_fresh(work: Work) -> None:
    """Go on only if the operator proved themselves a short while ago.

    A machine's key cannot prove anything anew: it goes on by the permission that was given to it
    explicitly, as the command line does by the machine's right.

    Refuses:
        fresh_proof_needed: the operator's last proof is too old.
    """
    actor = work.actor
    if actor.kind is ActorKind.SYSTEM or actor.via or actor.fresh:
        return
    raise Refusal(FRESH_PROOF_NEEDED, minutes=int(FRESH_FOR.total_seconds() // 60))
