"""Give a role and take it away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.accounts.records import AccountStatus
from domain.kernel.authorize import authorize
from domain.kernel.errors import Refusal, invalid, not_found
from domain.kernel.fresh import ensure_fresh
from domain.kernel.ids import read
from domain.kernel.work import ActorKind, writes
from domain.operators.api_keys import key_desk
from domain.operators.events import OperatorAssigned, OperatorRemoved
from domain.operators.records import Assignment, Role
from domain.operators.refusals import LAST_OWNER, OWN_ROLE, ROLE_BEYOND
from domain.operators.rules import HANDS_OUT, is_last_owner, may_hand_out
from domain.operators.staff import may_sign_in, staff
from domain.operators.store import OperatorWork
from domain.operators.telling import tell_there


@dataclass(frozen=True, slots=True)
class RoleOf:
    """A role of an account.

    Args:
        account_id: an account of the tenant `byleave`.
        tenant_id: the tenant it is for; None for the whole installation.
    """

    account_id: bytes
    role: Role
    tenant_id: bytes | None = None


@writes(durable=True)
def assign(work: OperatorWork, request: RoleOf) -> None:
    """Give an account a role; one that is held already stays.

    Refuses:
        forbidden: the actor may not change operators.
        own_role: the actor names their own account.
        role_beyond: the role is above the actor, or in a tenant that is not theirs.
        invalid_input: an owner of one tenant only, or a role for the operators' own tenant.
        not_found: there is no such account or tenant.
        fresh_proof_needed: the role hands out roles, and the operator's last proof is too old.
        not_installed: the operators' tenant was not made yet.

    Tells:
        OperatorAssigned: unless it is held already.
    """
    _ensure_may(work, request)
    account = staff(work).accounts.get(request.account_id)
    if account is None or account.status is AccountStatus.ERASED:
        raise not_found("account")
    check_place(work, request.role, request.tenant_id)
    ensure_proven_for(work, (request.role,))
    give(work, request)


@writes(durable=True)
def remove(work: OperatorWork, request: RoleOf) -> None:
    """Take a role away.

    Refuses:
        forbidden: the actor may not change operators.
        own_role: the actor names their own account.
        role_beyond: the role is above the actor, or in a tenant that is not theirs.
        last_owner: no other owner could sign in.
        not_found: the account does not hold it.
        not_installed: the operators' tenant was not made yet.

    Tells:
        OperatorRemoved: once it is taken.
    """
    _ensure_may(work, request)
    if request.role is Role.OWNER:
        ensure_another_owner(work, request.account_id)
    if not work.operators.remove(request.account_id, request.role, request.tenant_id):
        raise not_found("role")
    told = OperatorRemoved(
        subject=request.account_id, role=request.role.value, tenant=request.tenant_id
    )
    tell_there(work, told, (request.tenant_id,))


def give(work: OperatorWork, request: RoleOf) -> bool:
    """Keep a role and tell it; part of larger writes that have asked who may.

    Returns:
        False when it is held already.

    Tells:
        OperatorAssigned: unless it is held already.
    """
    held = Assignment(request.account_id, request.role, request.tenant_id, work.now)
    if not work.operators.add(held):
        return False
    told = OperatorAssigned(
        subject=request.account_id, role=request.role.value, tenant=request.tenant_id
    )
    tell_there(work, told, (request.tenant_id,))
    return True


def ensure_another_owner(work: OperatorWork, account_id: bytes) -> None:
    """Go on only if somebody else can still act as owner when this account no longer does.

    Refuses:
        last_owner: the account is an owner and no other owner can sign in.
    """
    desk = staff(work)
    if is_last_owner(work.operators.all(), account_id, lambda each: may_sign_in(desk, each)):
        raise Refusal(LAST_OWNER)


def check_place(work: OperatorWork, role: Role, tenant_id: bytes | None) -> None:
    """Go on only if a role can be for this tenant.

    Refuses:
        invalid_input: an owner of one tenant only, or a role for the operators' own tenant.
        not_found: there is no such tenant.
        not_installed: the operators' tenant was not made yet.
    """
    if role is Role.OWNER and tenant_id is not None:
        raise invalid("tenant", "an owner is one of the whole installation.")
    if tenant_id == staff(work).tenant_id:
        raise invalid("tenant", "the operators' own tenant is the owners' alone.")
    if tenant_id is not None and work.tenants.get(tenant_id) is None:
        raise not_found("tenant")


def ensure_may_give(work: OperatorWork, role: Role, tenant_id: bytes | None) -> None:
    """Go on only if the actor may give or take this role there, by the roles they hold now.

    The word `operators.change` may come of the tenant the act is about; which roles stand behind it
    is read anew, so that an admin of one tenant acts in that tenant alone. So does a key that was
    made for one tenant, whatever its operator may do elsewhere.

    Refuses:
        forbidden: the actor may not change operators.
        role_beyond: the role is above the actor, or in a tenant that is not theirs.
    """
    authorize(work, "operators.change")
    actor = work.actor
    if actor.kind is ActorKind.SYSTEM:
        return
    held = work.operators.of_account(actor.id) if actor.id else ()
    if not may_hand_out(held, role, tenant_id) or not _reaches(work, tenant_id):
        raise Refusal(ROLE_BEYOND, role=role.value)


def _reaches(work: OperatorWork, tenant_id: bytes | None) -> bool:
    """Tell whether the act's address, and the key of the machine that acts, reach there."""
    if work.actor.place not in {None, tenant_id}:
        return False
    key_id = read("apk", work.actor.via)
    if key_id is None:
        return not work.actor.via
    key = key_desk(work).api_keys.get(key_id)
    return key is not None and key.bound_to in {None, tenant_id}


def ensure_proven_for(work: OperatorWork, roles: Iterable[Role]) -> None:
    """Go on only if the operator proved themselves lately, where a role hands out roles itself.

    Refuses:
        fresh_proof_needed: the operator's last proof is too old.
    """
    if HANDS_OUT.intersection(roles):
        ensure_fresh(work)


def ensure_not_oneself(work: OperatorWork, account_id: bytes) -> None:
    """Go on only if the actor is somebody else.

    Refuses:
        own_role: the actor names their own account.
    """
    actor = work.actor
    if actor.kind is not ActorKind.SYSTEM and actor.id == account_id:
        raise Refusal(OWN_ROLE)


def _ensure_may(work: OperatorWork, request: RoleOf) -> None:
    authorize(work, "operators.change")
    ensure_not_oneself(work, request.account_id)
    ensure_may_give(work, request.role, request.tenant_id)
