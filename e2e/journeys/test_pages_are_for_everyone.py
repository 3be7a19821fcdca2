"""Acceptance 10: every hosted page, by light and dark, on phone and desk, with nothing for axe to say."""

from playwright.sync_api import expect

from e2e.journeys.test_person_signs_in import CANARY_PASSWORD
from e2e.look import Looking
from e2e.pages.me import Me
from e2e.pages.sign_in import PASSWORDS, ConsentPage, SignIn, back_at_the_shop
from e2e.shop import Shop

HOSTED = (
    "sign-in", "register", "register-wrong", "prove", "prove-wrong", "consent", "consent-more",
    "refused", "not-found", "activate", "activate-spent", "me", "me-consents", "me-sessions",
    "me-password", "me-delete", "sign-out", "signed-out",
)  # fmt: skip


class TestHostedPages:
    def test_have_nothing_wrong(self, street, visit_at, counter):
        house = street.house("sqlite")
        shop, page, looking = Shop(house), visit_at(house), Looking()
        sign_in, consent = SignIn(page), ConsentPage(page)

        asked = shop.ask("openid orders.write")
        page.goto(asked.url)
        looking.at(page, "sign-in")
        page.get_by_role("link", name="Create an account").click()
        expect(page.get_by_role("heading", name="Create an account")).to_be_visible()
        looking.at(page, "register")
        sign_in.identifier.fill("someone-on-the-pictures")
        sign_in.password.fill("short")
        page.get_by_role("button", name="Create account").click()
        expect(page.get_by_role("alert")).to_be_visible()
        looking.at(page, "register-wrong")
        page.goto(asked.url)
        sign_in.name("someone-on-the-pictures")
        looking.at(page, "prove")
        sign_in.prove("quite the wrong passphrase")
        expect(page.get_by_role("alert")).to_be_visible()
        looking.at(page, "prove-wrong")

        page.goto(asked.url)
        sign_in.register("someone-on-the-pictures", CANARY_PASSWORD)
        consent.allow(duration="30 days")
        back_at_the_shop(page)
        page.goto(shop.ask().url)
        consent.shown()
        looking.at(page, "consent-more")
        page.goto(shop.ask(prompt="consent").url)
        consent.shown()
        looking.at(page, "consent")
        consent.allow("See your orders", "Stay connected", duration="30 days")
        back_at_the_shop(page)

        page.goto(shop.ask(redirect_uri="http://evil.test/").url)
        looking.at(page, "refused")
        page.goto(f"{shop.issuer}/nothing-here")
        looking.at(page, "not-found")
        link = house.invite("acme", "guest-on-the-pictures")
        page.goto(link)
        looking.at(page, "activate")
        page.get_by_label("Password", exact=True).fill(CANARY_PASSWORD)
        page.get_by_role("button", name="Set password").click()
        expect(page.get_by_role("button", name="Set password")).to_have_count(0)
        page.goto(link)
        looking.at(page, "activate-spent")

        elsewhere = visit_at(house)
        Me(elsewhere, house).enter("someone-on-the-pictures", CANARY_PASSWORD)
        for place, name in (("", "me"), ("consents", "me-consents"), ("sessions", "me-sessions"),
                            ("password", "me-password"), ("delete", "me-delete")):  # fmt: skip
            Me(elsewhere, house).go(place)
            looking.at(elsewhere, name)
        elsewhere.goto(f"{shop.issuer}/oauth2/logout")
        looking.at(elsewhere, "sign-out")
        elsewhere.get_by_role("button", name="Sign out").click()
        expect(elsewhere.get_by_role("heading", name="You are signed out")).to_be_visible()
        looking.at(elsewhere, "signed-out")
        shop.http.close()
        assert set(looking.seen) == set(HOSTED)
        looking.found_nothing_wrong()

    def test_speak_german(self, street, visit_at):
        house = street.house("sqlite")
        page, looking, shop = visit_at(house, locale="de-DE"), Looking(), Shop(house)
        page.goto(shop.ask("openid orders.write", prompt="login consent").url)
        looking.at(page, "sign-in-de")
        page.get_by_role("textbox").first.fill("bob")
        page.get_by_role("button", name="Weiter").click()
        page.locator("input[type=password]").fill(PASSWORDS["bob"])
        page.get_by_role("button", name="Anmelden").click()
        expect(page.get_by_role("button", name="Erlauben")).to_be_visible()
        looking.at(page, "consent-de")
        shop.http.close()
        assert page.locator("html").get_attribute("lang") == "de"
        looking.found_nothing_wrong()
