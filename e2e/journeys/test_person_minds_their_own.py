"""A person sees, ends, changes and deletes what is theirs."""

from playwright.sync_api import expect

from e2e.journeys.test_person_signs_in import CANARY_PASSWORD, a_newcomer
from e2e.pages.me import Me
from e2e.pages.sign_in import ConsentPage, SignIn, back_at_the_shop
from e2e.parts import SHOP_AT

NEW_PASSWORD = "nine copper kettles in the attic"


def signed_in(page, shop, counter, name, scope="openid offline_access orders.read orders.write"):
    """Register at the shop with all allowed for a day; return the tokens."""
    asked = shop.ask(scope)
    page.goto(asked.url)
    SignIn(page).register(name, CANARY_PASSWORD)
    ConsentPage(page).allow("See your orders", "Stay connected", duration="1 day")
    back_at_the_shop(page)
    return shop.redeem(asked, counter.answer_to(asked.state))


class TestOwnPages:
    def test_withdrawing_kills_the_tokens(self, engine, house, shop, visit, counter):
        page = visit()
        tokens = signed_in(page, shop, counter, a_newcomer(house, engine, "withdraws"))
        Me(page, house).withdraw_everything("ACME Shop")
        assert shop.introspect(tokens["access_token"]) == {"active": False}
        assert shop.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"

    def test_changing_the_password_ends_the_other_sessions(
        self, engine, house, shop, visit, counter
    ):
        house.secrets.add(NEW_PASSWORD)
        name = a_newcomer(house, engine, "changes")
        page, elsewhere = visit(), visit()
        signed_in(page, shop, counter, name)
        Me(elsewhere, house).enter(name, CANARY_PASSWORD)
        Me(page, house).go("sessions")
        expect(page.get_by_role("button", name="End this session")).to_have_count(1)
        Me(page, house).change_password(CANARY_PASSWORD, NEW_PASSWORD)
        Me(elsewhere, house).go("")
        expect(elsewhere.get_by_role("heading", name="Sign in")).to_be_visible()

    def test_deleting_the_account_leaves_nothing_alive(self, engine, house, shop, visit, counter):
        name = a_newcomer(house, engine, "leaves")
        page = visit()
        tokens = signed_in(page, shop, counter, name)
        Me(page, house).delete(CANARY_PASSWORD)
        assert shop.introspect(tokens["access_token"]) == {"active": False}
        page.goto(shop.ask().url)
        SignIn(page).name(name)
        SignIn(page).prove(CANARY_PASSWORD)
        expect(page.get_by_role("alert")).to_be_visible()

    def test_signing_out_goes_back_to_the_application(self, engine, house, shop, visit, counter):
        page = visit()
        tokens = signed_in(page, shop, counter, a_newcomer(house, engine, "signs-out"))
        page.goto(
            f"{shop.issuer}/oauth2/logout?id_token_hint={tokens['id_token']}"
            f"&post_logout_redirect_uri={SHOP_AT}/bye&state=bye"
        )
        back_at_the_shop(page)
        assert page.url == f"{SHOP_AT}/bye?state=bye"
        Me(page, house).go("")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    def test_an_image_cannot_sign_anybody_out(self, engine, house, shop, visit, counter):
        """Security D7: without a hint the person is asked."""
        page = visit()
        signed_in(page, shop, counter, a_newcomer(house, engine, "stays"))
        page.goto(f"{shop.issuer}/oauth2/logout")
        page.get_by_role("button", name="Stay signed in").click()
        expect(page.get_by_role("button", name="Stay signed in")).to_have_count(0)
        Me(page, house).go("")
        expect(page.get_by_role("heading", name="Your account")).to_be_visible()
