"""Every console screen, by light and dark, on phone and desk, with nothing for axe to say."""

import pytest
from playwright.sync_api import expect

from app.console.pages.texts import key_of
from e2e.journeys.test_person_signs_in import CANARY_PASSWORD
from e2e.look import PHONE, WIDE, Looking
from e2e.pages.console import Console
from e2e.pages.sign_in import ConsentPage, SignIn, back_at_the_shop
from e2e.shop import Shop

PLACES = {
    "console-home": "/",
    "console-accounts": "/accounts",
    "console-account-new": "/accounts/new",
    "console-clients": "/clients",
    "console-client-new": "/clients/new",
    "console-client": "/clients/shop",
    "console-client-scopes": "/clients/shop?tab=scopes",
    "console-client-security": "/clients/shop?tab=security",
    "console-client-figures": "/clients/shop?tab=figures",
    "console-scopes": "/scopes",
    "console-scope": "/scopes/edit?scope=orders.read",
    "console-scope-new": "/scopes/new",
    "console-ledger": "/ledger",
    "console-expiring": "/expiring",
    "console-audit": "/audit",
    "console-jobs": "/jobs",
    "console-privacy": "/privacy",
    "console-tenants": "/system/tenants",
    "console-backups-none": "/system/backups",
    "console-operators": "/operators",
    "console-invitations": "/operators?tab=invitations",
    "console-roles": "/operators?tab=roles",
    "console-invite": "/operators/invite",
    "console-you": "/you",
    "console-api-keys": "/api-keys",
    "console-api-key-new": "/api-keys/new",
    "console-keys": "/keys",
    "console-config": "/config",
    "console-test-drive": "/test-drive",
    "console-sign-in": "/sign-in",
    "console-branding": "/branding",
    "console-texts": "/texts?language=de",
    "console-text": "/texts/" + key_of("Go on"),
}


class TestConsole:
    @pytest.fixture
    def busy(self, street, visit_at, counter):
        """A house with a person who gave leave, and its first operator."""
        house = street.house("sqlite")
        shop, page = Shop(house), visit_at(house)
        asked = shop.ask()
        page.goto(asked.url)
        SignIn(page).register("someone-for-the-console", CANARY_PASSWORD)
        ConsentPage(page).allow("See your orders", duration="30 days")
        back_at_the_shop(page)
        shop.redeem(asked, counter.answer_to(asked.state))
        shop.http.close()
        return house

    @pytest.mark.timeout(900)  # some forty screens, each looked at twice
    def test_has_nothing_wrong(self, busy, visit_at):
        page, looking = visit_at(busy), Looking()
        faults = []
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(f"{busy.base_url}/console")
        looking.at(page, "console-unclaimed", PHONE, WIDE)
        page.goto(busy.link)
        looking.at(page, "first-operator")
        console = Console(page, busy)
        console.become_the_first()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        looking.at(page, "console-start", PHONE, WIDE)
        console.tenant = "acme"
        for name, place in PLACES.items():
            console.go(place)
            looking.at(page, name, PHONE, WIDE)
        for place, name in (("/ledger", "console-ledger-entry"), ("/accounts", "console-account")):
            console.go(place)
            page.get_by_role("table").get_by_role("link").first.click()
            expect(page.get_by_role("table")).to_have_count(0)
            console.ready()
            looking.at(page, name, PHONE, WIDE)
        looking.found_nothing_wrong()
        assert faults == []
