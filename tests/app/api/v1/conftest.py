"""The API over two furnished tenants, and an operator of each role with a key."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from app.api.v1 import management_api
from domain.accounts.records import AccountStatus, Audience
from domain.kernel.ids import show
from domain.operators.api_keys import NewApiKey, create_api_key
from domain.operators.assign import RoleOf, assign
from domain.operators.permissions import EVERYTHING, PERMISSIONS
from domain.operators.records import Role
from tests.laws.furnish import add_person
from tests.laws.holdings import SYSTEM, Holdings
from tests.laws.world import WorldTemplate
from tests.support.house import BASE_URL

ROOT = "/api/v1"
JOBS = ("consent.expire",)


class Api:
    """The API of one world, as machines meet it."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.app = management_api(world.house, JOBS)
        self.document = openapi(self.app)
        self.keys: dict[Any, str] = {}
        self.desk = Holdings(world.house, world.staff.tenant)
        self.acme, self.globex = world.a, world.b
        world.somebody = self.operator(Role.TENANT_ADMIN, world.a.tenant.id)
        self.do(assign, RoleOf(world.somebody, Role.SUPPORT))

    def operator(self, role: Role, tenant_id: bytes | None = None) -> bytes:
        """Make an operator; return the account's id."""
        name = f"{role.value}-{len(self.keys)}-{tenant_id is None}".replace("_", "-")
        account = self.desk.write(
            lambda work: add_person(work, name, AccountStatus.ENABLED, audience=Audience.STAFF)
        )
        self.do(assign, RoleOf(account.id, role, tenant_id))
        return bytes(account.id)

    def do(self, use_case: Any, request: Any) -> Any:
        return self.world.house.call.now(use_case, request, tenant=None, actor=SYSTEM)

    def key(self, account_id: bytes, *permissions: str, **wanted: Any) -> Any:
        """Make a key; with no permissions all that reads."""
        request = NewApiKey(account_id, "test", permissions or None, **wanted)
        return self.do(create_api_key, request)

    def key_of(self, role: Role) -> str:
        """Return a key of an operator of this role with all the role has."""
        if role not in self.keys:
            made = self.key(self.operator(role), *PERMISSIONS[role])
            self.keys[role] = made.text.reveal()
            self.world.own_key = show("apk", made.key.id)
        return self.keys[role]

    def owner(self, *permissions: str, **wanted: Any) -> str:
        """Return a key of the installation's owner."""
        made = self.key(self.world.staff.owner.id, *(permissions or EVERYTHING), **wanted)
        return str(made.text.reveal())

    async def __call__(self, method: str, path: str, *, key: str | None = None, **more: Any) -> Any:
        """Send a request; paths are below /api/v1."""
        headers = {**more.pop("headers", {})}
        if key is not None:
            headers["authorization"] = f"Bearer {key}"
        transport = httpx.ASGITransport(self.app, client=(more.pop("source", "192.0.2.1"), 4711))
        async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as http:
            return await http.request(method, ROOT + path, headers=headers, **more)

    async def ask(
        self, name: str, row: Any, *, key: str, whose: Any = None, at: str = "acme"
    ) -> Any:
        """Ask an operation by its row, at a tenant's address, with the things of `whose`."""
        whose = whose or self.acme
        path, method = self.place(name)
        address = path.format(tenant=at, **row.ids(self.world, whose))
        body = row.body(self.world, whose)
        sent: dict[str, Any] = {"content": body} if isinstance(body, str) else {"json": body}
        return await self(
            method, address, key=key, headers=dict(row.headers), **(sent if body else {})
        )

    def place(self, name: str) -> tuple[str, str]:
        """Return path below /api/v1 and method of an operation."""
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                if operation["operationId"] == name:
                    return path.removeprefix(ROOT), method.upper()
        raise LookupError(name)


def openapi(app: Any) -> Any:
    """Return the document, from the route that serves it."""
    import asyncio

    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": f"{ROOT}/openapi.json", "raw_path": b"",
        "headers": [], "query_string": b"", "root_path": "", "scheme": "http",
        "server": ("test", 80), "client": ("192.0.2.9", 1), "http_version": "1.1",
    }  # fmt: skip
    coroutine = app(scope, receive, send)
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(coroutine)
    finally:
        loop.close()
    return json.loads(b"".join(message.get("body", b"") for message in sent))


@pytest.fixture(scope="session")
def api_template(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    return WorldTemplate(sqlite_template.copy(folder), folder)


@pytest.fixture
def api(api_template, tmp_path):
    """An API of the test's own."""
    with an_api(api_template, tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def shared_api(api_template, tmp_path_factory):
    """An API for whatever changes nothing."""
    with an_api(api_template, tmp_path_factory.mktemp("shared-api")) as made:
        yield made


@contextmanager
def an_api(template: Any, folder: Any) -> Any:
    with template.copy(folder, planes="console") as world:
        yield Api(world)
