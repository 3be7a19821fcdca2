"""Activation links: how a person comes to choose a password that no operator knows."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from domain.accounts.events import ActivationIssued
from domain.accounts.find import get_or_refuse
from domain.accounts.records import AccountStatus, Activation
from domain.accounts.refusals import wrong_state
from domain.accounts.store import AccountWork
from domain.kernel.authorize import authorize
from domain.kernel.secrets import Secret, digest, new_secret
from domain.kernel.work import writes

LINK_LIFETIME: Final = timedelta(hours=72)
"""A link sent on Friday still works on Monday."""

LINKABLE: Final = (AccountStatus.PENDING, AccountStatus.ENABLED)


@writes(durable=True)
def new_link(work: AccountWork, account_id: bytes) -> Secret:
    """Make a one-use link, in place of any earlier one.

    For an enabled account it is the way back in for a person who forgot the password.

    Returns:
        The link's secret, to be shown once; its digest is kept.

    Refuses:
        forbidden: the actor may not create accounts.
        not_found: there is no such account.
        account_state: the account is neither pending nor enabled.

    Tells:
        ActivationIssued
    """
    authorize(work, "accounts.create")
    account = get_or_refuse(work, account_id)
    if account.status not in LINKABLE:
        raise wrong_state(account.status)
    return put_link(work, account_id)


def put_link(work: AccountWork, account_id: bytes) -> Secret:
    """Keep a new link; whoever calls this has asked whether it may be made.

    Tells:
        ActivationIssued
    """
    secret = new_secret()
    work.activations.add(Activation(digest(secret), account_id, work.now + LINK_LIFETIME))
    work.tell(ActivationIssued(subject=account_id))
    return secret
