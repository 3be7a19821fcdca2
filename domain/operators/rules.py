"""Who may give or take which role: never upwards, never across tenants, never one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from domain.operators.records import Assignment, Role

HANDS_OUT: Final = frozenset({Role.OWNER, Role.TENANT_ADMIN})
"""Roles that may give roles."""


def is_last_owner(
    held: Iterable[Assignment], account_id: bytes, stands: Callable[[bytes], bool]
) -> bool:
    """Tell whether nobody else could act as owner when this account no longer does.

    Args:
        held: every role that is held.
        account_id: who would go.
        stands: whether an account can sign in.
    """
    owners = {each.account_id for each in held if each.role is Role.OWNER}
    return account_id in owners and not any(stands(each) for each in owners - {account_id})


def may_hand_out(held: tuple[Assignment, ...], role: Role, tenant_id: bytes | None) -> bool:
    """Tell whether an operator with these roles may give or take a role.

    An owner may all. An admin of a tenant may what is below an owner, in that tenant alone.

    Args:
        held: the roles of the operator who acts.
        role: the role in question.
        tenant_id: the tenant it is for; None for the whole installation.
    """
    if any(each.role is Role.OWNER for each in held):
        return True
    if role is Role.OWNER or tenant_id is None:
        return False
    return any(
        each.role is Role.TENANT_ADMIN and each.tenant_id in {None, tenant_id} for each in held
    )
