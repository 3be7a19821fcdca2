"""Role × action through raw socket messages: what is visible on a page protects nothing.

An owner opens every page of the console; then the owner's role is taken away and a lesser one
given, to a console whose guard has been blinded to it. Everything that the owner's pages offer is
pressed all the same, message by message: what is refused is refused by the use cases themselves.
"""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import asynccontextmanager

import pytest

from app.console.door import PAGES
from domain.operators.assign import RoleOf, assign, remove
from domain.operators.records import Role
from tests.app.console.places import places
from tests.app.console.presser import connected, get
from tests.app.console.staffing import an_operator, running
from tests.laws.holdings import SYSTEM
from tests.laws.traces import differences, tables_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

LESSER = {
    "no role": None,
    "audit_reader": (Role.AUDIT_READER, "acme"),
    "auditor": (Role.AUDITOR, "acme"),
    "support": (Role.SUPPORT, "acme"),
    "admin of another tenant": (Role.TENANT_ADMIN, "globex"),
    "admin of this tenant": (Role.TENANT_ADMIN, "acme"),
}
ENDS = frozenset({"session", "client_grant", "consent_entry", "consent_current", "refresh_token"})
"""What an operator may write who may end sessions and leave, and nothing else."""

ACTING = frozenset(
    {
        "/accounts/new", "/accounts/{account}", "/clients/new", "/clients/{client}", "/sessions",
        "/sign-in", "/branding", "/scopes/new", "/ledger/{consent}", "/operators/invite",
        "/api-keys/new", "/keys", "/system/tenants/new",
    }
)  # fmt: skip
"""Pages with acts of many kinds."""

PRESSED, CHANGED = 800, 12
"""Messages that are sent and tables that change at the least, or the pressing proves nothing."""

SEEN = "Your role does not allow this"


def test_every_page_is_pressed(world):
    """A new page without a place here fails."""
    assert set(places(world)) == set(PAGES)


def change_role(world, operator, lesser):
    """Take the owner's role away and give a lesser one, or none."""
    call = world.house.call.now
    if lesser is not None:
        tenant = {"acme": world.a, "globex": world.b}[lesser[1]].tenant.id
        given = RoleOf(operator.id, lesser[0], tenant)
        call(assign, given, tenant=None, actor=SYSTEM)
    call(remove, RoleOf(operator.id, Role.OWNER), tenant=None, actor=SYSTEM)


def written(world, before):
    """Return tables and tenants of everything written that is no evidence."""
    traces = differences(before, tables_of(world.house))
    return {(trace.table, trace.tenant_id) for trace in traces if not trace.is_evidence}


@asynccontextmanager
async def all_pages(whole, headers, only=None):
    """Open every page of the console with its socket."""
    async with contextlib.AsyncExitStack() as exits:
        pages = []
        for path, several in places(whole.world).items():
            for place in several if only is None or path in only else ():
                page = await get(whole.base, headers, f"/console/acme{place.rstrip('/')}")
                own = connected(whole.base, headers, page)
                pages.append(await exits.enter_async_context(own))
        yield pages


async def press_all(pages):
    """Press everything on all of them at once; return how many messages were sent."""
    await asyncio.gather(*(page.press_everything() for page in pages))
    return sum(len(page.pressed) for page in pages)


def roles_elsewhere(world, tables):
    """Return every role that is held anywhere but in the tenant `acme`."""
    acme = world.a.tenant.id
    return {key for key, row in tables["assignment"].items() if row["scope_id"] != acme}


def accounts_changed(world, before):
    """Return whose accounts of operators are not as they were."""
    now = tables_of(world.house)["account"]
    changed = [row for key, row in now.items() if before["account"].get(key) != row]
    return {row["id"] for row in changed if row["tenant_id"] == world.staff.tenant.id}


def check(world, name, found):
    """Refuse whatever a role wrote that it may not."""
    acme = world.a.tenant.id
    if name == "support":
        assert found <= {(table, acme) for table in ENDS}
    elif name == "admin of this tenant":
        found = {each for each in found if each != ("assignment", None)}  # its column is a scope
        assert {tenant for _, tenant in found} <= {acme, world.staff.tenant.id}
    else:
        assert found == set()


class TestLesserRole:
    @pytest.mark.parametrize("name", LESSER)
    async def test_changes_nothing_with_an_owners_pages(self, world, tmp_path, name):
        boss = an_operator(world, "boss", (Role.OWNER, None))
        lesser = LESSER[name]
        with running(world, tmp_path, "--blind") as whole:
            headers = whole.headers(whole.cookie(boss))
            async with all_pages(whole, headers) as pages:
                change_role(world, boss, lesser)
                before = tables_of(world.house)
                sent = await press_all(pages)
            found = written(world, before)
            if lesser is not None and accounts_changed(world, before) <= {boss.id}:
                found.discard(("account", world.staff.tenant.id))  # one's own name is one's own
            assert roles_elsewhere(world, before) == roles_elsewhere(world, tables_of(world.house))
            said = sum(SEEN in heard for page in pages for heard in page.heard)
        assert sent > PRESSED
        assert said > 0
        check(world, name, found)

    async def test_is_what_refuses_for_an_owner_presses_the_same_and_changes_much(
        self, world, tmp_path
    ):
        boss = an_operator(world, "boss", (Role.OWNER, None))
        with running(world, tmp_path, "--blind") as whole:
            headers = whole.headers(whole.cookie(boss))
            async with all_pages(whole, headers, ACTING) as pages:
                before = tables_of(world.house)
                await press_all(pages)
            changed = {table for table, _ in written(world, before)}
        assert len(changed) >= CHANGED
