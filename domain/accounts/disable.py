"""Disable an account."""

from __future__ import annotations

from typing import Final

from domain.accounts.events import AccountDisabled
from domain.accounts.find import get_or_refuse
from domain.accounts.records import AccountStatus
from domain.accounts.refusals import wrong_state
from domain.accounts.store import AccountWork
from domain.kernel.authorize import authorize
from domain.kernel.work import writes

FROM: Final = (AccountStatus.PENDING, AccountStatus.ENABLED, AccountStatus.LOCKED)


@writes(durable=True)
def disable(work: AccountWork, account_id: bytes) -> None:
    """Keep an account from signing in; sessions and tokens die in the same transaction.

    Refuses:
        forbidden: the actor may not disable accounts.
        not_found: there is no such account.
        account_state: it is disabled or erased already.

    Tells:
        AccountDisabled
    """
    authorize(work, "accounts.disable")
    account = get_or_refuse(work, account_id)
    if not put_aside(work, account_id):
        raise wrong_state(account.status)


def put_aside(work: AccountWork, account_id: bytes) -> bool:
    """Disable an account; whoever calls this has asked whether it may be.

    Returns:
        Whether it was disabled now; False when its status does not allow it.

    Tells:
        AccountDisabled
    """
    if not work.accounts.move(account_id, FROM, AccountStatus.DISABLED):
        return False
    work.activations.remove(account_id)
    work.tell(AccountDisabled(subject=account_id))
    return True
