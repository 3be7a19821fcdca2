"""Personas and the clock of a sandbox tenant."""

from __future__ import annotations

from typing import Literal

from fastapi import Response
from pydantic import Field, JsonValue

from app.api.v1.accounts import AccountTold, Identifier, told
from app.api.v1.once import IdempotencyKey, created, tell_created
from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, ROOT, Called, room
from app.api.v1.values import (
    Answer,
    AnyPage,
    Body,
    Duration,
    Listed,
    an_id,
    listed,
    wanted_page,
)
from domain.accounts.listing import detail
from domain.accounts.records import AccountStatus
from domain.kernel.ids import show
from domain.kernel.secrets import Secret
from domain.sandbox.clock import MoveClock, move_clock
from domain.sandbox.look_up import Persona, persona
from domain.sandbox.personas import NewPersona, add_persona, personas

router = room(IN_TENANT, "Sandbox")


class PersonaBody(Body):
    """A made-up person with a password that tests know."""

    username: Identifier | None = None
    email: Identifier | None = None
    password: str = Field(min_length=1, max_length=1024, json_schema_extra={"format": "password"})
    claims: dict[str, JsonValue] = Field(default={}, max_length=100)
    status: Literal["enabled", "disabled"] = "enabled"


class PersonaTold(AccountTold):
    """A persona with what its tokens can tell; all of it is made up."""

    claims: dict[str, JsonValue]


class MoveBody(Body):
    """How far the clock moves on."""

    by: Duration


class Ahead(Answer):
    """How far ahead the tenant's clock is now."""

    ahead: Duration


@router.get("/personas")
async def list_personas(caller: Called, asked: AnyPage) -> Listed[AccountTold]:
    """List personas, newest first."""
    found = await caller.inside(personas, wanted_page(caller, asked))
    return listed(caller, found, told)


@router.post("/personas", status_code=201, responses=CHANGES)
async def create_persona(
    caller: Called,
    body: PersonaBody,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> AccountTold:
    """Make a persona."""
    wanted = NewPersona(
        username=Secret(body.username) if body.username is not None else None,
        email=Secret(body.email) if body.email is not None else None,
        password=Secret(body.password),
        claims=body.claims,
        status=AccountStatus(body.status),
    )
    made, account = await created(
        caller,
        add_persona,
        wanted,
        name=idempotency_key,
        reference=lambda made: show("acc", made.id),
    )
    address = f"{ROOT}/tenants/{caller.tenant.slug}/accounts/{account}"
    tell_created(response, address, again=made is None)
    if made is None:
        made = (await caller.inside(detail, an_id("acc", account, "account"))).account
    return told(made)


@router.get("/personas/{account}")
async def show_persona(caller: Called, account: str) -> PersonaTold:
    """Show a persona with its claims."""
    found: Persona = await caller.inside(persona, an_id("acc", account, "persona"))
    return PersonaTold.model_validate(
        {**told(found.account).model_dump(), "claims": dict(found.claims)}
    )


@router.post("/clock/move", responses=CHANGES)
async def move_tenant_clock(caller: Called, body: MoveBody) -> Ahead:
    """Move a sandbox tenant's clock forward; it never goes back."""
    return Ahead(ahead=await caller.inside(move_clock, MoveClock(body.by)))
