"""Erase an account: the trail stays, the person is gone."""

from __future__ import annotations

from dataclasses import replace

from domain.accounts.events import AccountErased
from domain.accounts.find import get_or_refuse, own_or_refuse
from domain.accounts.records import Account, AccountStatus
from domain.accounts.refusals import wrong_state
from domain.accounts.store import AccountWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import CONFLICT, Refusal
from domain.kernel.work import writes


@writes(durable=True)
def erase(work: AccountWork, account_id: bytes) -> None:
    """Erase an account for good; an operator's act.

    The row stays with its status, so that the trail has something to name; sessions, grants,
    identifiers, passwords, claims and consents go by those who hear of it.

    Refuses:
        forbidden: the actor may not erase accounts.
        not_found: there is no such account.
        account_state: it is erased already.
        conflict: it was changed at the same moment.

    Tells:
        AccountErased
    """
    authorize(work, "accounts.erase")
    _erase(work, get_or_refuse(work, account_id), by="operator")


@writes(durable=True)
def erase_own(work: AccountWork, account_id: bytes) -> None:
    """Erase one's own account for good.

    Refuses:
        not_found: it is not the acting person's own.
        account_state: it is erased already.
        conflict: it was changed at the same moment.

    Tells:
        AccountErased
    """
    _erase(work, own_or_refuse(work, account_id), by="person")


def _erase(work: AccountWork, account: Account, *, by: str) -> None:
    if account.status is AccountStatus.ERASED:
        raise wrong_state(account.status)
    bare = replace(
        account, status=AccountStatus.ERASED, label="", locale="", version=account.version + 1
    )
    if not work.accounts.change(bare):
        raise Refusal(CONFLICT, what="account")
    work.tell(AccountErased(subject=account.id, by=by))
