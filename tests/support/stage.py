"""A database with a clock, a key ring and tenants: what a test of a use case stands on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from domain.audit.record import record
from domain.extensions.outbox import keep
from domain.kernel.events import Event
from domain.kernel.work import Actor, system
from domain.tenants.records import Tenant
from persistence.engine import Database
from persistence.sealing import KeyRing, MasterKey
from persistence.work import Works
from tests.support.clock import FixedClock
from tests.support.factories import a_tenant, tenant_secrets

T = TypeVar("T")
TEST = system("test")
RING = KeyRing(MasterKey(bytes(range(32))))
Subscribers = dict[type[Event], tuple[Callable[[Any, Any], None], ...]]


class Stage:
    """Runs functions on works, as `call` does for doors.

    Attributes:
        told: every event told, in order, rolled back or not.
        subscribers: who acts on an event in the same transaction; empty unless a test fills it.
    """

    def __init__(self, database: Database, ring: KeyRing = RING) -> None:
        self.database = database
        self.clock = FixedClock()
        self.ring = ring
        self.told: list[Event] = []
        self.subscribers: Subscribers = {}
        self.works = Works(ring, self.clock, self._tell)

    def write(
        self,
        act: Callable[[Any], T],
        *,
        tenant: str | bytes | None = "acme",
        actor: Actor = TEST,
        durable: bool = False,
    ) -> T:
        """Run in a write transaction; a Refusal is raised after its evidence is committed."""
        return self.database.write(
            lambda db: act(self.works.open(db, tenant, actor)), durable=durable
        )

    def read(
        self, act: Callable[[Any], T], *, tenant: str | bytes | None = "acme", actor: Actor = TEST
    ) -> T:
        """Run in a read."""
        return self.database.read(lambda db: act(self.works.open(db, tenant, actor)))

    def settle(self, tenant: Tenant | None = None, **changes: Any) -> Tenant:
        """Add a tenant with its keys and return it."""
        made = tenant or a_tenant(**changes)
        assert self.write(lambda work: work.tenants.add(made, tenant_secrets()), tenant=None)
        return made

    def _tell(self, work: Any, event: Event) -> None:
        self.told.append(event)
        for subscriber in self.subscribers.get(type(event), ()):
            subscriber(work, event)
        record(work, event)
        keep(work, event)
