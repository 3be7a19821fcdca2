"""`byleave operator`: who they are, suspend, resume, end sessions."""

from __future__ import annotations

from typing import Any

from app.cli.opening import AsJson, in_house, show
from app.cli.operators import Id, Where, operator
from app.cli.reach import Limit, above, an_id, rows_of, set_up, table, tenant_of
from app.wiring import House
from domain.kernel.ids import show as show_id
from domain.kernel.paging import PageRequest
from domain.operators.staff_list import (
    AskOperator,
    ListOperators,
    OperatorCard,
    operator_card,
    operator_cards,
)
from domain.operators.suspend import end_sessions, resume, suspend

__all__ = ["operator"]


@operator.command()
@in_house
def accounts(
    house: House, *, tenant: Where = None, limit: Limit = 50, as_json: AsJson = False
) -> None:
    """List who holds a role, when they were last here, and what of theirs is live."""
    set_up(house)
    place = tenant_of(house, tenant).id if tenant else None

    def page(wanted: PageRequest) -> object:
        return above(house, operator_cards, ListOperators(place, wanted))

    found: list[OperatorCard] = list(rows_of(page, limit=limit))
    rows = (
        (show_id("acc", c.id), c.status.value, ", ".join(r.role.value for r in c.roles),
         c.last_seen_on or "", c.sessions, c.keys)
        for c in found
    )  # fmt: skip
    head = ("ACCOUNT", "STATUS", "ROLES", "LAST SEEN", "SESSIONS", "KEYS")
    show([_told(c) for c in found], as_json=as_json, lines=lambda: table(rows, *head))


@operator.command("show")
@in_house
def show_(house: House, account_id: Id, *, as_json: AsJson = False) -> None:
    """Show an operator with all their roles."""
    set_up(house)
    wanted = AskOperator(an_id("acc", account_id, "ACCOUNT"))
    card: OperatorCard = above(house, operator_card, wanted)
    told = _told(card)
    show(told, as_json=as_json, lines=lambda: (f"{k}: {v}" for k, v in told.items()))


@operator.command("suspend")
@in_house
def suspend_(house: House, account_id: Id, *, as_json: AsJson = False) -> None:
    """Keep an operator from signing in; sessions end and keys open nothing at once."""
    set_up(house)
    wanted = an_id("acc", account_id, "ACCOUNT")
    above(house, suspend, wanted)
    told = {"account": account_id, "suspended": True}
    show(told, as_json=as_json, lines=lambda: iter([f"{account_id} is suspended."]))


@operator.command("resume")
@in_house
def resume_(house: House, account_id: Id, *, as_json: AsJson = False) -> None:
    """Let a suspended operator sign in again, with the roles they hold."""
    set_up(house)
    wanted = an_id("acc", account_id, "ACCOUNT")
    above(house, resume, wanted)
    told = {"account": account_id, "suspended": False}
    show(told, as_json=as_json, lines=lambda: iter([f"{account_id} may sign in again."]))


@operator.command("end-sessions")
@in_house
def end_sessions_(house: House, account_id: Id, *, as_json: AsJson = False) -> None:
    """End every session of an operator; they may sign in again."""
    set_up(house)
    wanted = an_id("acc", account_id, "ACCOUNT")
    ended: int = above(house, end_sessions, wanted)
    line = f"{ended} session{'' if ended == 1 else 's'} of {account_id} ended."
    show({"account": account_id, "ended": ended}, as_json=as_json, lines=lambda: iter([line]))


def _told(card: OperatorCard) -> dict[str, Any]:
    return {
        "account": show_id("acc", card.id),
        "label": card.label,
        "status": card.status.value,
        "roles": [
            {
                "role": held.role.value,
                "tenant": show_id("ten", held.tenant_id) if held.tenant_id else None,
            }
            for held in card.roles
        ],
        "last_seen_on": card.last_seen_on and card.last_seen_on.isoformat(),
        "sessions": card.sessions,
        "api_keys": card.keys,
    }
