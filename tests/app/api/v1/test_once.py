"""Idempotency keys, versions, and pages."""

import asyncio

import pytest

ACCOUNTS = "/tenants/acme/accounts"
ONE = {"idempotency-key": "one"}


@pytest.fixture
def key(api):
    return api.owner()


class TestIdempotencyKey:
    @pytest.mark.parametrize(
        ("path", "body", "secret"),
        [
            ("/tenants", {"slug": "initech"}, None),
            (ACCOUNTS, {"identifiers": ["zoe"]}, "activation_link"),
            ("/tenants/acme/clients",
             {"client_id": "n", "redirect_uris": ["https://n.example/cb"]}, "secret"),
            ("/tenants/acme/personas",
             {"username": "pia", "password": "a sandbox passphrase"}, None),
        ],
    )  # fmt: skip
    async def test_makes_one_thing_and_shows_its_secret_once(self, api, key, path, body, secret):
        first = await api("POST", path, key=key, json=body, headers=ONE)
        again = await api("POST", path, key=key, json=body, headers=ONE)
        assert (first.status_code, again.status_code) == (201, 201), again.text
        assert "idempotent-replayed" not in first.headers
        assert again.headers["idempotent-replayed"] == "true"
        assert again.headers["location"] == first.headers["location"]
        told, told_again = first.json(), again.json()
        if secret:
            assert told.pop(secret)
            assert told_again.pop(secret) is None
        assert told_again == told
        place = first.headers["location"].removeprefix("/api/v1")
        assert (await api("GET", place, key=key)).status_code == 200

    async def test_refuses_another_body(self, api, key):
        await api("POST", ACCOUNTS, key=key, json={"identifiers": ["zoe"]}, headers=ONE)
        other = await api("POST", ACCOUNTS, key=key, json={"identifiers": ["yan"]}, headers=ONE)
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")

    async def test_is_each_keys_own(self, api, key):
        await api("POST", "/tenants", key=key, json={"slug": "initech"}, headers=ONE)
        other = api.owner()
        answer = await api("POST", "/tenants", key=other, json={"slug": "hooli"}, headers=ONE)
        assert answer.json()["slug"] == "hooli"

    async def test_lets_a_refused_call_be_mended(self, api, key):
        refused = await api("POST", "/tenants", key=key, json={"slug": "acme"}, headers=ONE)
        assert refused.status_code == 409
        made = await api("POST", "/tenants", key=key, json={"slug": "hooli"}, headers=ONE)
        assert made.status_code == 201

    async def test_holds_when_both_come_at_once(self, api, key):
        body = {"client_id": "n", "redirect_uris": ["https://n.example/cb"]}
        sent = [
            api("POST", "/tenants/acme/clients", key=key, json=body, headers=ONE) for _ in range(4)
        ]
        answers = await asyncio.gather(*sent)
        assert {answer.status_code for answer in answers} == {201}
        assert len([a for a in answers if a.json()["secret"]]) == 1

    async def test_has_a_form(self, api, key):
        for name in (" ", "a b", "x" * 201):
            answer = await api(
                "POST", "/tenants", key=key, json={"slug": "hooli"},
                headers={"idempotency-key": name},
            )  # fmt: skip
            assert answer.json()["field"] == "Idempotency-Key"


class TestVersions:
    @pytest.mark.parametrize("path", ["/tenants/acme", "/tenants/acme/clients/shop"])
    async def test_are_told_and_compared(self, api, key, path):
        seen = (await api("GET", path, key=key)).headers["etag"]
        body = {"label": "Renamed"}
        stale = await api("PATCH", path, key=key, json=body, headers={"if-match": '"99"'})
        assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
        done = await api("PATCH", path, key=key, json=body, headers={"if-match": f'"98", {seen}'})
        assert done.json()["label"] == "Renamed"
        assert done.headers["etag"] != seen
        late = await api("PATCH", path, key=key, json={"label": "x"}, headers={"if-match": seen})
        assert late.status_code == 412
        for headers in ({"if-match": "*"}, {}):
            answer = await api("PATCH", path, key=key, json={"label": "y"}, headers=headers)
            assert answer.status_code == 200

    async def test_of_a_policy_change_only_what_is_said(self, api, key):
        body = {"policy": {"password_least": 20, "lifetimes": {"code": "PT30S"}}}
        before = (await api("GET", "/tenants/acme", key=key)).json()
        after = (await api("PATCH", "/tenants/acme", key=key, json=body)).json()
        assert after["policy"]["password_least"] == 20
        assert after["policy"]["lifetimes"] == {**before["policy"]["lifetimes"], "code": "PT30S"}
        assert after["registration"] == before["registration"]

    async def test_of_a_client_are_cleared_by_null(self, api, key):
        path = "/tenants/acme/clients/shop"
        await api("PATCH", path, key=key, json={"longest_consent": "P30D"})
        kept = (await api("PATCH", path, key=key, json={"label": "x"})).json()
        cleared = (await api("PATCH", path, key=key, json={"longest_consent": None})).json()
        assert (kept["longest_consent"], cleared["longest_consent"]) == ("P30D", None)
        refused = await api("PATCH", path, key=key, json={"label": None})
        assert (refused.status_code, refused.json()["field"]) == (400, "label")


class TestPages:
    async def test_go_on_and_back_by_opaque_cursors(self, api, key):
        async def page(**asked):
            return (await api("GET", ACCOUNTS, key=key, params={"limit": 2, **asked})).json()

        whole = (await api("GET", ACCOUNTS, key=key)).json()["items"]
        first = await page()
        second = await page(cursor=first["next"])
        assert first["items"] + second["items"] == whole[:4]
        assert first["previous"] is None
        assert await page(cursor=second["previous"]) == first
        assert "acc_" not in first["next"]

    async def test_of_another_list_are_refused(self, api, key):
        first = (await api("GET", f"{ACCOUNTS}?limit=1", key=key)).json()["next"]
        for path in ("/tenants/acme/clients", "/tenants/globex/accounts"):
            answer = await api("GET", path, key=key, params={"cursor": first})
            assert (answer.status_code, answer.json()["field"]) == (400, "cursor")

    async def test_are_filtered(self, api, key):
        async def items(path, **asked):
            return (await api("GET", path, key=key, params=asked)).json()["items"]

        assert {a["status"] for a in await items(ACCOUNTS, status=["pending", "disabled"])} == {
            "pending", "disabled",
        }  # fmt: skip
        assert all(a["persona"] for a in await items(ACCOUNTS, persona=True))
        leave = await items("/tenants/acme/consents", client_id="shop", status="given")
        assert {entry["status"] for entry in leave} == {"given"}
        lines = await items("/tenants/acme/audit", event="consent.given", result="done")
        assert {line["event"] for line in lines} == {"consent.given"}
        about = await items("/tenants/acme/audit", about=lines[0]["about"])
        assert lines[0]["id"] in {line["id"] for line in about}
