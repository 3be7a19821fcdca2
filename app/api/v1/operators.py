"""Operators and their roles."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, ROOT, Called, room
from app.api.v1.values import Answer, AnyPage, Body, Listed, Text, an_id, listed, wanted_page
from domain.accounts.records import AccountStatus
from domain.kernel.ids import show
from domain.operators.assign import RoleOf, assign, remove
from domain.operators.permissions import PERMISSIONS
from domain.operators.records import Role
from domain.operators.rename import Rename, rename
from domain.operators.resolve import operators
from domain.operators.staff_list import (
    AskOperator,
    ListOperators,
    OperatorCard,
    operator_card,
    operator_cards,
)
from domain.operators.suspend import end_sessions, resume, suspend

router = room(ROOT, "Operators")
inside = room(f"{IN_TENANT}/operators", "Operators")


class RoleBody(Body):
    """A role of an account of the tenant `byleave`."""

    account: Text
    role: Role


class NameBody(Body):
    """A name for other operators to see."""

    label: Text = Field(description="0 to 80 characters, no other operator's; empty for none.")


class OperatorTold(Answer):
    """A role that is held."""

    account: str
    role: Role
    tenant: str | None = Field(description="Null is the whole installation.")
    created_at: datetime


class RoleHeld(Answer):
    """A role of one operator."""

    role: Role
    tenant: str | None = Field(description="Null is the whole installation.")
    created_at: datetime


class OperatorAccount(Answer):
    """One operator, as seen from where it was asked."""

    account: str
    label: str
    status: AccountStatus
    roles: list[RoleHeld]
    last_seen_on: date | None
    sessions: int
    api_keys: int = Field(description="Standing ones, 200 at most.")


class SessionsEnded(Answer):
    """How many sessions were ended."""

    ended: int


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


@router.post("/operators/rename", status_code=204, responses=CHANGES)
async def rename_operator(caller: Called, body: NameBody) -> None:
    """Change the name other operators see you by: of this key's operator, if it changes any."""
    await caller.above(rename, Rename(body.label))


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


def told(card: OperatorCard) -> OperatorAccount:
    """Return an operator as it is answered."""
    return OperatorAccount(
        account=show("acc", card.id),
        label=card.label,
        status=card.status,
        roles=[
            RoleHeld(
                role=held.role,
                tenant=show("ten", held.tenant_id) if held.tenant_id else None,
                created_at=held.created_at,
            )
            for held in card.roles
        ],
        last_seen_on=card.last_seen_on,
        sessions=card.sessions,
        api_keys=card.keys,
    )


@router.get("/operators/accounts")
async def list_operator_accounts(caller: Called, asked: AnyPage) -> Listed[OperatorAccount]:
    """List everybody who holds a role anywhere, newest account first."""
    wanted = ListOperators(None, wanted_page(caller, asked))
    return listed(caller, await caller.above(operator_cards, wanted), told)


@router.get("/operators/{account}")
async def show_operator(caller: Called, account: str) -> OperatorAccount:
    """Show an operator with all their roles."""
    wanted = AskOperator(an_id("acc", account, "operator"))
    return told(await caller.above(operator_card, wanted))


@router.post("/operators/{account}/suspend", status_code=204, responses=CHANGES)
async def suspend_operator(caller: Called, account: str) -> None:
    """Keep an operator from signing in; sessions end and keys open nothing at once."""
    await caller.above(suspend, an_id("acc", account, "operator"))


@router.post("/operators/{account}/resume", status_code=204, responses=CHANGES)
async def resume_operator(caller: Called, account: str) -> None:
    """Let a suspended operator sign in again."""
    await caller.above(resume, an_id("acc", account, "operator"))


@router.post("/operators/{account}/end-sessions", responses=CHANGES)
async def end_operator_sessions(caller: Called, account: str) -> SessionsEnded:
    """End every session of an operator."""
    return SessionsEnded(ended=await caller.above(end_sessions, an_id("acc", account, "operator")))


@inside.get("")
async def list_operators_in_tenant(caller: Called, asked: AnyPage) -> Listed[OperatorAccount]:
    """List who may act in this tenant, with the roles they may do it by."""
    wanted = ListOperators(caller.tenant.id, wanted_page(caller, asked))
    return listed(caller, await caller.above(operator_cards, wanted), told)


@inside.get("/{account}")
async def show_operator_in_tenant(caller: Called, account: str) -> OperatorAccount:
    """Show an operator with the roles they act by in this tenant."""
    wanted = AskOperator(an_id("acc", account, "operator"), caller.tenant.id)
    return told(await caller.above(operator_card, wanted))


@inside.post("/{account}/suspend", status_code=204, responses=CHANGES)
async def suspend_operator_in_tenant(caller: Called, account: str) -> None:
    """Suspend an operator who works in this tenant alone, by an admin of it."""
    await caller.above(suspend, an_id("acc", account, "operator"))


@inside.post("/{account}/resume", status_code=204, responses=CHANGES)
async def resume_operator_in_tenant(caller: Called, account: str) -> None:
    """Let a suspended operator of this tenant alone sign in again."""
    await caller.above(resume, an_id("acc", account, "operator"))


@inside.post("/{account}/end-sessions", responses=CHANGES)
async def end_operator_sessions_in_tenant(caller: Called, account: str) -> SessionsEnded:
    """End every session of an operator who works in this tenant alone."""
    return SessionsEnded(ended=await caller.above(end_sessions, an_id("acc", account, "operator")))
