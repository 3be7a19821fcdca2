"""A tenant with as many accounts as are wanted, so that growth can be measured.

Each account gets what a customer of some years has: an identifier, a password, a session, a grant
with its refresh token, and ten consents. The rows go through the same stores as everybody's, with
the same indexes and references. No event is told and no leaf is logged, for nothing happened.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from app.operations.bench.ground import SHOP, TENANT
from app.operations.bench.server import NotStarted, Place
from app.settings import load_settings
from app.wiring import House, open_house
from domain.accounts.records import Account, AccountKind, AccountStatus, Audience
from domain.clients.records import Client
from domain.consent.records import Basis, Consent, ConsentStatus, Duration, Necessity
from domain.factors.records import PasswordEnrolment
from domain.figures.names import ACCOUNTS
from domain.identifiers.records import Candidate, IdentifierKind, SealedIdentifier
from domain.kernel.ids import random_id
from domain.kernel.work import system
from domain.oauth.records import Grant, GrantItem, RefreshToken
from domain.sessions.records import Session
from persistence.db import Db
from persistence.work import TenantBoundWork

CONSENTS: Final = 10
"""Of each account, all to one application."""

BATCH: Final = 500
"""Accounts of one transaction."""

_MONTH: Final = timedelta(days=30)
_PASSWORD: Final = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$" + "A" * 43
"""Nobody's: no text makes it."""

_AMR: Final = ("pwd",)
_ACR: Final = "urn:byleave:acr:1"
SEEDER: Final = system("bench")


@dataclass(frozen=True, slots=True)
class Batch:
    """Accounts to make in one transaction.

    Args:
        client_id: the application they gave leave to, as it is registered.
        count: how many.
        consents: of each.
    """

    client_id: str
    count: int
    consents: int = CONSENTS


def fill(place: Place, accounts: int, tell: Callable[[int], None] | None = None) -> None:
    """Bring a prepared place's tenant to so many accounts more.

    Args:
        place: prepared; no server runs on it.
        accounts: how many to make.
        tell: called with how many are made, after each transaction.
    """
    flags = {"data_dir": str(place.folder), "database_url": place.database_url or None}
    house = open_house(load_settings(flags, env={}))
    try:
        for made in seed(house, TENANT, client_id=SHOP, accounts=accounts):
            if tell is not None:
                tell(made)
    finally:
        house.close()


def seed(house: House, slug: str, *, client_id: str, accounts: int) -> Iterator[int]:
    """Fill a tenant, yielding how many accounts there are after each transaction.

    Args:
        house: its database is a bench's own.
        slug: a tenant that is there.
        client_id: one of its clients.
        accounts: how many to make.
    """
    made = 0
    while made < accounts:
        batch = Batch(client_id, min(BATCH, accounts - made))
        house.database.write(partial(_in_tenant, house, slug, batch))
        made += batch.count
        yield made


def _in_tenant(house: House, slug: str, batch: Batch, db: Db) -> None:
    work = house.works.open(db, slug, SEEDER)
    if isinstance(work, TenantBoundWork):
        _make(work, batch)


def _make(work: TenantBoundWork, batch: Batch) -> None:
    """Make the accounts of one batch with all that hangs on them."""
    client = work.clients.by_client_id(batch.client_id)
    if client is None:
        raise NotStarted(f"This place has no client {batch.client_id}: it was not prepared.")
    for _ in range(batch.count):
        account_id, session_id = work.new_id(), work.new_id()
        _person(work, account_id)
        session = _session(work, account_id, session_id)
        work.sessions.add(session)
        for place in range(batch.consents):
            _leave(work, session, client, f"bench.{place:02}")
        _grant(work, session, client, batch.consents)
    work.totals.add(ACCOUNTS, batch.count)  # the crowd tells nothing that could be counted


def _person(work: TenantBoundWork, account_id: bytes) -> None:
    work.accounts.add(
        Account(
            id=account_id,
            kind=AccountKind.HUMAN,
            status=AccountStatus.ENABLED,
            audience=Audience.CUSTOMER,
            label="",
            locale="",
            persona=False,
            created_at=work.now,
            version=1,
        )
    )
    index = secrets.token_bytes(32)
    version = work.tenant_keys.index_keys()[-1].version
    sealed = SealedIdentifier(
        work.new_id(), account_id, IdentifierKind.USERNAME, index, version, work.now
    )
    work.identifiers.claim(sealed, (Candidate(version, index),))
    work.passwords.enrol(PasswordEnrolment(work.new_id(), account_id, _PASSWORD, work.now))


def _session(work: TenantBoundWork, account_id: bytes, session_id: bytes) -> Session:
    return Session(
        id=session_id,
        digest=secrets.token_bytes(32),
        sid=random_id(),
        account_id=account_id,
        started_at=work.now,
        auth_time=work.now,
        amr=_AMR,
        acr=_ACR,
        browser="Firefox on Linux",
        last_seen_at=work.now,
        idle_ends_at=work.now + _MONTH,
        ends_at=work.now + _MONTH,
    )


def _leave(work: TenantBoundWork, session: Session, client: Client, item: str) -> None:
    entry = Consent(
        id=work.new_id(),
        record_id=random_id(),
        account_id=session.account_id,
        client_id=client.id,
        item=item,
        necessity=Necessity.CHOSEN,
        basis=Basis.CONSENT,
        status=ConsentStatus.GIVEN,
        reason="",
        at=work.now,
        # Ends are spread over a year, as they are where people came one after another.
        expires_at=work.now + timedelta(hours=secrets.randbelow(365 * 24) + 1),
        duration=Duration.MONTH,
        once=False,
        previous=None,
        actor_kind="person",
        actor_name="",
        display_hash="",
        locale="en",
        session_id=session.id,
        note="",
        salt=secrets.token_bytes(16),
    )
    work.consents.append(entry)


def _grant(work: TenantBoundWork, session: Session, client: Client, consents: int) -> None:
    end = work.now + _MONTH
    grant = Grant(
        id=work.new_id(),
        public_id=random_id(),
        account_id=session.account_id,
        client_id=client.id,
        session_id=None,
        sub=random_id(),
        items=tuple(
            GrantItem(f"bench.{place:02}", needed=False, ends_at=end) for place in range(consents)
        ),
        ends_at=end,
        once=False,
        auth_time=work.now,
        amr=_AMR,
        acr=_ACR,
        sid=session.sid,
        opened_at=work.now,
    )
    work.grants.add(grant)
    token = RefreshToken(secrets.token_bytes(32), grant.id, client.id, work.now, end)
    work.refresh_tokens.add(token)
