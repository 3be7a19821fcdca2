"""What this room does when it hears of something, in the same transaction."""

from __future__ import annotations

from domain.consent.end import end_for_account
from domain.consent.events import ConsentBodiesErased
from domain.consent.store import ConsentWork
from domain.kernel.events import Event


def on_account_erased(work: ConsentWork, event: Event) -> None:
    """End all leave of an erased account, then erase the bodies; the leaves stay.

    Tells:
        ConsentRevoked for each item that was in force, ConsentBodiesErased.
    """
    if event.subject is None:
        return
    end_for_account(work, event.subject, reason="account_erased")
    rows = work.consents.erase_bodies(event.subject)
    if rows:
        work.tell(ConsentBodiesErased(subject=event.subject, rows=rows))
