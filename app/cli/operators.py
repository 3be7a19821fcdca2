"""`byleave operator`: list, assign, remove; and `byleave job list`."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import above, an_id, set_up, table, tenant_of
from app.wiring import House
from domain.accounts.records import Account
from domain.kernel.ids import show as show_id
from domain.operators.assign import RoleOf
from domain.operators.assign import assign as assign_role
from domain.operators.assign import remove as remove_role
from domain.operators.records import Assignment, Role
from domain.operators.rename import Rename
from domain.operators.rename import rename as rename_operator
from domain.operators.resolve import operators

operator = typer.Typer(help="Operators: who may do what.", no_args_is_help=True)
Id = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="An account of the tenant byleave, acc_….")
]
Where = Annotated[
    str | None, typer.Option("--tenant", "-t", help="For this tenant alone; else for all.")
]


@operator.command("list")
@in_house
def list_(house: House, *, as_json: AsJson = False) -> None:
    """List every role that is held, oldest first."""
    found: tuple[Assignment, ...] = above(house, operators)
    told = [
        {
            "account": show_id("acc", each.account_id),
            "role": each.role.value,
            "tenant": show_id("ten", each.tenant_id) if each.tenant_id else None,
            "created_at": each.created_at,
        }
        for each in found
    ]
    rows = ((t["account"], t["role"], t["tenant"] or "every tenant") for t in told)
    show(told, as_json=as_json, lines=lambda: table(rows, "ACCOUNT", "ROLE", "TENANT"))


@operator.command()
@in_house
def assign(
    house: House,
    account_id: Id,
    role: Annotated[Role, typer.Argument(help="Which role.")],
    *,
    tenant: Where = None,
    as_json: AsJson = False,
) -> None:
    """Give an account a role."""
    set_up(house)
    above(house, assign_role, _role(house, account_id, role, tenant))
    _say(account_id, role, "has", tenant, as_json=as_json)


@operator.command()
@in_house
def remove(
    house: House,
    account_id: Id,
    role: Annotated[Role, typer.Argument(help="Which role.")],
    *,
    tenant: Where = None,
    as_json: AsJson = False,
) -> None:
    """Take a role away."""
    set_up(house)
    above(house, remove_role, _role(house, account_id, role, tenant))
    _say(account_id, role, "no longer has", tenant, as_json=as_json)


@operator.command()
@in_house
def rename(
    house: House,
    account_id: Id,
    name: Annotated[str, typer.Argument(help="What other operators see; empty for none.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Change the name other operators see an operator by."""
    set_up(house)
    wanted = Rename(name, an_id("acc", account_id, "ACCOUNT"))
    found: Account = above(house, rename_operator, wanted)
    told = {"account": account_id, "label": found.label}
    line = f"{account_id} is seen as {found.label or 'its short id'}."
    show(told, as_json=as_json, lines=lambda: iter([line]))


def _role(house: House, account_id: str, role: Role, slug: str | None) -> RoleOf:
    tenant_id = tenant_of(house, slug).id if slug else None
    return RoleOf(an_id("acc", account_id, "ACCOUNT"), role, tenant_id)


def _say(account_id: str, role: Role, has: str, slug: str | None, *, as_json: bool) -> None:
    told = {"account": account_id, "role": role.value, "tenant": slug}
    where = f"in {slug}" if slug else "everywhere"
    line = f"{account_id} {has} the role {role.value} {where}."
    show(told, as_json=as_json, lines=lambda: iter([line]))
