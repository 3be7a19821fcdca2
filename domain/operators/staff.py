"""The tenant `byleave`, where operators live."""

from __future__ import annotations

from typing import Protocol, cast

from domain.accounts.records import AccountStatus
from domain.accounts.store import AccountWork
from domain.clients.store import ClientWork
from domain.factors.store import FactorWork
from domain.identifiers.store import IdentifierWork
from domain.kernel.errors import Refusal
from domain.operators.refusals import NOT_INSTALLED
from domain.operators.store import InvitationWork, OperatorWork
from domain.sessions.store import SessionWork
from domain.tenants.records import BUILT_IN


class StaffWork(
    AccountWork, ClientWork, FactorWork, IdentifierWork, InvitationWork, SessionWork, Protocol
):
    """A work of the tenant `byleave`."""


def staff(work: OperatorWork) -> StaffWork:
    """Open the operators' own tenant inside this work, with the same actor.

    Refuses:
        not_installed: it was not made yet.
    """
    tenant = work.tenants.by_slug(BUILT_IN)
    if tenant is None:
        raise Refusal(NOT_INSTALLED)
    return cast("StaffWork", work.enter(tenant.id))


def may_sign_in(desk: AccountWork, account_id: bytes) -> bool:
    """Tell whether an operator's account stands."""
    account = desk.accounts.get(account_id)
    return account is not None and account.status is AccountStatus.ENABLED
