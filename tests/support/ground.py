"""A database with the whole wiring on it: what a test of an operator's act stands on."""

from __future__ import annotations

from typing import Any

import pytest

from app import wiring
from app.runtime.call import Call
from app.runtime.powers.identifiers import Argon2IdentifierHasher
from app.runtime.powers.passwords import Argon2PasswordHasher
from app.runtime.powers.pool import HashingPool
from app.runtime.powers.sentences import HostedSentences
from app.runtime.powers.signer import JwsSigner, KeyForge
from app.runtime.powers.strength import Strength
from domain.audit.records import AuditEvent, AuditFilter
from domain.kernel.ids import show
from domain.kernel.paging import PageRequest
from domain.kernel.work import Actor, ActorKind
from domain.operators.install import Install, install
from persistence.engine import Database
from persistence.work import Works
from tests.support.clock import FixedClock
from tests.support.factories import a_tenant, tenant_secrets
from tests.support.stage import RING, TEST

BASE_URL = "https://id.test"


class Ground:
    """Runs use cases as doors do, with real powers of the least strength.

    Attributes:
        signer: verifies and signs.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = FixedClock()
        self.signer = JwsSigner()
        self.pool = HashingPool()
        self.works = Works(RING, self.clock, wiring.tell)
        powers = {
            "hasher": Argon2PasswordHasher(Strength(64, 1)),
            "identifier_hasher": Argon2IdentifierHasher(),
            "signer": self.signer,
            "key_maker": KeyForge(),
            "sentences": HostedSentences(),
        }
        self.powers = powers
        self.call = Call(database, self.works, self.pool, powers)

    def do(
        self,
        use_case: Any,
        *request: Any,
        tenant: str | bytes | None = None,
        actor: Actor = TEST,
        **powers: Any,
    ) -> Any:
        """Run a use case; without a tenant it is the installation's."""
        return self.call.now(use_case, *request, tenant=tenant, actor=actor, **powers)

    def look(self, act: Any, *, tenant: str | bytes | None = None) -> Any:
        """Read something."""
        return self.database.read(lambda db: act(self.works.open(db, tenant, TEST)))

    def write(self, act: Any, *, tenant: str | bytes | None = None, actor: Actor = TEST) -> Any:
        """Write something that is no use case."""
        return self.database.write(lambda db: act(self.works.open(db, tenant, actor)))

    def settle(self, **changes: Any) -> Any:
        """Add a tenant with its keys."""
        made = a_tenant(**changes)
        assert self.write(lambda work: work.tenants.add(made, tenant_secrets()))
        return made

    def install(self) -> None:
        """Make the operators' tenant."""
        self.do(install, Install(BASE_URL))

    def told(self, tenant: str, *names: str) -> tuple[AuditEvent, ...]:
        """Return lines of a tenant's trail, newest first."""
        wanted = AuditFilter(names=names)
        return self.look(lambda work: work.audit.page(wanted, PageRequest(200)), tenant=tenant).rows


def an_operator(*permissions: str, account_id: bytes = bytes(16)) -> Actor:
    """An operator with these permissions."""
    name = show("acc", account_id)
    return Actor(ActorKind.OPERATOR, name, account_id, frozenset(permissions), fresh=True)


@pytest.fixture
def ground(sqlite_database: Database) -> Any:
    made = Ground(sqlite_database)
    yield made
    made.pool.close()


@pytest.fixture
def both_grounds(database: Database) -> Any:
    made = Ground(database)
    yield made
    made.pool.close()
