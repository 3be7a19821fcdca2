"""Keep an operator out, let them in again, and end their sessions.

Whoever may give and take every role somebody holds may also stop them: an admin of one tenant stops
who works in that tenant alone, and never an owner.
"""

from __future__ import annotations

from domain.accounts import disable as disabling
from domain.accounts import enable as enabling
from domain.kernel.authorize import authorize
from domain.kernel.errors import not_found
from domain.kernel.work import writes
from domain.operators.assign import ensure_another_owner, ensure_may_give, ensure_not_oneself
from domain.operators.staff import StaffWork, staff
from domain.operators.store import OperatorWork
from domain.sessions.end import end_all_for
from domain.sessions.rules import ENDED_BY_OPERATOR


@writes(durable=True)
def suspend(work: OperatorWork, account_id: bytes) -> None:
    """Keep an operator from signing in; sessions end and keys open nothing at once.

    Refuses:
        forbidden: the actor may not change operators or disable accounts.
        own_role: the actor names their own account.
        role_beyond: they hold a role above the actor, or in a tenant that is not theirs.
        last_owner: no other owner could sign in.
        account_state: they are suspended already.
        not_found: there is no such operator.
        not_installed: the operators' tenant was not made yet.

    Tells:
        AccountDisabled, SessionEnded.
    """
    authorize(work, "accounts.disable")
    desk = _above(work, account_id)
    ensure_another_owner(work, account_id)
    disabling.disable(desk, account_id)


@writes(durable=True)
def resume(work: OperatorWork, account_id: bytes) -> None:
    """Let a suspended operator sign in again, with the roles they hold.

    Refuses:
        forbidden: the actor may not change operators or disable accounts.
        own_role: the actor names their own account.
        role_beyond: they hold a role above the actor, or in a tenant that is not theirs.
        account_state: they are not suspended.
        not_found: there is no such operator.
        not_installed: the operators' tenant was not made yet.

    Tells:
        AccountEnabled.
    """
    authorize(work, "accounts.disable")
    desk = _above(work, account_id)
    enabling.enable(desk, account_id)


@writes(durable=True)
def end_sessions(work: OperatorWork, account_id: bytes) -> int:
    """End every session of an operator; they may sign in again.

    Returns:
        How many were ended.

    Refuses:
        forbidden: the actor may not change operators or end sessions.
        own_role: the actor names their own account.
        role_beyond: they hold a role above the actor, or in a tenant that is not theirs.
        not_found: there is no such operator.
        not_installed: the operators' tenant was not made yet.

    Tells:
        SessionEnded: for each of them.
    """
    authorize(work, "sessions.end")
    desk = _above(work, account_id)
    return end_all_for(desk, account_id, ENDED_BY_OPERATOR)


def _above(work: OperatorWork, account_id: bytes) -> StaffWork:
    """Go on only if the actor may take every role the operator holds; return their desk."""
    authorize(work, "operators.change")
    ensure_not_oneself(work, account_id)
    held = work.operators.of_account(account_id)
    if not held:
        raise not_found("operator")
    for each in held:
        ensure_may_give(work, each.role, each.tenant_id)
    return staff(work)
