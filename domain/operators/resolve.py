"""What may this account do there? Asked anew at each call (ADR-10)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.authorize import authorize
from domain.kernel.errors import FORBIDDEN, Refusal
from domain.kernel.work import ActorKind, reads
from domain.operators.permissions import ABOVE, PERMISSIONS, READS
from domain.operators.records import Assignment, Role
from domain.operators.staff import may_sign_in, staff
from domain.operators.store import OperatorWork
from domain.tenants.records import Tenant


def permissions_for(
    work: OperatorWork, account_id: bytes, tenant_id: bytes | None
) -> frozenset[str]:
    """Return what an operator may do in a tenant; nothing when the account does not stand.

    Fails closed: an account that is disabled, erased or unknown may nothing. In the operators' own
    tenant only owners change anything: whoever may make a new link for an owner's account there
    would be an owner. A role of one tenant has no word of the installation, there or anywhere.

    Args:
        account_id: an account of the tenant `byleave`.
        tenant_id: the tenant; None asks for the installation itself.
    """
    held = work.operators.of_account(account_id)
    if not held:
        return frozenset()
    desk = staff(work)
    if not may_sign_in(desk, account_id):
        return frozenset()
    words: frozenset[str] = frozenset()
    for each in held:
        if each.tenant_id in {None, tenant_id}:
            own = tenant_id == desk.tenant_id and each.role is not Role.OWNER
            given = PERMISSIONS[each.role] & READS if own else PERMISSIONS[each.role]
            words |= given if each.tenant_id is None else given - ABOVE
    return words


def authorize_at(work: OperatorWork, permission: str, tenant_id: bytes | None) -> None:
    """Go on only if the actor has the permission where the act goes.

    An act of the installation may be about one tenant, and then the door brings words of that
    tenant. Here the roles are read again: words of one tenant open nothing in another, nor in the
    installation.

    Args:
        permission: a word of `domain.operators.permissions`.
        tenant_id: the tenant the act is about; None is the installation itself.

    Refuses:
        forbidden: the actor lacks it there.
    """
    authorize(work, permission)
    actor = work.actor
    if actor.kind is ActorKind.SYSTEM:
        return
    if actor.id is None or permission not in permissions_for(work, actor.id, tenant_id):
        raise Refusal(FORBIDDEN, permission=permission)


@dataclass(frozen=True, slots=True)
class AskPermissions:
    """Whose permissions, and where.

    Args:
        account_id: an account of the tenant `byleave`.
        slug: the tenant's slug; None asks for the installation itself.
    """

    account_id: bytes
    slug: str | None = None


@reads
def permissions(work: OperatorWork, request: AskPermissions) -> frozenset[str]:
    """Return what an operator may do in the tenant of a slug; nothing in one that is not there."""
    if request.slug is None:
        return permissions_for(work, request.account_id, None)
    tenant = work.tenants.by_slug(request.slug)
    if tenant is None:
        return frozenset()
    return permissions_for(work, request.account_id, tenant.id)


@reads
def tenants_of(work: OperatorWork, account_id: bytes) -> tuple[Tenant, ...]:
    """Return the tenants an operator may do anything in, ordered by slug."""
    return tuple(
        tenant for tenant in work.tenants.all() if permissions_for(work, account_id, tenant.id)
    )


@reads
def operators(work: OperatorWork) -> tuple[Assignment, ...]:
    """Return every role that is held, oldest first.

    Refuses:
        forbidden: the actor may not read operators of the whole installation.
    """
    authorize(work, "operators.read")
    return work.operators.all()
