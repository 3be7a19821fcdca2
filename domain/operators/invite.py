"""Invite an operator: a one-time link for roles that whoever sends it may give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from domain.kernel.authorize import authorize
from domain.kernel.errors import Refusal, invalid, not_found
from domain.kernel.paging import Page, PageRequest
from domain.kernel.secrets import Secret, digest, new_secret
from domain.kernel.work import ActorKind, reads, writes
from domain.operators.assign import check_place, ensure_may_give, ensure_proven_for
from domain.operators.events import InvitationRevoked, InvitationSent
from domain.operators.records import Invitation, InvitationState, Role
from domain.operators.refusals import INVITATION_OVER
from domain.operators.resolve import authorize_at
from domain.operators.staff import staff
from domain.operators.store import OperatorWork
from domain.operators.telling import tell_there

INVITATION_LIFETIME: Final = timedelta(hours=72)
"""A link sent on a Friday works on Monday morning; a week later it is in too many mailboxes."""

WHAT: Final = "invitation"


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An operator is wanted.

    Args:
        roles: what they will be; one or more.
        tenant_id: the tenant the roles are for; None for the whole installation.
    """

    roles: tuple[Role, ...]
    tenant_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation.

    Args:
        link: the secret of its link, to be shown once.
    """

    invitation: Invitation
    link: Secret = field(repr=False)


@dataclass(frozen=True, slots=True)
class ListInvitations:
    """Which invitations: those of a tenant, or all (None), and which page of them."""

    tenant_id: bytes | None = None
    page: PageRequest = PageRequest()


@dataclass(frozen=True, slots=True)
class AskInvitation:
    """One invitation, as seen from a tenant; None sees from the installation."""

    invitation_id: bytes
    tenant_id: bytes | None = None


@writes(durable=True)
def invite(work: OperatorWork, request: NewInvitation) -> Invited:
    """Make a one-time link; the database keeps its digest alone.

    Refuses:
        forbidden: the actor may not change operators.
        role_beyond: a role is above the actor, or in a tenant that is not theirs.
        invalid_input: no role is named, or one that cannot be for this tenant.
        not_found: there is no such tenant.
        fresh_proof_needed: a role hands out roles, and the operator's last proof is too old.
        not_installed: the operators' tenant was not made yet.

    Tells:
        InvitationSent: always.
    """
    authorize(work, "operators.change")
    roles = tuple(role for role in Role if role in request.roles)
    if not roles:
        raise invalid("roles", "name one role or more.")
    for role in roles:
        ensure_may_give(work, role, request.tenant_id)
        check_place(work, role, request.tenant_id)
    ensure_proven_for(work, roles)
    desk = staff(work)
    link = new_secret()
    made = Invitation(
        id=desk.new_id(),
        digest=digest(link),
        roles=roles,
        bound_to=request.tenant_id,
        invited_by=work.actor.id if work.actor.kind is ActorKind.OPERATOR else None,
        created_at=desk.now,
        expires_at=desk.now + INVITATION_LIFETIME,
    )
    desk.invitations.add(made)
    words = tuple(role.value for role in roles)
    sent = InvitationSent(subject=made.id, roles=words, tenant=made.bound_to)
    tell_there(work, sent, (made.bound_to,))
    return Invited(made, link)


@writes(durable=True)
def revoke_invitation(work: OperatorWork, invitation_id: bytes) -> None:
    """Take an invitation back while nobody used it; one that ran out may be taken back too.

    Refuses:
        forbidden: the actor may not change operators.
        role_beyond: it gives a role above the actor, or in a tenant that is not theirs.
        invitation_over: somebody used it, or it was taken back already.
        not_found: there is no such invitation.
        not_installed: the operators' tenant was not made yet.

    Tells:
        InvitationRevoked: once it is taken back.
    """
    authorize(work, "operators.change")
    desk = staff(work)
    found = desk.invitations.get(invitation_id)
    if found is None:
        raise not_found(WHAT)
    for role in found.roles:
        ensure_may_give(work, role, found.bound_to)
    if not desk.invitations.revoke(invitation_id, desk.now):
        used = found.state(desk.now) is InvitationState.USED
        state = InvitationState.USED if used else InvitationState.REVOKED
        raise Refusal(INVITATION_OVER, state=state.value)
    tell_there(work, InvitationRevoked(subject=invitation_id), (found.bound_to,))


@reads
def invitations(work: OperatorWork, request: ListInvitations) -> Page[Invitation]:
    """Return invitations, newest first, whatever became of them.

    Refuses:
        forbidden: the actor may not read operators there.
        not_installed: the operators' tenant was not made yet.
    """
    authorize_at(work, "operators.read", request.tenant_id)
    return staff(work).invitations.page(request.tenant_id, request.page)


@reads
def invitation(work: OperatorWork, request: AskInvitation) -> Invitation:
    """Return one invitation.

    Refuses:
        forbidden: the actor may not read operators there.
        not_found: there is none, or it is for another tenant.
        not_installed: the operators' tenant was not made yet.
    """
    authorize_at(work, "operators.read", request.tenant_id)
    found = staff(work).invitations.get(request.invitation_id)
    if found is None or request.tenant_id not in {None, found.bound_to}:
        raise not_found(WHAT)
    return found
