"""Operators and their roles."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, ROOT, Called, room
from app.api.v1.values import Answer, Body, Listed, Text, an_id
from domain.kernel.ids import show
from domain.operators.assign import RoleOf, assign, remove
from domain.operators.permissions import PERMISSIONS
from domain.operators.records import Role
from domain.operators.resolve import operators

router = room(ROOT, "Operators")
inside = room(f"{IN_TENANT}/operators", "Operators")


class RoleBody(Body):
    """A role of an account of the tenant `byleave`."""

    account: Text
    role: Role


class OperatorTold(Answer):
    """A role that is held."""

    account: str
    role: Role
    tenant: str | None = Field(description="Null is the whole installation.")
    created_at: datetime


class RoleTold(Answer):
    """What a role may do."""

    role: Role
    permissions: list[str]


@router.get("/operators")
async def list_operators(caller: Called) -> Listed[OperatorTold]:
    """List every role that is held, oldest first."""
    told = [
        OperatorTold(
            account=show("acc", held.account_id),
            role=held.role,
            tenant=show("ten", held.tenant_id) if held.tenant_id else None,
            created_at=held.created_at,
        )
        for held in await caller.above(operators)
    ]
    return Listed(items=told)


@router.get("/roles")
async def list_roles(_caller: Called) -> Listed[RoleTold]:
    """List the roles there are, and what each may do."""
    told = [RoleTold(role=role, permissions=sorted(words)) for role, words in PERMISSIONS.items()]
    return Listed(items=told)


@router.post("/operators/assign", status_code=204, responses=CHANGES)
async def assign_role(caller: Called, body: RoleBody) -> None:
    """Give an account a role in the whole installation."""
    await caller.above(assign, RoleOf(an_id("acc", body.account, "account"), body.role))


@router.post("/operators/remove", status_code=204, responses=CHANGES)
async def remove_role(caller: Called, body: RoleBody) -> None:
    """Take a role in the whole installation away."""
    await caller.above(remove, RoleOf(an_id("acc", body.account, "account"), body.role))


@inside.post("/assign", status_code=204, responses=CHANGES)
async def assign_role_in_tenant(caller: Called, body: RoleBody) -> None:
    """Give an account a role in this tenant alone."""
    account_id = an_id("acc", body.account, "account")
    await caller.above(assign, RoleOf(account_id, body.role, caller.tenant.id))


@inside.post("/remove", status_code=204, responses=CHANGES)
async def remove_role_in_tenant(caller: Called, body: RoleBody) -> None:
    """Take a role in this tenant away."""
    account_id = an_id("acc", body.account, "account")
    await caller.above(remove, RoleOf(account_id, body.role, caller.tenant.id))
