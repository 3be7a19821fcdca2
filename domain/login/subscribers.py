"""What this room does when it hears of something, in the same transaction."""

from __future__ import annotations

from domain.accounts.events import AccountErased
from domain.login.store import LoginWork


def on_account_erased(work: LoginWork, event: AccountErased) -> None:
    """Delete the flows in which the person was recognised; they would stay a day otherwise."""
    if event.subject is not None:
        work.interactions.forget(event.subject)
