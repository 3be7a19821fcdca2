"""Acceptance 7, first half: a whole sign-in with consent through the headless API alone."""

import pytest

from e2e.journeys.test_person_signs_in import CANARY_PASSWORD, a_newcomer
from e2e.shop import LOGIN_PAGES_SECRET


class TestHeadless:
    @pytest.fixture
    def call(self, house, shop):
        headers = {"Byleave-Person-Address": "203.0.113.9"}

        def post(path, **body):
            answer = shop.http.post(
                f"{shop.issuer}/api/login{path}",
                json=body,
                headers=headers,
                auth=("login-pages", LOGIN_PAGES_SECRET),
            )
            fields = answer.json()
            if "handle" in fields:
                headers["Byleave-Interaction"] = fields["handle"]
                house.secrets.add(fields["handle"])
            assert answer.status_code in {200, 201}, fields
            assert "set-cookie" not in answer.headers
            return fields

        return post

    def test_signs_a_person_in_without_any_page(self, engine, house, shop, call):
        asked = shop.ask()
        step = call("", parameters=asked.parameters)
        at = f"/{step['interaction_id']}"
        assert step["next_step"] == "identify"
        name = a_newcomer(house, engine, "headless")
        question = call(f"{at}/register", identifier=name, password=CANARY_PASSWORD)["question"]
        assert {item["scope"]: item["needed"] for item in question["items"]}["orders.write"] is True
        done = call(
            f"{at}/consent",
            decision="allow",
            items=["offline_access"],
            duration="PT1H",
            nonce=question["nonce"],
            display_hash=question["display_hash"],
        )
        assert done["next_step"] == "done"
        tokens = shop.redeem(asked, done["redirect"]["parameters"])
        assert "orders.read" not in tokens["scope"].split()
        assert shop.introspect(tokens["access_token"])["active"] is True

    def test_signs_a_known_person_in_with_name_and_password(self, shop, call):
        asked = shop.ask("openid orders.write", prompt="consent")
        step = call("", parameters=asked.parameters)
        at = f"/{step['interaction_id']}"
        assert call(f"{at}/identify", identifier="alice")["next_step"] == "prove"
        step = call(f"{at}/prove", password="a sandbox passphrase for alice")
        assert (step["next_step"], step["score"]) == ("consent", {"have": 2, "need": 2})
