"""What this room does when it hears of something, in the same transaction."""

from __future__ import annotations

from domain.identifiers.release import release_all
from domain.identifiers.store import IdentifierWork
from domain.kernel.events import Event


def on_account_erased(work: IdentifierWork, event: Event) -> None:
    """Release the identifiers of an erased account.

    Args:
        event: its subject is the account.

    Tells:
        IdentifierReleased: for each of them.
    """
    if event.subject is not None:
        release_all(work, event.subject)
