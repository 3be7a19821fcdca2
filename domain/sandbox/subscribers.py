"""What this room does when it hears of something, in the same transaction."""

from __future__ import annotations

from domain.claims.store import ClaimsWork
from domain.kernel.events import Event


def on_account_erased(work: ClaimsWork, event: Event) -> None:
    """Delete the claims of an erased persona; nobody else has any."""
    if event.subject is not None:
        work.persona_claims.remove(event.subject)
