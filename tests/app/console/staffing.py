"""Operators of every kind with a console session each, and a running console to bring them to."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from app.console.box import Box
from app.console.sessions import GrantSessions
from domain.accounts.records import AccountStatus, Audience
from domain.kernel.secrets import Secret, digest, new_secret
from domain.login.begin import Begin, begin
from domain.login.finish import Finish, finish
from domain.login.identify import Identify, identify
from domain.login.prove import Prove, prove
from domain.operators.assign import RoleOf, assign
from domain.operators.console import EnterConsole, enter_console
from domain.operators.install import CALLBACK, CONSOLE
from domain.operators.records import Role
from tests.laws.furnish import add_person
from tests.laws.holdings import STRANGER, SYSTEM, Holdings
from tests.laws.world import World
from tests.support.factories import a_request
from tests.support.house import BASE_URL
from tests.support.issuing import VERIFIER
from tests.support.sign_ins import PASSWORD

ROOT = Path(__file__).parents[3]
START_SECONDS = 90


@dataclass(frozen=True)
class Operator:
    """Somebody with a console session.

    Attributes:
        id: of the account.
        grant: public id of the console's grant.
    """

    id: bytes
    grant: str


def an_operator(world: World, name: str, *roles: tuple[Role, bytes | None]) -> Operator:
    """Make an operator with roles, signed in to the console."""
    desk = Holdings(world.house, world.staff.tenant)
    account = desk.write(
        lambda work: add_person(work, name, AccountStatus.ENABLED, audience=Audience.STAFF)
    )
    for role, tenant in roles:
        wanted = RoleOf(account.id, role, tenant)
        world.house.call.now(assign, wanted, tenant=None, actor=SYSTEM)
    return Operator(account.id, enter(desk, name))


def enter(desk: Holdings, name: str) -> str:
    """Sign an operator in to the console; return the public id of its grant."""
    client = desk.read(lambda work: work.clients.by_client_id(CONSOLE))
    callback = BASE_URL + CALLBACK
    asked = a_request(
        client.id, redirect_uri=callback, scope=("openid",), login_hint=None, claims={}
    )
    bound = digest(new_secret())
    flow = desk.run(begin, Begin(bound, asked))
    desk.run(identify, Identify(flow.id, bound, Secret(name)))
    desk.run(prove, Prove(flow.id, bound, Secret(PASSWORD)))
    code = desk.run(finish, Finish(flow.id, bound), STRANGER).code
    grant: str = desk.run(enter_console, EnterConsole(code, VERIFIER, callback))
    return grant


@dataclass(frozen=True)
class Whole:
    """A running console over a world, and the way to talk to it."""

    base: str
    log: Path
    world: World

    def cookie(self, operator: Operator, view: Role | None = None) -> str:
        """Return the cookie of an operator's session, as the console seals it."""
        house = self.world.house
        sessions = GrantSessions(house.call, Box(house.ring.derive("console")), house.clock)
        return sessions.cookie(operator.grant, view)

    def headers(self, cookie: str) -> dict[str, str]:
        """Return what a browser with that cookie sends."""
        return {"Cookie": f"{self.world.house.jar.console}={cookie}", "Origin": self.base}

    async def told(self, **query: Any) -> dict[str, int]:
        """Return how many pages it holds and what it weighs."""
        async with httpx.AsyncClient(base_url=self.base, timeout=60) as http:
            found: dict[str, int] = (await http.get("/-/told", params=query)).json()
            return found


@contextmanager
def running(world: World, folder: Path, *flags: str) -> Iterator[Whole]:
    """Serve a world's console in a process of its own."""
    data = Path(str(world.house.settings.sqlite_file)).parent
    port_file, log = folder / "port", folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.app.console.whole"),
                *("--data", str(data), "--port-file", str(port_file), *flags),
            ],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "NICEGUI"))},
        )
        try:
            patience = time.monotonic() + START_SECONDS
            while not port_file.exists():
                assert process.poll() is None, log.read_text("utf-8")[-4000:]
                assert time.monotonic() < patience, log.read_text("utf-8")[-4000:]
                time.sleep(0.1)
            port = port_file.read_text("ascii")
            host = "localhost" if "--near" in flags else "127.0.0.1"
            yield Whole(f"http://{host}:{port}", log, world)
        finally:
            process.terminate()
            process.wait(60)
