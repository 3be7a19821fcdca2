"""Every operation by every role, and every operation with another tenant's things."""

import pytest

from domain.operators.assign import RoleOf, assign
from domain.operators.permissions import ABOVE, EVERYTHING, READS
from domain.operators.permissions import CHANGES as CHANGES_OF_A_TENANT
from domain.operators.records import Role
from tests.app.api.v1.rows import ROWS
from tests.laws.traces import differences, tables_of

FOREIGN = sorted(name for name, row in ROWS.items() if row.foreign)


def in_tenant(api):
    return sorted(name for name in ROWS if "{tenant}" in api.place(name)[0])


def reads(api, name):
    return api.place(name)[1] == "GET"


class TestTable:
    def test_has_a_row_for_each_operation_and_no_other(self, shared_api):
        named = {
            operation["operationId"]
            for methods in shared_api.document["paths"].values()
            for operation in methods.values()
        }
        assert named == set(ROWS)

    def test_names_permissions_that_exist(self):
        assert {word for row in ROWS.values() for word in row.needs} <= EVERYTHING

    def test_every_permission_guards_an_operation(self):
        # `drive.use` is for a browser: the demo client sends a person through the pages.
        assert EVERYTHING - {w for row in ROWS.values() for w in row.needs} == {"drive.use"}


@pytest.mark.parametrize("role", Role)
class TestRoles:
    async def test_are_refused_what_they_may_not(self, shared_api, role):
        key = shared_api.key_of(role)
        got = {}
        for name, row in ROWS.items():
            if not row.allowed(role):
                answer = await shared_api.ask(name, row, key=key)
                got[name] = (answer.status_code, answer.json()["code"])
        assert {name: told for name, told in got.items() if told != (403, "forbidden")} == {}

    async def test_read_what_they_may(self, shared_api, role):
        key = shared_api.key_of(role)
        got = {}
        for name, row in ROWS.items():
            if row.allowed(role) and reads(shared_api, name):
                got[name] = (await shared_api.ask(name, row, key=key)).status_code
        assert got
        assert {name: status for name, status in got.items() if status != 200} == {}


CHANGES = sorted(
    (name, role.value)
    for name, row in ROWS.items()
    for role in Role
    if row.allowed(role) and not name.startswith(("list_", "show_", "describe_", "whoami"))
)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "role"), CHANGES)
async def test_roles_change_what_they_may(api, name, role):
    answer = await api.ask(name, ROWS[name], key=api.key_of(Role(role)))
    beyond = role != Role.OWNER and name in {"assign_role", "remove_role", "create_invitation"}
    assert answer.status_code == (403 if beyond else ROWS[name].status), answer.text


class TestKeys:
    async def test_may_do_no_more_than_their_own_words(self, shared_api):
        none = shared_api.owner("keys.read")
        got = {}
        for name, row in ROWS.items():
            if row.needs and "keys.read" not in row.needs:
                got[name] = (await shared_api.ask(name, row, key=none)).status_code
        assert {name: status for name, status in got.items() if status != 403} == {}

    async def test_are_needed_for_everything(self, shared_api):
        got = {}
        for name, row in ROWS.items():
            shared_api.key_of(Role.OWNER)
            answer = await shared_api.ask(name, row, key="")
            got[name] = (answer.status_code, answer.json()["code"])
        assert {n: told for n, told in got.items() if told != (401, "api_key_needed")} == {}


class TestTenants:
    async def test_of_which_a_key_is_not_are_not_there(self, shared_api):
        """A key bound to acme, and a key of acme's admin that is bound to nothing."""
        before = tables_of(shared_api.world.house)
        admin = shared_api.world.staff.admin.id
        words = sorted(EVERYTHING - {"config.apply", "tenants.create", "jobs.read", "jobs.change"})
        keys = (shared_api.owner(slug="acme"), shared_api.key(admin, *words).text.reveal())
        got = {}
        for name in in_tenant(shared_api):
            for key in keys:
                row = ROWS[name]
                answer = await shared_api.ask(
                    name, row, key=key, whose=shared_api.globex, at="globex"
                )
                got[name] = (answer.status_code, answer.json()["message"])
        nothing = (404, "There is no such tenant here.")
        assert {name: told for name, told in got.items() if told != nothing} == {}
        traces = differences(before, tables_of(shared_api.world.house))
        assert [t for t in traces if t.tenant_id == shared_api.globex.tenant.id] == []

    @pytest.mark.parametrize("name", FOREIGN)
    async def test_keep_their_things_to_themselves(self, shared_api, name):
        key = shared_api.key_of(Role.OWNER)
        answer = await shared_api.ask(name, ROWS[name], key=key, whose=shared_api.globex)
        gone = await shared_api.ask(name, ROWS[name], key=key, whose=shared_api.globex, at="nope")
        assert (answer.status_code, gone.status_code) == (404, 404)
        assert answer.json()["code"] == "not_found"

    async def test_are_named_by_nothing_that_one_tenants_operator_reads(self, shared_api):
        """With every role there is in acme: what the doctor finds and the like is refused."""
        api, acme = shared_api, shared_api.acme.tenant.id
        theirs = api.operator(Role.AUDITOR, acme)
        for role in (Role.TENANT_ADMIN, Role.SUPPORT, Role.AUDIT_READER):
            api.do(assign, RoleOf(theirs, role, acme))
        words = (READS | CHANGES_OF_A_TENANT) - ABOVE
        key, owner = api.key(theirs, *words).text.reveal(), api.owner()
        naming, plant = [], []
        for name in (each for each in sorted(ROWS) if reads(api, each)):
            for sender, found in ((key, naming), (owner, plant)):
                answer = await api.ask(name, ROWS[name], key=sender)
                if "globex" in answer.text.casefold():
                    found.append(name)
        assert naming == []
        assert {"examine", "list_tenants"} <= set(plant)

    async def test_are_listed_by_what_the_key_may_see(self, shared_api):
        async def slugs(key):
            answer = await shared_api("GET", "/tenants", key=key)
            return [tenant["slug"] for tenant in answer.json()["items"]]

        assert await slugs(shared_api.owner()) == ["acme", "byleave", "globex"]
        assert await slugs(shared_api.owner(slug="globex")) == ["globex"]
        admin = shared_api.world.staff.admin.id
        assert await slugs(shared_api.key(admin).text.reveal()) == ["acme"]
        assert await slugs(shared_api.owner("keys.read")) == []
