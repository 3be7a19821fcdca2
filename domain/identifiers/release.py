"""Release identifiers, so that anyone may claim them again."""

from __future__ import annotations

from domain.identifiers.events import IdentifierReleased
from domain.identifiers.store import IdentifierWork


def release_all(work: IdentifierWork, account_id: bytes) -> int:
    """Forget by what an account was recognised.

    Returns:
        How many were released.

    Tells:
        IdentifierReleased: for each of them.
    """
    held = work.identifiers.of_account(account_id)
    released = work.identifiers.release_all(account_id)
    for sealed in held:
        work.tell(IdentifierReleased(subject=sealed.id, account=account_id, kind=sealed.kind))
    return released
