"""Disable or erase an account, and never the last owner's.

The rule is the operators'; the rooms below know nothing of it. Doors call these verbs, whatever
the tenant: in any but the operators' own they are the accounts' verbs and nothing more.
"""

from __future__ import annotations

from typing import Protocol

from domain.accounts import disable as disabling
from domain.accounts import erase as erasing
from domain.accounts.store import AccountWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import Refusal
from domain.kernel.fresh import ensure_fresh
from domain.kernel.work import writes
from domain.operators.refusals import LAST_OWNER
from domain.operators.rules import is_last_owner
from domain.operators.staff import may_sign_in
from domain.operators.store import Operators
from domain.tenants.records import BUILT_IN


class StoppingWork(AccountWork, Protocol):
    """A tenant's work that can see who holds a role."""

    @property
    def operators(self) -> Operators:
        """Who holds which role; empty of meaning outside the operators' tenant."""
        ...


@writes(durable=True)
def disable_account(work: StoppingWork, account_id: bytes) -> None:
    """Keep an account from signing in.

    Refuses:
        forbidden, not_found, account_state: as the accounts room says.
        last_owner: nobody else could act as owner.

    Tells:
        AccountDisabled.
    """
    authorize(work, "accounts.disable")
    _ensure_another_owner(work, account_id)
    disabling.disable(work, account_id)


@writes(durable=True)
def erase_account(work: StoppingWork, account_id: bytes) -> None:
    """Erase an account on an operator's word.

    Refuses:
        forbidden, not_found, account_state: as the accounts room says.
        last_owner: nobody else could act as owner.
        fresh_proof_needed: the operator's last proof is too old.

    Tells:
        AccountErased.
    """
    authorize(work, "accounts.erase")
    ensure_fresh(work)
    _ensure_another_owner(work, account_id)
    erasing.erase(work, account_id)


@writes(durable=True)
def erase_own_account(work: StoppingWork, account_id: bytes) -> None:
    """Erase an account on the person's own word.

    Refuses:
        not_found, account_state: as the accounts room says.
        last_owner: nobody else could act as owner.

    Tells:
        AccountErased.
    """
    _ensure_another_owner(work, account_id)
    erasing.erase_own(work, account_id)


def _ensure_another_owner(work: StoppingWork, account_id: bytes) -> None:
    if last_owner_here(work, account_id):
        raise Refusal(LAST_OWNER)


def last_owner_here(work: StoppingWork, account_id: bytes) -> bool:
    """Tell whether the account is the only owner who can still sign in."""
    if work.tenant.slug != BUILT_IN:
        return False
    held = work.operators.all()
    return is_last_owner(held, account_id, lambda each: may_sign_in(work, each))
