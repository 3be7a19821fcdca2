"""A person signs in to an application by their leave, in a real browser."""

import re
import time

import pytest
from playwright.sync_api import expect

from e2e.pages.sign_in import PASSWORDS, ConsentPage, SignIn, back_at_the_shop
from e2e.parts import SHOP_AT
from e2e.shop import claims_of

CANARY_PASSWORD = "seven purple lanterns over lake Konstanz"


def a_newcomer(house, engine, name):
    """Return a username nobody else has; it must be found nowhere at the end."""
    newcomer = f"newcomer-{name}-{engine}"
    house.secrets |= {newcomer, CANARY_PASSWORD}
    return newcomer


class TestSigningIn:
    def test_registers_leaves_a_box_empty_and_gives_an_hour(
        self, engine, house, shop, visit, counter
    ):
        page, asked = visit(), shop.ask()
        page.goto(asked.url)
        SignIn(page).register(a_newcomer(house, engine, "hour"), CANARY_PASSWORD)
        consent = ConsentPage(page)
        consent.shown()
        assert "orders.read" in consent.boxes()
        assert not any(each.is_checked() for each in page.get_by_role("checkbox").all())
        consent.allow("Stay connected", duration="1 hour")
        back_at_the_shop(page)
        tokens = shop.redeem(asked, counter.answer_to(asked.state))
        claims = claims_of(tokens["access_token"])
        assert set(tokens["scope"].split()) == {"openid", "orders.write", "offline_access"}
        assert claims["exp"] <= time.time() + 3600
        assert claims_of(tokens["id_token"])["nonce"] == asked.nonce
        assert claims_of(tokens["id_token"])["sub"] == claims["sub"]
        assert shop.introspect(tokens["access_token"])["active"] is True

    def test_is_not_asked_again_and_silently_gets_a_code(self, shop, visit, counter):
        page, asked = visit(), shop.ask(scope="openid orders.write", prompt="consent")
        page.goto(asked.url)
        SignIn(page).as_persona("bob")
        ConsentPage(page).allow(duration="30 days")
        back_at_the_shop(page)
        again = shop.ask(scope="openid orders.write", prompt="none")
        page.goto(again.url)
        assert "code" in counter.answer_to(again.state)

    def test_refuses_and_shares_nothing(self, engine, house, shop, visit, counter):
        page, asked = visit(), shop.ask()
        page.goto(asked.url)
        SignIn(page).register(a_newcomer(house, engine, "no"), CANARY_PASSWORD)
        ConsentPage(page).refuse()
        back_at_the_shop(page)
        answer = counter.answer_to(asked.state)
        assert answer["error"] == "access_denied"
        assert "code" not in answer

    def test_comes_back_by_a_form_when_the_application_asks_so(self, shop, visit, counter):
        page = visit()
        asked = shop.ask(scope="openid orders.write", response_mode="form_post", prompt="consent")
        page.goto(asked.url)
        SignIn(page).as_persona("bob")
        ConsentPage(page).allow(duration="30 days")
        back_at_the_shop(page)
        assert page.url == f"{SHOP_AT}/cb"
        assert shop.redeem(asked, counter.answer_to(asked.state))["token_type"] == "Bearer"

    def test_gets_in_with_nothing_but_html(self, engine, house, shop, visit, counter):
        """Acceptance 7, second half: JavaScript off."""
        page, asked = visit(java_script_enabled=False), shop.ask()
        page.goto(asked.url)
        SignIn(page).register(a_newcomer(house, engine, "plain"), CANARY_PASSWORD)
        ConsentPage(page).allow("Your name and profile", duration="1 day")
        back_at_the_shop(page)
        tokens = shop.redeem(asked, counter.answer_to(asked.state))
        assert "profile" in tokens["scope"].split()

    def test_is_in_the_language_the_application_asks_until_the_person_chooses(
        self, shop, visit, counter
    ):
        page, asked = visit(), shop.ask(prompt="consent", ui_locales="fr de-AT en")
        page.goto(asked.url)
        page.get_by_role("textbox", name="Benutzername").fill("bob")
        page.get_by_role("button", name="Weiter").click()
        page.get_by_label("Passwort", exact=True).fill(PASSWORDS["bob"])
        page.get_by_role("button", name="Anmelden").click()
        expect(page.get_by_role("button", name="Erlauben")).to_be_visible()
        page.get_by_role("link", name="English").click()
        ConsentPage(page).allow(duration="1 hour")
        back_at_the_shop(page)
        assert "code" in counter.answer_to(asked.state)

    @pytest.mark.parametrize("name", ["alice", "carol", "nobody-anywhere"])
    def test_wrong_disabled_and_unknown_look_alike(self, shop, visit, name):
        page = visit()
        page.goto(shop.ask().url)
        SignIn(page).name(name)
        SignIn(page).prove("quite the wrong passphrase")
        said = re.compile(r"Name and password do not belong together\.\s*$")
        expect(page.get_by_role("alert")).to_have_text(said, use_inner_text=True)
        expect(page).to_have_title(re.compile("^Error:"))


class TestTokens:
    def test_give_the_claims_that_were_allowed_and_no_other(self, shop, visit, counter):
        page, asked = visit(), shop.ask(prompt="consent")
        page.goto(asked.url)
        SignIn(page).as_persona("alice")
        ConsentPage(page).allow("Your name and profile", "Stay connected", duration="1 day")
        back_at_the_shop(page)
        tokens = shop.redeem(asked, counter.answer_to(asked.state))
        info = shop.userinfo(tokens["access_token"]).json()
        assert info["name"] == "Alice Example"
        assert "email" not in info
        fresh = shop.refresh(tokens["refresh_token"])
        assert fresh.status_code == 200
        assert shop.refresh(tokens["refresh_token"]).json()["refresh_token"] == fresh.json()["refresh_token"]  # fmt: skip
