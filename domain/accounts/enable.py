"""Enable an account again."""

from __future__ import annotations

from typing import Final

from domain.accounts.events import AccountEnabled
from domain.accounts.find import get_or_refuse
from domain.accounts.records import AccountStatus
from domain.accounts.refusals import wrong_state
from domain.accounts.store import AccountWork
from domain.kernel.authorize import authorize
from domain.kernel.work import writes

FROM: Final = (AccountStatus.DISABLED, AccountStatus.LOCKED)


@writes(durable=True)
def enable(work: AccountWork, account_id: bytes) -> None:
    """Let a disabled or locked account sign in again; what ended stays ended.

    One that was disabled before its person chose a password waits for that again: it becomes
    pending, not enabled.

    Refuses:
        forbidden: the actor may not disable accounts, and so not undo it.
        not_found: there is no such account.
        account_state: it is enabled already, pending, or erased.

    Tells:
        AccountEnabled
    """
    authorize(work, "accounts.disable")
    account = get_or_refuse(work, account_id)
    status = work.accounts.resume(account_id)
    if status is None:
        raise wrong_state(account.status)
    work.tell(AccountEnabled(subject=account_id, status=status.value))
