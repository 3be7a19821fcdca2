"""Many at once, grants, and lists with what stands on them."""

import csv
import io

import pytest

from domain.kernel.ids import show


@pytest.fixture
def ask(api):
    key = api.owner()

    async def asked(method, path, tenant="acme", **more):
        return await api(method, f"/tenants/{tenant}{path}", key=key, **more)

    return asked


def shown(api, *names, whose=None):
    holdings = whose or api.acme
    return [show("acc", holdings.accounts[name].id) for name in names]


class TestMany:
    async def test_says_of_each_what_came_of_it(self, api, ask):
        mine = shown(api, "carol", "dora")
        theirs = shown(api, "carol", whose=api.globex)
        body = {"accounts": [*mine, *theirs, mine[0]]}
        told = (await ask("POST", "/accounts/disable", json=body)).json()
        assert (told["done"], told["left"], told["failed"]) == (1, 1, 1)
        assert [each["id"] for each in told["outcomes"]] == [*mine, *theirs]
        assert told["outcomes"][2] == {
            "id": theirs[0], "outcome": "failed", "code": "not_found", "count": 0,
        }  # fmt: skip
        told = (await ask("POST", "/accounts/enable", json={"accounts": mine})).json()
        assert told["done"] == 2

    async def test_ends_sessions_of_accounts_and_sessions_by_themselves(self, api, ask):
        sessions = [api.acme.session, api.acme.second]
        ids = [show("ses", each.id) for each in sessions]
        told = (await ask("POST", "/sessions/end", json={"sessions": ids[:1]})).json()
        assert (told["done"], told["outcomes"][0]["count"]) == (1, 1)
        told = (
            await ask("POST", "/accounts/end-sessions", json={"accounts": shown(api, "alice")})
        ).json()
        assert told["done"] == 1
        ended = (await ask("GET", "/sessions", params={"state": "ended"})).json()["items"]
        assert set(ids) <= {each["session"] for each in ended}
        assert {each["end_reason"] for each in ended} == {"ended_by_operator"}

    @pytest.mark.parametrize("accounts", [[], ["acc_1"], ["x" * 5] * 201])
    async def test_refuses_ids_that_are_none(self, ask, accounts):
        answer = await ask("POST", "/accounts/disable", json={"accounts": accounts})
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")

    async def test_exports_what_no_spreadsheet_takes_for_a_formula(self, api, ask):
        made = await ask("POST", "/accounts", json={"identifiers": ["sum"], "label": "=1+1"})
        body = {"accounts": [made.json()["account"], *shown(api, "alice", whose=api.globex)]}
        answer = await ask("POST", "/accounts/export", json=body)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        lines = list(csv.reader(io.StringIO(answer.text)))
        assert [line[0] for line in lines] == ["account", body["accounts"][0]]
        assert lines[1][3] == "'=1+1"


class TestGrants:
    async def test_are_listed_with_what_hangs_on_them_and_ended(self, api, ask):
        (alice,) = shown(api, "alice")
        found = (await ask("GET", f"/accounts/{alice}/grants")).json()["items"]
        grant = next(each for each in found if each["grant"] == show("gra", api.acme.grant_id))
        assert (grant["client_id"], grant["alone_until"] is not None) == ("shop", True)
        answer = await ask("POST", f"/grants/{grant['grant']}/end-refresh")
        assert answer.status_code == 204
        again = (await ask("GET", f"/accounts/{alice}/grants")).json()["items"]
        assert [e["refresh"] for e in again if e["grant"] == grant["grant"]] == [None]
        assert (await ask("POST", f"/grants/{grant['grant']}/end")).status_code == 204
        ended = (await ask("POST", f"/accounts/{alice}/end-everything")).json()
        assert ended["sessions"] == 2
        assert (await ask("GET", f"/accounts/{alice}/grants")).json()["items"] == []


class TestLists:
    async def test_tell_what_stands_where_that_is_asked_for(self, api, ask):
        (alice,) = shown(api, "alice")
        plain = (await ask("GET", "/accounts")).json()["items"]
        assert {each["standing"] for each in plain} == {None}
        seen = (await ask("GET", "/accounts", params={"with_standing": True})).json()["items"]
        standing = next(each["standing"] for each in seen if each["account"] == alice)
        assert standing["sessions"] == 2
        assert standing["consents"] > 0

    async def test_are_narrowed_by_the_day_an_account_was_made(self, ask):
        for since, some in (("2000-01-01T00:00:00Z", True), ("2999-01-01T00:00:00Z", False)):
            found = await ask("GET", "/accounts", params={"created_since": since})
            assert bool(found.json()["items"]) is some
        wrong = await ask("GET", "/accounts", params={"created_since": "2000-01-01T00:00:00"})
        assert wrong.status_code == 400

    async def test_tell_the_applications_of_a_session(self, api, ask):
        found = (await ask("GET", "/sessions", params={"client_id": "shop"})).json()["items"]
        assert found
        assert all("shop" in each["applications"] for each in found)
        none = await ask("GET", "/sessions", params={"client_id": "nobody"})
        assert none.json()["items"] == []

    async def test_show_a_persona_with_its_claims(self, api, ask):
        (alice,) = shown(api, "alice")
        told = (await ask("GET", f"/personas/{alice}")).json()
        assert told["claims"]["name"] == "Alice of acme"
