"""Where an act on operators is told: in their own tenant, and in each tenant it opens a door to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from domain.kernel.events import Event
from domain.operators.staff import staff
from domain.operators.store import OperatorWork


def tell_there(
    work: OperatorWork,
    event: Event,
    tenants: Iterable[bytes | None],
    as_told: Callable[[bytes], Event] | None = None,
) -> None:
    """Tell an event where operators live, and in the tenants it is about: each trail stands alone.

    Who answers for a tenant reads its trail and no other; who may work there has to stand in it.

    Args:
        tenants: their ids; None, the installation itself, has its trail with the operators.
        as_told: makes the event that a tenant is told; left out where all are told the same.

    Refuses:
        not_installed: the operators' tenant was not made yet.

    Tells:
        What it is given, or what is made of it: once a trail.
    """
    staff(work).tell(event)
    for tenant_id in dict.fromkeys(tenants):
        if tenant_id is not None:
            work.enter(tenant_id).tell(as_told(tenant_id) if as_told else event)
