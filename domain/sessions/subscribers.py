"""What this room does when it hears of something, in the same transaction."""

from __future__ import annotations

from domain.accounts.events import AccountDisabled, AccountErased
from domain.factors.events import PasswordChanged
from domain.sessions.end import end_all_but, end_all_for
from domain.sessions.rules import ACCOUNT_DISABLED, ACCOUNT_ERASED, PASSWORD_CHANGED
from domain.sessions.store import SessionWork


def on_password_changed(work: SessionWork, event: PasswordChanged) -> None:
    """End all sessions but the one in which the password was changed.

    Tells:
        SessionEnded: for each of them.
    """
    if event.subject is not None:
        end_all_but(work, event.subject, event.kept_session, PASSWORD_CHANGED)


def on_account_stopped(work: SessionWork, event: AccountDisabled | AccountErased) -> None:
    """End all sessions of an account that may not sign in any more.

    Tells:
        SessionEnded: for each of them.
    """
    reason = ACCOUNT_ERASED if isinstance(event, AccountErased) else ACCOUNT_DISABLED
    if event.subject is not None:
        end_all_for(work, event.subject, reason)


def on_account_erased(work: SessionWork, event: AccountErased) -> None:
    """Delete the sessions of an erased account, once everybody has heard that they ended."""
    if event.subject is not None:
        work.sessions.forget(event.subject)
