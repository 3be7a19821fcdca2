"""Acceptance 9: no id, session, key or token of one tenant works in the other."""

import jwt
import pytest
from playwright.sync_api import expect

from e2e.pages.sign_in import ConsentPage, SignIn, back_at_the_shop
from e2e.parts import SHOP_AT
from e2e.shop import Shop

PASSWORD = "eleven grey herons on the jetty"


@pytest.fixture
def globex(house):
    made = Shop(house, "globex", "portal-e2e", None, f"{SHOP_AT}/globex")
    yield made
    made.http.close()


@pytest.fixture
def alice(shop, visit, counter):
    """Alice is signed in at acme; her browser and her tokens."""
    page, asked = visit(), shop.ask(prompt="consent")
    page.goto(asked.url)
    SignIn(page).as_persona("alice")
    ConsentPage(page).allow("Stay connected", duration="1 day")
    back_at_the_shop(page)
    return page, shop.redeem(asked, counter.answer_to(asked.state))


class TestTenants:
    def test_a_session_of_one_is_none_in_the_other(self, alice, globex, counter):
        page, _ = alice
        page.goto(globex.ask("openid").url)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        silent = globex.ask("openid", prompt="none")
        page.goto(silent.url)
        assert counter.answer_to(silent.state)["error"] == "login_required"

    def test_a_cookie_renamed_for_the_other_opens_nothing(self, house, alice, globex):
        page, _ = alice
        (cookie,) = [c for c in page.context.cookies() if c["name"].endswith("byl-s-acme")]
        renamed = {**cookie, "name": cookie["name"].replace("acme", "globex")}
        page.context.add_cookies([renamed])
        page.goto(f"{house.base_url}/t/globex/me")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    def test_a_token_of_one_is_dead_in_the_other(self, alice, shop, globex):
        _, tokens = alice
        assert shop.userinfo(tokens["access_token"]).status_code == 200
        assert globex.userinfo(tokens["access_token"]).status_code == 401
        refused = globex.refresh(tokens["refresh_token"])
        assert refused.json()["error"] == "invalid_grant"
        assert shop.refresh(tokens["refresh_token"]).status_code == 200

    def test_a_client_of_one_is_unknown_in_the_other(self, shop, globex, visit):
        stranger = Shop(shop.house, "globex", "shop", shop.secret, shop.redirect_uri)
        answer = stranger.http.get(stranger.ask("openid").url, follow_redirects=False)
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert stranger.post("introspect", token="x").status_code == 401
        stranger.http.close()

    def test_keys_have_nothing_in_common(self, alice, shop, globex):
        _, tokens = alice
        keys = [
            each.http.get(f"{each.issuer}/.well-known/openid-configuration").json()["jwks_uri"]
            for each in (shop, globex)
        ]
        ours, theirs = (shop.http.get(url).json()["keys"] for url in keys)
        assert not {key["kid"] for key in ours} & {key["kid"] for key in theirs}
        kid = jwt.get_unverified_header(tokens["access_token"])["kid"]
        assert kid in {key["kid"] for key in ours}
        assert kid not in {key["kid"] for key in theirs}

    def test_an_interaction_of_one_is_gone_in_the_other(self, house, shop, visit):
        page = visit()
        page.goto(shop.ask().url)
        page.goto(SignIn(page).place().replace("/t/acme/", "/t/globex/"))
        expect(page.get_by_text("This sign-in has run out").first).to_be_visible()

    def test_a_person_of_one_is_nobody_in_the_other(self, house, visit, globex):
        link = house.invite("globex", "guest-of-globex-only")
        house.secrets.add(PASSWORD)
        page = visit()
        page.goto(link)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Set password").click()
        expect(page.get_by_role("button", name="Set password")).to_have_count(0)
        page.goto(globex.ask("openid").url)
        SignIn(page).name("guest-of-globex-only")
        SignIn(page).prove(PASSWORD)
        ConsentPage(page).allow(duration="1 hour")
        back_at_the_shop(page)
        there = visit()
        there.goto(Shop(house).ask().url)
        SignIn(there).name("guest-of-globex-only")
        SignIn(there).prove(PASSWORD)
        expect(there.get_by_role("alert")).to_be_visible()
        page.goto(link)
        expect(page.get_by_role("button", name="Set password")).to_have_count(0)
