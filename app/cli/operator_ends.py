"""`byleave operator`: who they are, suspend, resume, end sessions."""

from __future__ import annotations

from typing import Any

from app.cli.opening import AsJson, DatabaseUrl, DataDir, opened, show
from app.cli.operators import Id, Where, operator
from app.cli.reach import CLI, Config, Limit, an_id, rows_of, set_up, table, tenant_of
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
def accounts(
    *,
    tenant: Where = None,
    limit: Limit = 50,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """List who holds a role, when they were last here, and what of theirs is live."""
    with opened(config=config, data_dir=data_dir, database_url=database_url) as house:
        set_up(house)
        place = tenant_of(house, tenant).id if tenant else None

        def page(wanted: PageRequest) -> object:
            return house.call.now(
                operator_cards, ListOperators(place, wanted), tenant=None, actor=CLI
            )

        found: list[OperatorCard] = list(rows_of(page, limit=limit))
        rows = (
            (show_id("acc", c.id), c.status.value, ", ".join(r.role.value for r in c.roles),
             c.last_seen_on or "", c.sessions, c.keys)
            for c in found
        )  # fmt: skip
        head = ("ACCOUNT", "STATUS", "ROLES", "LAST SEEN", "SESSIONS", "KEYS")
        show([_told(c) for c in found], as_json=as_json, lines=lambda: table(rows, *head))


@operator.command("show")
def show_(
    account_id: Id,
    *,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Show an operator with all their roles."""
    with opened(config=config, data_dir=data_dir, database_url=database_url) as house:
        set_up(house)
        wanted = AskOperator(an_id("acc", account_id, "ACCOUNT"))
        card: OperatorCard = house.call.now(operator_card, wanted, tenant=None, actor=CLI)
        told = _told(card)
        show(told, as_json=as_json, lines=lambda: (f"{k}: {v}" for k, v in told.items()))


@operator.command("suspend")
def suspend_(
    account_id: Id,
    *,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Keep an operator from signing in; sessions end and keys open nothing at once."""
    with opened(config=config, data_dir=data_dir, database_url=database_url) as house:
        set_up(house)
        wanted = an_id("acc", account_id, "ACCOUNT")
        house.call.now(suspend, wanted, tenant=None, actor=CLI)
        told = {"account": account_id, "suspended": True}
        show(told, as_json=as_json, lines=lambda: iter([f"{account_id} is suspended."]))


@operator.command("resume")
def resume_(
    account_id: Id,
    *,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Let a suspended operator sign in again, with the roles they hold."""
    with opened(config=config, data_dir=data_dir, database_url=database_url) as house:
        set_up(house)
        wanted = an_id("acc", account_id, "ACCOUNT")
        house.call.now(resume, wanted, tenant=None, actor=CLI)
        told = {"account": account_id, "suspended": False}
        show(told, as_json=as_json, lines=lambda: iter([f"{account_id} may sign in again."]))


@operator.command("end-sessions")
def end_sessions_(
    account_id: Id,
    *,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """End every session of an operator; they may sign in again."""
    with opened(config=config, data_dir=data_dir, database_url=database_url) as house:
        set_up(house)
        wanted = an_id("acc", account_id, "ACCOUNT")
        ended: int = house.call.now(end_sessions, wanted, tenant=None, actor=CLI)
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
