"""Disable, enable or sign out many accounts at once; each comes out by itself."""

from __future__ import annotations

from typing import Final, Protocol

from domain.accounts.disable import FROM, put_aside
from domain.accounts.events import AccountEnabled
from domain.accounts.records import Account, AccountStatus
from domain.accounts.refusals import ACCOUNT_STATE
from domain.accounts.store import AccountWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import BUSY, CONFLICT, NOT_FOUND
from domain.kernel.many import Came, Many, Outcome, each_of, named
from domain.kernel.work import writes
from domain.operators.refusals import LAST_OWNER
from domain.operators.stop import StoppingWork, last_owner_here
from domain.sessions.end import end_all_for
from domain.sessions.rules import ENDED_BY_OPERATOR
from domain.sessions.store import SessionWork

MOST_SESSIONS: Final = 1000
"""Sessions that one work ends: well below a second of a writer's time."""

_ON: Final = (AccountStatus.ENABLED, AccountStatus.PENDING)


class SigningOutWork(AccountWork, SessionWork, Protocol):
    """A work with accounts and their sessions."""


@writes(durable=True)
def disable_accounts(work: StoppingWork, request: Many) -> tuple[Came, ...]:
    """Keep accounts from signing in; those that are disabled already are left.

    Refuses:
        forbidden: the actor may not disable accounts.
        invalid_input: none or too many are named.

    Tells:
        AccountDisabled: for each that was disabled now.
    """
    authorize(work, "accounts.disable")
    here = _here(work, request)

    def disable_one(account_id: bytes) -> Came:
        account = here.get(account_id)
        if account is None:
            return Came(Outcome.FAILED, NOT_FOUND.code)
        if account.status is AccountStatus.DISABLED:
            return Came(Outcome.LEFT)
        if account.status not in FROM:
            return Came(Outcome.FAILED, ACCOUNT_STATE.code)
        if last_owner_here(work, account_id):
            return Came(Outcome.FAILED, LAST_OWNER.code)
        if not put_aside(work, account_id):
            return Came(Outcome.FAILED, CONFLICT.code)
        return Came(Outcome.DONE, count=1)

    return each_of(request, disable_one)


@writes(durable=True)
def enable_accounts(work: AccountWork, request: Many) -> tuple[Came, ...]:
    """Let accounts sign in again; what ended with their disabling stays ended.

    Refuses:
        forbidden: the actor may not disable accounts, and so not undo it.
        invalid_input: none or too many are named.

    Tells:
        AccountEnabled: for each that goes on now.
    """
    authorize(work, "accounts.disable")
    here = _here(work, request)

    def enable_one(account_id: bytes) -> Came:
        account = here.get(account_id)
        if account is None:
            return Came(Outcome.FAILED, NOT_FOUND.code)
        if account.status in _ON:
            return Came(Outcome.LEFT)
        status = work.accounts.resume(account_id)
        if status is None:
            return Came(Outcome.FAILED, ACCOUNT_STATE.code)
        work.tell(AccountEnabled(subject=account_id, status=status.value))
        return Came(Outcome.DONE, count=1)

    return each_of(request, enable_one)


@writes(durable=True)
def sign_out_accounts(work: SigningOutWork, request: Many) -> tuple[Came, ...]:
    """End all sessions of accounts; the tokens that hang on them are dead at once.

    Refuses:
        forbidden: the actor may not end sessions.
        invalid_input: none or too many are named.

    Tells:
        SessionEnded: for each session that stood until now.
    """
    authorize(work, "sessions.end")
    here, done = _here(work, request), 0

    def sign_out(account_id: bytes) -> Came:
        nonlocal done
        if account_id not in here:
            return Came(Outcome.FAILED, NOT_FOUND.code)
        if done >= MOST_SESSIONS:
            return Came(Outcome.LEFT, BUSY.code)
        ended = end_all_for(work, account_id, ENDED_BY_OPERATOR)
        done += ended
        return Came(Outcome.DONE if ended else Outcome.LEFT, count=ended)

    return each_of(request, sign_out)


def _here(work: AccountWork, request: Many) -> dict[bytes, Account]:
    return {account.id: account for account in work.accounts.some(named(request))}
