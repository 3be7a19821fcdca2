"""Operators and invitations by the API: of one tenant or of all, and each line names the key."""

import pytest

from domain.audit.listing import ListAudit, page
from domain.audit.records import AuditFilter
from domain.kernel.ids import show
from domain.operators.permissions import PERMISSIONS
from domain.operators.records import Role
from tests.laws.holdings import SYSTEM

ONE = {"idempotency-key": "one"}


@pytest.fixture
def admin(api):
    """A key of the admin of acme alone."""
    words = PERMISSIONS[Role.TENANT_ADMIN]
    return api.key(api.world.staff.admin.id, *words, slug="acme").text.reveal()


class TestInvitations:
    @pytest.mark.parametrize("path", ["/invitations", "/tenants/acme/invitations"])
    async def test_are_made_once_and_show_their_link_once(self, api, path):
        key = api.owner()
        body = {"roles": ["audit_reader"]}
        first = await api("POST", path, key=key, json=body, headers=ONE)
        again = await api("POST", path, key=key, json=body, headers=ONE)
        assert (first.status_code, again.status_code) == (201, 201), again.text
        told, told_again = first.json(), again.json()
        assert told.pop("link").startswith("https://id.example/invitation/")
        assert told_again.pop("link") is None
        assert told == told_again
        place = first.headers["location"].removeprefix("/api/v1")
        shown = await api("GET", place, key=key)
        assert shown.json()["state"] == "pending"
        assert (await api("POST", f"{place}/revoke", key=key)).status_code == 204
        assert (await api("GET", place, key=key)).json()["state"] == "revoked"
        refused = await api("POST", f"{place}/revoke", key=key)
        assert (refused.status_code, refused.json()["code"]) == (409, "invitation_over")

    async def test_of_a_tenant_are_its_admins_and_no_others(self, api, admin):
        wanted = {"roles": ["support"]}
        made = await api("POST", "/tenants/acme/invitations", key=admin, json=wanted)
        assert made.status_code == 201, made.text
        listed = (await api("GET", "/tenants/acme/invitations", key=admin)).json()["items"]
        assert {each["tenant"] for each in listed} == {show("ten", api.acme.tenant.id)}
        elsewhere = [
            ("POST", "/invitations", wanted, 403),
            ("GET", "/invitations", None, 403),
            ("POST", "/tenants/globex/invitations", wanted, 404),
            ("GET", "/tenants/globex/invitations", None, 404),
        ]
        for method, path, body, status in elsewhere:
            answer = await api(method, path, key=admin, **({"json": body} if body else {}))
            assert answer.status_code == status, answer.text
        owner = {"roles": ["owner"]}
        beyond = await api("POST", "/tenants/acme/invitations", key=admin, json=owner)
        assert beyond.json()["code"] in {"role_beyond", "invalid_input"}

    async def test_of_elsewhere_are_not_taken_back_by_the_address_of_a_tenant(self, api):
        key, wanted = api.owner(), {"roles": ["support"]}
        made = await api("POST", "/tenants/globex/invitations", key=key, json=wanted)
        there = made.json()["invitation"]
        refused = await api("POST", f"/tenants/acme/invitations/{there}/revoke", key=key)
        assert (refused.status_code, refused.json()["code"]) == (403, "role_beyond")
        shown = await api("GET", f"/tenants/globex/invitations/{there}", key=key)
        assert shown.json()["state"] == "pending"

    async def test_leave_a_line_that_names_the_key(self, api, admin):
        await api("POST", "/tenants/acme/invitations", key=admin, json={"roles": ["support"]})
        wanted = ListAudit(AuditFilter(names=("invitation.sent",)))
        line = api.desk.run(page, wanted, SYSTEM).rows[0]
        assert line.actor_name == show("acc", api.world.staff.admin.id)
        who = (await api("GET", "/whoami", key=admin)).json()
        assert line.facts["api_key"] == who["api_key"]["api_key"]


class TestOperators:
    async def test_of_a_tenant_are_stopped_by_its_admin(self, api, admin):
        mine = show("acc", api.world.staff.only["acme"].id)
        theirs = show("acc", api.world.staff.support.id)
        base = "/tenants/acme/operators"
        listed = (await api("GET", base, key=admin)).json()["items"]
        assert mine in {each["account"] for each in listed}
        assert (await api("POST", f"{base}/{mine}/suspend", key=admin)).status_code == 204
        shown = (await api("GET", f"{base}/{mine}", key=admin)).json()
        assert (shown["status"], shown["sessions"]) == ("disabled", 0)
        assert (await api("POST", f"{base}/{mine}/resume", key=admin)).status_code == 204
        ended = await api("POST", f"{base}/{mine}/end-sessions", key=admin)
        assert ended.json() == {"ended": 0}
        refused = await api("POST", f"{base}/{theirs}/suspend", key=admin)
        assert (refused.status_code, refused.json()["code"]) == (403, "role_beyond")


class TestKeys:
    async def test_tell_what_hangs_on_each(self, api):
        told = (await api("GET", "/tenants/acme/keys/standing", key=api.owner("keys.read"))).json()
        assert {"token", "checkpoint"} <= {each["purpose"] for each in told["keys"]}
        assert "private_pem" not in str(told)
        assert told["index"][0]["current"] is True
        assert told["index"][0]["resting"] > 0
