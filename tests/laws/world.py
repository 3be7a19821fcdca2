"""Two tenants with one of every object each, and the operators' own; copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.wiring import House
from domain.accounts.records import Account, AccountStatus, Audience
from domain.api_keys.records import ApiKey
from domain.kernel.secrets import Secret, digest, new_secret
from domain.login.begin import Begin, begin
from domain.login.finish import Finish, finish
from domain.login.identify import Identify, identify
from domain.login.prove import Prove, prove
from domain.oauth.records import AuthorizationRequest
from domain.operators.api_keys import NewApiKey, create_api_key
from domain.operators.assign import RoleOf, assign
from domain.operators.console import EnterConsole, enter_console
from domain.operators.first import issue_ticket
from domain.operators.install import CALLBACK, CONSOLE, Install, install
from domain.operators.invite import Invited, NewInvitation, invite
from domain.operators.privacy_scans import PrivacyScan
from domain.operators.records import Role
from domain.operators.suspend import suspend
from domain.tenants.records import BUILT_IN, Tenant
from tests.laws.furnish import add_person, furnish
from tests.laws.holdings import STRANGER, SYSTEM, Holdings
from tests.support.clock import FixedClock
from tests.support.factories import a_request
from tests.support.house import BASE_URL, a_house
from tests.support.issuing import VERIFIER
from tests.support.sign_ins import PASSWORD


@dataclass
class Staff:
    """The operators' tenant: an owner, an admin of acme, a supporter of both tenants.

    Attributes:
        only: a supporter of each tenant alone, by its slug; `stopped` is suspended.
        invited: an invitation into each tenant, by its slug.
    """

    tenant: Tenant
    owner: Account
    admin: Account
    support: Account
    ticket: Secret
    cookie: Secret
    console_code: Secret
    console_session: str
    api_key: ApiKey
    api_key_text: Secret
    only: dict[str, Account]
    stopped: dict[str, Account]
    invited: dict[str, Invited]


@dataclass
class World:
    """The installation."""

    house: House
    a: Holdings
    b: Holdings
    staff: Staff


def a_world(house: House) -> World:
    """Furnish an installation."""
    house.call.now(install, Install(BASE_URL), tenant=None, actor=SYSTEM)
    house.database.write(lambda db: _yesterdays_audit(house.works.open(db, None, SYSTEM)))
    a, b = furnish(house, "acme"), furnish(house, "globex")
    return World(house, a, b, _staff(house, a, b))


def _yesterdays_audit(work: Any) -> None:
    """Enter an audit that was given up: none is under way."""
    began = work.now - timedelta(days=1)
    work.privacy_scans.add(PrivacyScan(work.new_id(), began, "system", "live", ""))


def _staff(house: House, acme: Holdings, globex: Holdings) -> Staff:
    tenant = house.database.read(lambda db: house.works.open(db, BUILT_IN, SYSTEM).tenant)
    desk = Holdings(house, tenant)
    owner, admin, support = desk.write(
        lambda work: tuple(
            add_person(work, name, AccountStatus.ENABLED, audience=Audience.STAFF)
            for name in ("olive", "adam", "sue")
        )
    )
    for role in (
        RoleOf(owner.id, Role.OWNER),
        RoleOf(admin.id, Role.TENANT_ADMIN, acme.tenant.id),
        RoleOf(support.id, Role.SUPPORT, acme.tenant.id),
        RoleOf(support.id, Role.SUPPORT, globex.tenant.id),
    ):
        house.call.now(assign, role, tenant=None, actor=SYSTEM)
    ticket = house.call.now(issue_ticket, tenant=None, actor=SYSTEM)
    client = desk.read(lambda work: work.clients.by_client_id(CONSOLE))
    callback = BASE_URL + CALLBACK
    asked = a_request(
        client.id, redirect_uri=callback, scope=("openid",), login_hint=None, claims={}
    )
    cookie, first = _console_code(desk, asked)
    _, second = _console_code(desk, asked)
    entering = EnterConsole(first, VERIFIER, callback)
    session = desk.run(enter_console, entering)
    wanted = NewApiKey(admin.id, "the admin's machine")
    key = house.call.now(create_api_key, wanted, tenant=None, actor=SYSTEM)
    only = {each.slug: _supporter(desk, each) for each in (acme, globex)}
    stopped = {each.slug: _supporter(desk, each, "stopped") for each in (acme, globex)}
    for each in stopped.values():
        house.call.now(suspend, each.id, tenant=None, actor=SYSTEM)
    invited = {each.slug: _invited(house, each) for each in (acme, globex)}
    return Staff(
        tenant,
        owner,
        admin,
        support,
        ticket,
        cookie,
        second,
        session,
        key.key,
        key.text,
        only,
        stopped,
        invited,
    )


def _supporter(desk: Holdings, of: Holdings, name: str = "only") -> Account:
    made: Account = desk.write(
        lambda work: add_person(
            work, f"{name}-{of.slug}", AccountStatus.ENABLED, audience=Audience.STAFF
        )
    )
    role = RoleOf(made.id, Role.SUPPORT, of.tenant.id)
    desk.house.call.now(assign, role, tenant=None, actor=SYSTEM)
    return made


def _invited(house: House, into: Holdings) -> Invited:
    wanted = NewInvitation((Role.SUPPORT,), into.tenant.id)
    made: Invited = house.call.now(invite, wanted, tenant=None, actor=SYSTEM)
    return made


def _console_code(desk: Holdings, asked: AuthorizationRequest) -> tuple[Secret, Secret]:
    bound = digest(new_secret())
    flow = desk.run(begin, Begin(bound, asked))
    desk.run(identify, Identify(flow.id, bound, Secret("olive")))
    proven = desk.run(prove, Prove(flow.id, bound, Secret(PASSWORD)))
    code = desk.run(finish, Finish(flow.id, bound), STRANGER).code
    assert code is not None
    return proven.started.cookie, code


class WorldTemplate:
    """A furnished database, made once for each worker and copied for each test."""

    def __init__(self, url: str, folder: Path) -> None:
        self._folder = folder
        self.clock = FixedClock()
        house = a_house(url, folder, self.clock)
        self.made = a_world(house)
        self._file = house.settings.sqlite_file
        house.close()

    @contextmanager
    def copy(self, folder: Path, **flags: Any) -> Iterator[World]:
        """Open a house over a copy of it."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "byleave.db"
        shutil.copyfile(self._file, path)
        house = a_house(f"sqlite:///{path}", folder, FixedClock(self.clock.now()), **flags)
        try:
            a, b = self.made.a.at(house), self.made.b.at(house)
            yield replace(self.made, house=house, a=a, b=b)
        finally:
            house.close()
