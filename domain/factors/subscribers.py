"""What this room does when it hears of something, in the same transaction."""

from __future__ import annotations

from domain.accounts.events import AccountErased
from domain.factors.enrol import remove_passwords
from domain.factors.store import FactorWork


def on_account_erased(work: FactorWork, event: AccountErased) -> None:
    """Delete the password of an erased account."""
    if event.subject is not None:
        remove_passwords(work, event.subject)
