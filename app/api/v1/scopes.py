"""Scopes: what can be asked for in a tenant."""

from __future__ import annotations

from pydantic import Field, StrictBool

from app.api.v1.client_bodies import Texts
from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.values import Answer, Body, Duration, Listed, Text
from domain.clients.define_scope import define_scope, remove_scope
from domain.clients.listing import scopes
from domain.clients.records import ConsentNeed, Scope
from domain.clients.scopes import STANDARD
from domain.operators.clients_overview import ScopeUse, scope_uses

router = room(f"{IN_TENANT}/scopes", "Scopes")


class ScopeBody(Body):
    """What a scope means to people."""

    label: Text = Field(description="Short name for people, 1 to 80 characters.")
    sentence: Text = Field(default="", description="What the application can do then.")
    consent: ConsentNeed = Field(
        default=ConsentNeed.OPTIONAL,
        description="`required`: needed, no box; `optional`: a box; `none`: not shown.",
    )
    longest_consent: Duration | None = None
    claims: Texts = Field(default=[])
    hosted_only: StrictBool = False


class ScopeTold(Answer):
    """A scope."""

    value: str
    label: str
    sentence: str
    consent: ConsentNeed
    longest_consent: Duration | None
    claims: list[str]
    hosted_only: bool
    standard: bool = Field(description="Built in; it cannot be changed or removed.")


def told(scope: Scope) -> ScopeTold:
    """Return a scope as it is answered."""
    return ScopeTold(
        value=scope.value,
        label=scope.label,
        sentence=scope.sentence,
        consent=scope.consent,
        longest_consent=scope.longest_consent,
        claims=list(scope.claims),
        hosted_only=scope.hosted_only,
        standard=scope.value in STANDARD,
    )


@router.get("")
async def list_scopes(caller: Called) -> Listed[ScopeTold]:
    """List every scope that clients of this tenant may have, the standard ones first."""
    return Listed(items=[told(each) for each in await caller.inside(scopes)])


class ScopeUseTold(Answer):
    """What hangs on a scope."""

    value: str
    clients: list[str] = Field(description="Clients that may ask for it.")
    given: int = Field(description="How much leave names it now; 1000 means as many or more.")


@router.get("/uses")
async def list_scope_uses(caller: Called) -> Listed[ScopeUseTold]:
    """List every scope with the clients that may ask for it and how much leave names it."""
    found: tuple[ScopeUse, ...] = await caller.inside(scope_uses)
    return Listed(
        items=[
            ScopeUseTold(value=use.scope.value, clients=list(use.clients), given=use.given)
            for use in found
        ]
    )


@router.put("/{scope:path}", responses=CHANGES)
async def put_scope(caller: Called, scope: str, body: ScopeBody) -> ScopeTold:
    """Define a scope, in place of an earlier one of the same word."""
    wanted = Scope(
        value=scope,
        label=body.label,
        sentence=body.sentence,
        consent=body.consent,
        longest_consent=body.longest_consent,
        claims=tuple(body.claims),
        hosted_only=body.hosted_only,
    )
    await caller.inside(define_scope, wanted)
    return told(wanted)


@router.delete("/{scope:path}", status_code=204, responses=CHANGES)
async def delete_scope(caller: Called, scope: str) -> None:
    """Take a scope away that no client may ask for any more."""
    await caller.inside(remove_scope, scope)
