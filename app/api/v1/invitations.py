"""Invitations to become an operator; the link is answered once."""

from __future__ import annotations

from datetime import datetime

from fastapi import Response
from pydantic import Field

from app.api.v1.door import Caller
from app.api.v1.once import IdempotencyKey, created, tell_created
from app.api.v1.problems import CHANGES
from app.api.v1.rooms import IN_TENANT, ROOT, Called, room
from app.api.v1.values import Answer, AnyPage, Body, Listed, an_id, listed, wanted_page
from domain.kernel.ids import show
from domain.operators.invite import (
    WHAT,
    AskInvitation,
    Invited,
    ListInvitations,
    NewInvitation,
    invitation,
    invitations,
    invite,
    revoke_invitation,
)
from domain.operators.records import Invitation, InvitationState, Role

router = room(f"{ROOT}/invitations", "Operators")
inside = room(f"{IN_TENANT}/invitations", "Operators")


class InvitationBody(Body):
    """An operator is wanted."""

    roles: list[Role] = Field(min_length=1, max_length=len(Role))


class InvitationTold(Answer):
    """An invitation."""

    invitation: str
    state: InvitationState
    roles: list[Role]
    tenant: str | None = Field(description="Null is the whole installation.")
    invited_by: str | None = Field(description="Null is the machine itself.")
    account: str | None = Field(description="Who took it.")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    link: str | None = Field(default=None, description="In the answer that made it, and no other.")


@router.post("", status_code=201, responses=CHANGES)
async def create_invitation(
    caller: Called,
    body: InvitationBody,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> InvitationTold:
    """Invite an operator of the whole installation; the link is good for 72 hours."""
    return await _made(caller, body, response, idempotency_key)


@router.get("")
async def list_invitations(caller: Called, asked: AnyPage) -> Listed[InvitationTold]:
    """List every invitation, newest first, whatever became of it."""
    return await _list(caller, asked)


@router.get("/{invitation_id}")
async def show_invitation(caller: Called, invitation_id: str) -> InvitationTold:
    """Show an invitation; its link cannot be shown again."""
    return await _shown(caller, invitation_id)


@router.post("/{invitation_id}/revoke", status_code=204, responses=CHANGES)
async def revoke_invitation_link(caller: Called, invitation_id: str) -> None:
    """Take an invitation back while nobody used it."""
    await caller.above(revoke_invitation, an_id("inv", invitation_id, WHAT))


@inside.post("", status_code=201, responses=CHANGES)
async def create_invitation_in_tenant(
    caller: Called,
    body: InvitationBody,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> InvitationTold:
    """Invite an operator of this tenant alone; the link is good for 72 hours."""
    return await _made(caller, body, response, idempotency_key)


@inside.get("")
async def list_invitations_in_tenant(caller: Called, asked: AnyPage) -> Listed[InvitationTold]:
    """List the invitations into this tenant, newest first."""
    return await _list(caller, asked)


@inside.get("/{invitation_id}")
async def show_invitation_in_tenant(caller: Called, invitation_id: str) -> InvitationTold:
    """Show an invitation into this tenant."""
    return await _shown(caller, invitation_id)


@inside.post("/{invitation_id}/revoke", status_code=204, responses=CHANGES)
async def revoke_invitation_in_tenant(caller: Called, invitation_id: str) -> None:
    """Take an invitation into this tenant back while nobody used it."""
    await caller.above(revoke_invitation, an_id("inv", invitation_id, WHAT))


def _place(caller: Caller) -> bytes | None:
    return caller.admitted.tenant.id if caller.admitted.tenant else None


async def _made(
    caller: Caller, body: InvitationBody, response: Response, name: str | None
) -> InvitationTold:
    wanted = NewInvitation(tuple(body.roles), _place(caller))
    made: Invited | None
    made, reference = await created(
        caller, invite, wanted, name=name, reference=_reference, above=True
    )
    address = f"{caller.request.url.path}/{reference}"
    tell_created(response, address, again=made is None)
    if made is None:
        return await _shown(caller, reference)
    link = f"{caller.door.base_url}/invitation/{made.link.reveal()}"
    return _told(made.invitation, made.invitation.created_at, link)


def _reference(made: Invited) -> str:
    return show("inv", made.invitation.id)


async def _list(caller: Caller, asked: AnyPage) -> Listed[InvitationTold]:
    wanted = ListInvitations(_place(caller), wanted_page(caller, asked))
    now = caller.door.clock.now()
    return listed(caller, await caller.above(invitations, wanted), lambda row: _told(row, now))


async def _shown(caller: Caller, text: str) -> InvitationTold:
    wanted = AskInvitation(an_id("inv", text, WHAT), _place(caller))
    return _told(await caller.above(invitation, wanted), caller.door.clock.now())


def _told(made: Invitation, now: datetime, link: str | None = None) -> InvitationTold:
    return InvitationTold(
        invitation=show("inv", made.id),
        state=made.state(now),
        roles=list(made.roles),
        tenant=show("ten", made.bound_to) if made.bound_to else None,
        invited_by=show("acc", made.invited_by) if made.invited_by else None,
        account=show("acc", made.account_id) if made.account_id else None,
        created_at=made.created_at,
        expires_at=made.expires_at,
        used_at=made.used_at,
        revoked_at=made.revoked_at,
        link=link,
    )
