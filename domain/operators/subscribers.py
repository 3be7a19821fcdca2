"""What this room does when it hears of something, in the same transaction."""

from __future__ import annotations

from domain.kernel.events import Event
from domain.operators.assign import RoleOf
from domain.operators.events import OperatorRemoved
from domain.operators.store import OperatorsWork
from domain.tenants.records import BUILT_IN


def on_account_erased(work: OperatorsWork, event: Event) -> None:
    """Take every role of an erased account away; told in the operators' tenant only.

    Tells:
        OperatorRemoved: for each role.
    """
    if work.tenant.slug != BUILT_IN or event.subject is None:
        return
    for held in work.operators.of_account(event.subject):
        role = RoleOf(held.account_id, held.role, held.tenant_id)
        if work.operators.remove(role.account_id, role.role, role.tenant_id):
            work.tell(
                OperatorRemoved(
                    subject=role.account_id, role=role.role.value, tenant=role.tenant_id
                )
            )
