"""What this room does when it hears of something, in the same transaction."""

from __future__ import annotations

from domain.accounts.events import AccountErased
from domain.accounts.store import AccountWork


def on_account_erased(work: AccountWork, event: AccountErased) -> None:
    """Delete the activation link of an erased account."""
    if event.subject is not None:
        work.activations.remove(event.subject)
