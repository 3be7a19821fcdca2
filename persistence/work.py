"""The works use cases see: every store as an attribute, made when it is first asked for.

One class fits all the rooms' `*Work` Protocols structurally (ADR-1); the kernel and the rooms
know nothing of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from domain.kernel.clock import Clock
from domain.kernel.errors import not_found
from domain.kernel.events import Event
from domain.kernel.ids import new_id
from domain.kernel.work import Actor
from domain.tenants.records import Tenant, TenantStatus
from persistence.db import Db
from persistence.lazily import Lazily
from persistence.sealing import KeyRing
from persistence.shelves import Shelf, Shelves, keep
from persistence.stores.accounts import AccountStore, ActivationStore
from persistence.stores.api_keys import ApiKeyStore, MadeOnceStore
from persistence.stores.audit import AuditStore, LeafStore
from persistence.stores.claims import PersonaClaimStore
from persistence.stores.clients import ClientStore, ScopeStore
from persistence.stores.consent import ConsentStore, ConsentTokenStore, NoticeStore
from persistence.stores.counters import ClientCounterStore, CounterStore, TotalStore
from persistence.stores.extensions import OutboxStore
from persistence.stores.factors import PasswordStore
from persistence.stores.found import FoundStore
from persistence.stores.grants import GrantStore
from persistence.stores.identifiers import IdentifierStore
from persistence.stores.installation import NodeStore, RunBookStore
from persistence.stores.invitations import InvitationStore
from persistence.stores.limits import LimitStore
from persistence.stores.login import InteractionStore
from persistence.stores.oauth import (
    CodeStore,
    OpaqueTokenStore,
    PushedRequestStore,
    RefreshTokenStore,
)
from persistence.stores.operators import OperatorStore, TicketStore
from persistence.stores.privacy import PrivacyScanStore
from persistence.stores.sessions import SessionStore
from persistence.stores.store import INSTALLATION, storable
from persistence.stores.tenants import BY_SLUG, GET, TenantKeyStore, TenantStore
from persistence.stores.texts import TextStore

Tell = Callable[[Any, Event], None]

GLANCE: Final = 1.0
"""Seconds for which a work of the installation, which has no version, believes its master key."""


class BoundWork:
    """What a tenant's and an installation's work share.

    Args:
        works: what opened it.
        db: the connection of this job.
        tenant_id: the tenant; 16 zero bytes for the installation.
        now: the moment it opened.
        actor: who acts.
    """

    __slots__ = ("__dict__", "_works", "actor", "db", "now", "ring", "tenant_id")

    def __init__(
        self, works: Works, db: Db, *, tenant_id: bytes, now: datetime, actor: Actor
    ) -> None:
        """Open; no statement is sent."""
        self._works = works
        self.ring: KeyRing = works.ring
        self.db: Db = db
        self.tenant_id: bytes = tenant_id
        self.now = now
        self.actor = actor

    def new_id(self) -> bytes:
        """Make an internal id."""
        return new_id()

    def tell(self, event: Event) -> None:
        """Tell a fact; see `domain.kernel.work.Work.tell`."""
        self._works.tell(self, event)

    def close(self) -> None:
        """Let the stores go, which hold the work that holds them; it can be used no more.

        What a search for rings would find later is memory of now: the next work takes it again
        while it is warm.
        """
        self.__dict__.clear()

    def after_commit(self, act: Callable[[], None]) -> None:
        """Do something outward once this is committed."""
        self.db.after_commit(act)

    def reconfigured(self, tenant_id: bytes) -> None:
        """Let nothing kept of this tenant's configuration outlive the commit."""
        self.db.after_commit(lambda: self._works.shelves.drop(tenant_id))


class TenantBoundWork(BoundWork):
    """A work of one tenant.

    Args:
        tenant: its record.
        shelf: what is kept of its configuration.
    """

    __slots__ = ("shelf", "tenant")

    def __init__(
        self,
        works: Works,
        db: Db,
        *,
        tenant: Tenant,
        shelf: Shelf | None,
        now: datetime,
        actor: Actor,
    ) -> None:
        """Bind to the tenant."""
        super().__init__(works, db, tenant_id=tenant.id, now=now, actor=actor)
        self.tenant = tenant
        self.shelf = shelf

    tenants = Lazily["TenantBoundWork", TenantStore](
        lambda work: TenantStore(work.db, work.ring, work.reconfigured, work.tenant_id)
    )
    tenant_keys = Lazily["TenantBoundWork", TenantKeyStore](TenantKeyStore)
    texts = Lazily["TenantBoundWork", TextStore](TextStore)
    audit = Lazily["TenantBoundWork", AuditStore](AuditStore)
    log = Lazily["TenantBoundWork", LeafStore](LeafStore)
    found = Lazily["TenantBoundWork", FoundStore](FoundStore)
    counters = Lazily["TenantBoundWork", CounterStore](CounterStore)
    totals = Lazily["TenantBoundWork", TotalStore](TotalStore)
    client_counters = Lazily["TenantBoundWork", ClientCounterStore](ClientCounterStore)
    limits = Lazily["TenantBoundWork", LimitStore](LimitStore)
    outbox = Lazily["TenantBoundWork", OutboxStore](OutboxStore)
    identifiers = Lazily["TenantBoundWork", IdentifierStore](IdentifierStore)
    accounts = Lazily["TenantBoundWork", AccountStore](AccountStore)
    activations = Lazily["TenantBoundWork", ActivationStore](ActivationStore)
    api_keys = Lazily["TenantBoundWork", ApiKeyStore](ApiKeyStore)
    made_once = Lazily["TenantBoundWork", MadeOnceStore](MadeOnceStore)
    clients = Lazily["TenantBoundWork", ClientStore](ClientStore)
    scopes = Lazily["TenantBoundWork", ScopeStore](ScopeStore)
    passwords = Lazily["TenantBoundWork", PasswordStore](PasswordStore)
    persona_claims = Lazily["TenantBoundWork", PersonaClaimStore](PersonaClaimStore)
    sessions = Lazily["TenantBoundWork", SessionStore](SessionStore)
    consents = Lazily["TenantBoundWork", ConsentStore](ConsentStore)
    notices = Lazily["TenantBoundWork", NoticeStore](NoticeStore)
    consent_tokens = Lazily["TenantBoundWork", ConsentTokenStore](ConsentTokenStore)
    grants = Lazily["TenantBoundWork", GrantStore](GrantStore)
    codes = Lazily["TenantBoundWork", CodeStore](CodeStore)
    refresh_tokens = Lazily["TenantBoundWork", RefreshTokenStore](RefreshTokenStore)
    opaque_tokens = Lazily["TenantBoundWork", OpaqueTokenStore](OpaqueTokenStore)
    pushed_requests = Lazily["TenantBoundWork", PushedRequestStore](PushedRequestStore)
    interactions = Lazily["TenantBoundWork", InteractionStore](InteractionStore)
    invitations = Lazily["TenantBoundWork", InvitationStore](InvitationStore)
    operators = Lazily["TenantBoundWork", OperatorStore](lambda work: OperatorStore(work.db))

    def configured(self) -> None:
        """Use nothing kept from now on, and let nobody after the commit."""
        self.reconfigured(self.tenant_id)

    def reconfigured(self, tenant_id: bytes) -> None:
        """See `BoundWork`; this work itself also asks anew."""
        self.shelf = None
        super().reconfigured(tenant_id)


class InstallationBoundWork(BoundWork):
    """A work of the installation: it knows tenants, operators, links and jobs (ADR-2)."""

    __slots__ = ()

    def __init__(self, works: Works, db: Db, *, now: datetime, actor: Actor) -> None:
        """Bind to no tenant."""
        super().__init__(works, db, tenant_id=INSTALLATION, now=now, actor=actor)

    tenants = Lazily["InstallationBoundWork", TenantStore](
        lambda work: TenantStore(work.db, work.ring, work.reconfigured)
    )
    operators = Lazily["InstallationBoundWork", OperatorStore](lambda work: OperatorStore(work.db))
    tickets = Lazily["InstallationBoundWork", TicketStore](lambda work: TicketStore(work.db))
    run_book = Lazily["InstallationBoundWork", RunBookStore](lambda work: RunBookStore(work.db))
    nodes = Lazily["InstallationBoundWork", NodeStore](lambda work: NodeStore(work.db))
    privacy_scans = Lazily["InstallationBoundWork", PrivacyScanStore](
        lambda work: PrivacyScanStore(work.db)
    )

    def enter(self, tenant_id: bytes) -> TenantBoundWork:
        """Open a work of one tenant, disabled ones too, in the same transaction.

        Refuses:
            not_found: there is no such tenant.
        """
        tenant = self.db.one(GET, id=tenant_id)
        if tenant is None:
            raise not_found("tenant")
        return self._works.bind(self.db, tenant, None, self.actor)


class Works:
    """Opens works.

    Args:
        ring: seals and opens what rests.
        clock: the machine's time, or a test's.
        tell: what a told event does: subscribers, audit, outbox; gets the work and the event.
        patience: seconds for which a tenant's configuration is believed unasked; 0 on SQLite.
        keep_up: takes up a master key that was rotated beside this process.
    """

    def __init__(
        self,
        ring: KeyRing,
        clock: Clock,
        tell: Tell,
        *,
        patience: float = 0.0,
        keep_up: Callable[[Db], None] = lambda _db: None,
    ) -> None:
        """Keep the five."""
        self.ring = ring
        self.tell = tell
        self.shelves = Shelves(patience, keep_up)
        self._keep_up = keep_up
        self._kept_up_at = 0.0
        self._clock = clock
        self._ids: dict[str, bytes] = {}

    def open(
        self, db: Db, tenant: str | bytes | None, actor: Actor
    ) -> TenantBoundWork | InstallationBoundWork:
        """Open a work.

        Args:
            db: the job's connection.
            tenant: slug or id; None is the installation.
            actor: who acts.

        Refuses:
            not_found: there is no such tenant, or it is disabled.
        """
        if tenant is None:
            self._look_at_the_key(db)
            return InstallationBoundWork(self, db, now=self._clock.now(), actor=actor)
        found, shelf = self._find(db, tenant)
        if found is None or found.status is not TenantStatus.ENABLED:
            raise not_found("tenant")
        return self.bind(db, found, shelf, actor)

    def bind(self, db: Db, tenant: Tenant, shelf: Shelf | None, actor: Actor) -> TenantBoundWork:
        """Open a work of a tenant whose record is at hand; its clock may be ahead."""
        now = self._clock.now() + tenant.clock_offset
        return TenantBoundWork(self, db, tenant=tenant, shelf=shelf, now=now, actor=actor)

    def _look_at_the_key(self, db: Db) -> None:
        """Ask for the master key's mark, once a second at most; a tenant's version tells of it."""
        now = time.monotonic()
        if now - self._kept_up_at >= GLANCE:
            self._keep_up(db)
            self._kept_up_at = now

    def _find(self, db: Db, tenant: str | bytes) -> tuple[Tenant | None, Shelf | None]:
        id_ = self._ids.get(tenant) if isinstance(tenant, str) else tenant
        if id_ is None:
            found = db.one(BY_SLUG, slug=tenant) if storable(str(tenant)) else None
            if found is not None and not db.writing:
                self._ids[found.slug] = found.id  # immutable, both of them
            return found, None
        shelf = self.shelves.of(db, id_)
        if shelf is None:
            return db.one(GET, id=id_), None
        kept: Tenant | None = shelf.things.get("tenant")
        if kept is None:
            kept = db.one(GET, id=id_)
            if kept is not None:
                keep(shelf, "tenant", kept)
        return kept, shelf
