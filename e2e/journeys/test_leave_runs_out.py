"""Acceptance 3: one second past its end a leave gives nothing any more, although no job ran."""

from e2e.journeys.test_person_signs_in import CANARY_PASSWORD, a_newcomer
from e2e.pages.sign_in import ConsentPage, SignIn, back_at_the_shop
from e2e.shop import Shop, claims_of


class TestLeave:
    def test_ends_by_itself(self, engine, house, visit, counter):
        shop = Shop(house, tenant="later")
        page, asked = visit(), shop.ask("openid offline_access orders.read orders.write")
        page.goto(asked.url)
        SignIn(page).register(a_newcomer(house, engine, "later"), CANARY_PASSWORD)
        ConsentPage(page).allow("See your orders", "Stay connected", duration="1 hour")
        back_at_the_shop(page)
        tokens = shop.redeem(asked, counter.answer_to(asked.state))
        house.move_clock("PT55M")
        fresh = shop.refresh(tokens["refresh_token"]).json()
        access = claims_of(fresh["access_token"])
        # Ten minutes are an access token's life; only five of the hour are left.
        assert access["exp"] <= claims_of(tokens["access_token"])["iat"] + 3600
        house.move_clock("PT2M")
        assert shop.introspect(fresh["access_token"])["active"] is True
        house.move_clock("PT3M1S")
        assert shop.introspect(fresh["access_token"]) == {"active": False}
        assert shop.userinfo(fresh["access_token"]).status_code == 401
        refused = shop.refresh(fresh["refresh_token"])
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
        silent = shop.ask("openid orders.write", prompt="none")
        page.goto(silent.url)
        assert counter.answer_to(silent.state)["error"] == "consent_required"
        again = shop.ask("openid orders.write")
        page.goto(again.url)
        ConsentPage(page).shown()
        shop.http.close()
