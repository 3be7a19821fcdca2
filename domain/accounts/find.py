"""Find an account, or say that it is not here."""

from __future__ import annotations

from domain.accounts.records import Account
from domain.accounts.store import AccountWork
from domain.kernel.errors import not_found
from domain.kernel.work import ActorKind


def get_or_refuse(work: AccountWork, account_id: bytes) -> Account:
    """Return the account.

    Refuses:
        not_found: there is no such account in this tenant.
    """
    account = work.accounts.get(account_id)
    if account is None:
        raise not_found("account")
    return account


def own_or_refuse(work: AccountWork, account_id: bytes) -> Account:
    """Return the account if it is the acting person's own.

    Refuses:
        not_found: there is no such account, or it is another person's; both look alike.
    """
    if work.actor.kind is not ActorKind.PERSON or work.actor.id != account_id:
        raise not_found("account")
    return get_or_refuse(work, account_id)
