"""What one tenant holds: an object of every kind, with the clear secrets that belong to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from app.wiring import House
from domain.accounts.records import Account
from domain.audit.records import AuditFilter
from domain.clients.records import Client, ClientSecret
from domain.kernel.ids import show
from domain.kernel.paging import PageRequest
from domain.kernel.secrets import Secret, digest
from domain.kernel.work import Actor, ActorKind, system
from domain.login.records import Interaction
from domain.operators.permissions import EVERYTHING
from domain.sessions.records import Session
from domain.tenants.records import KeyPurpose, Tenant

SOURCE = bytes(range(32))
STRANGER = Actor(ActorKind.STRANGER, "stranger", source=SOURCE)
SYSTEM = system("test")
OPERATOR_ID = bytes(15) + b"\x07"
NONE = Secret("")


def person(account: Account) -> Actor:
    """Return the actor of a signed-in person."""
    return Actor(ActorKind.PERSON, show("acc", account.id), account.id, source=SOURCE)


def operator(permissions: frozenset[str] = EVERYTHING, id_: bytes = OPERATOR_ID) -> Actor:
    """Return an operator with these permissions."""
    return Actor(ActorKind.OPERATOR, show("acc", id_), id_, permissions, SOURCE, fresh=True)


def client_actor(client: Client) -> Actor:
    """Return the actor of a proven client."""
    return Actor(ActorKind.CLIENT, client.client_id, client.id, source=SOURCE)


@dataclass
class Holdings:
    """One tenant's things.

    Attributes:
        accounts: `alice` (signed in), `carol`, `bob` (pending), `dora` (disabled), and one whose
            name no other tenant has (`only`).
        clients: `shop`, `spa`, `robot`, `login-pages`, and `idle`, whose client_id no other
            tenant has.
        secrets: of the clients by their names here; `earlier` is one of `idle` that overlaps.
        link: bob's activation link.
        binding: of alice's browser; her interactions are bound to it.
        flows: `fresh`, `named`, `deciding`, `decided` (its consent token is `token`).
        code: not redeemed yet.
        access, id_token, refresh: of an earlier code of the same client.
        opaque: of the client `spa`; `own_opaque` is the client `robot`'s own.
    """

    house: House
    tenant: Tenant
    accounts: dict[str, Account] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    secrets: dict[str, ClientSecret] = field(default_factory=dict)
    link: Secret = NONE
    binding: str = ""
    cookie: Secret = NONE
    session: Session | None = None
    second: Session | None = None
    flows: dict[str, Interaction] = field(default_factory=dict)
    display_hash: str = ""
    token: Secret = NONE
    code: Secret = NONE
    grant_id: bytes = b""
    public_id: str = ""
    access: str = ""
    id_token: str = ""
    refresh: Secret = NONE
    opaque: Secret = NONE
    own_opaque: Secret = NONE
    pushed: Secret = NONE
    consent_id: bytes = b""

    @property
    def slug(self) -> str:
        return self.tenant.slug

    @property
    def secret(self) -> Secret:
        """What the tenant's confidential clients prove themselves with."""
        return Secret(f"the secret of a client in {self.slug}, long enough")

    @property
    def bound(self) -> bytes:
        """What alice's interactions are bound to."""
        return digest(self.binding)

    def at(self, house: House) -> Holdings:
        """Return the same things in another copy of the same database."""
        return replace(self, house=house)

    def run(self, use_case: Any, request: Any, actor: Actor = STRANGER, **powers: Any) -> Any:
        """Run a use case in this tenant."""
        call = self.house.call.now
        return call(use_case, request, tenant=self.slug, actor=actor, **powers)

    def write(self, act: Any) -> Any:
        """Write beside the use cases, as only a test does."""
        works, slug = self.house.works, self.slug
        return self.house.database.write(lambda db: act(works.open(db, slug, SYSTEM)))

    def read(self, act: Any) -> Any:
        """Read beside the use cases."""
        works, slug = self.house.works, self.slug
        return self.house.database.read(lambda db: act(works.open(db, slug, SYSTEM)))

    def marks(self) -> set[object]:
        """Return every id and secret that must never be seen in another tenant."""
        found: set[object] = {self.tenant.id, self.grant_id, self.public_id, self.consent_id}
        for group in (self.accounts, self.clients, self.flows):
            found |= {each.id for each in group.values()}
        found |= {each.id for each in (self.session, self.second) if each is not None}
        keys = self.read(lambda work: work.tenant_keys.signing(KeyPurpose.TOKEN))
        lines = self.read(lambda work: work.audit.page(AuditFilter(), PageRequest()).rows)
        return found | {key.id for key in keys} | {key.kid for key in keys} | {x.id for x in lines}
