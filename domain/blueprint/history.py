"""Say in each tenant's trail that a file was applied, and how much it changed there."""

from __future__ import annotations

from collections import Counter

from domain.blueprint.events import ConfigApplied
from domain.blueprint.steps import Act, Change
from domain.operators.staff import staff
from domain.operators.store import OperatorWork
from domain.tenants.records import BUILT_IN


def tell_applied(work: OperatorWork, changes: tuple[Change, ...]) -> None:
    """Tell it in every tenant that was changed; operators' changes in the operators' own.

    Tells:
        ConfigApplied: once a tenant.
    """
    slugs = dict.fromkeys(_home(each) for each in changes)
    for slug in slugs:
        tenant = work.tenants.by_slug(slug)
        if tenant is None:
            continue
        acts = Counter(each.act for each in changes if _home(each) == slug)
        desk = staff(work) if slug == BUILT_IN else work.enter(tenant.id)
        desk.tell(
            ConfigApplied(
                subject=tenant.id,
                added=acts[Act.ADD],
                changed=acts[Act.CHANGE],
                removed=acts[Act.REMOVE],
            )
        )


def _home(change: Change) -> str:
    return BUILT_IN if change.what == "operator" else change.tenant
