"""Who may act here: operators, their roles, when they were last here, and what is live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from domain.accounts.records import Account, AccountStatus
from domain.kernel.errors import not_found
from domain.kernel.paging import MOST_ROWS, Page, PageRequest
from domain.kernel.work import reads
from domain.operators.api_keys import KeyDesk
from domain.operators.records import Assignment
from domain.operators.resolve import authorize_at
from domain.operators.staff import StaffWork, staff
from domain.operators.store import OperatorWork


@dataclass(frozen=True, slots=True)
class OperatorCard:
    """One operator.

    Args:
        id: their account in the tenant `byleave`.
        label: their own word for it; may be empty.
        roles: what they hold where it was asked, oldest first; roles elsewhere are not told.
        last_seen_on: the day of their last use that is still kept; None when there is none.
        sessions: how many stand.
        keys: how many of their API keys stand, 200 at most.
    """

    id: bytes
    label: str
    status: AccountStatus
    roles: tuple[Assignment, ...]
    last_seen_on: date | None
    sessions: int
    keys: int


@dataclass(frozen=True, slots=True)
class ListOperators:
    """Which operators: those who may act in a tenant, or all (None), and which page of them."""

    tenant_id: bytes | None = None
    page: PageRequest = PageRequest()


@dataclass(frozen=True, slots=True)
class AskOperator:
    """One operator, as seen from a tenant; None sees from the installation."""

    account_id: bytes
    tenant_id: bytes | None = None


@reads
def operator_cards(work: OperatorWork, request: ListOperators) -> Page[OperatorCard]:
    """Return who holds a role of a tenant or of the installation, newest account first.

    Refuses:
        forbidden: the actor may not read operators there.
        not_installed: the operators' tenant was not made yet.
    """
    authorize_at(work, "operators.read", request.tenant_id)
    desk = staff(work)
    found = work.operators.holders(request.tenant_id, request.page)
    cards = (_card(work, desk, each.id, request.tenant_id) for each in found.rows)
    rows = tuple(card for card in cards if card is not None)
    return Page(rows, found.next, found.previous)


@reads
def operator_card(work: OperatorWork, request: AskOperator) -> OperatorCard:
    """Return one operator.

    Refuses:
        forbidden: the actor may not read operators there.
        not_found: there is none, or they hold nothing there.
        not_installed: the operators' tenant was not made yet.
    """
    authorize_at(work, "operators.read", request.tenant_id)
    card = _card(work, staff(work), request.account_id, request.tenant_id)
    if card is None or not card.roles:
        raise not_found("operator")
    return card


def _card(
    work: OperatorWork, desk: StaffWork, account_id: bytes, tenant_id: bytes | None
) -> OperatorCard | None:
    account: Account | None = desk.accounts.get(account_id)
    if account is None:
        return None
    last = desk.sessions.last(account_id, 1)
    keys = cast("KeyDesk", desk).api_keys.page(account_id, PageRequest(MOST_ROWS))
    return OperatorCard(
        id=account.id,
        label=account.label,
        status=account.status,
        roles=tuple(
            each
            for each in work.operators.of_account(account_id)
            if tenant_id is None or each.tenant_id in {None, tenant_id}
        ),
        last_seen_on=last[0].last_seen_at.date() if last else None,
        sessions=len(desk.sessions.standing(account_id, desk.now)),
        keys=sum(key.stands(desk.now) for key in keys.rows),
    )
