"""The operators' console, by what an operator reads in it."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, StorageState, expect

from e2e.house import RunningHouse
from e2e.pages.sign_in import SignIn

INSIDE = re.compile(r"/console(?!/cb\b)(/|$|\?)")
"""An address of the console; the way back (`cb`) passes by itself."""

OPERATOR = "the-first-operator"
OPERATOR_PASSWORD = "four brass owls under the bridge"


def first_operator(browser: Browser, house: RunningHouse) -> StorageState:
    """Make a house's first operator, and return what their browser keeps, for further windows."""
    context = browser.new_context(locale="en-GB")
    Console(context.new_page(), house).become_the_first()
    kept = context.storage_state()
    context.close()
    return kept


class Console:
    """A signed-in operator's browser."""

    def __init__(self, page: Page, house: RunningHouse, tenant: str = "") -> None:
        self.page = page
        self.house = house
        self.tenant = tenant
        house.secrets |= {OPERATOR, OPERATOR_PASSWORD}

    def become_the_first(self, shown: str = "") -> None:
        """Open the printed link once and choose a name and a password on the hosted page.

        Args:
            shown: what other operators will see them as.
        """
        self.page.goto(self.house.link)
        self.page.get_by_label("Username").fill(OPERATOR)
        self.page.get_by_label("Name for other operators").fill(shown)
        self.page.get_by_label("Password", exact=True).fill(OPERATOR_PASSWORD)
        self.page.get_by_role("button", name="Make me the operator").click()
        self.come_in()

    def take_the_house(self, name: str, password: str, verb: str) -> None:
        """The same in another language: what its two fields and its button are called there."""
        self.page.get_by_label(name, exact=True).fill(OPERATOR)
        self.page.get_by_label(password, exact=True).fill(OPERATOR_PASSWORD)
        self.page.get_by_role("button", name=verb).click()

    def sign_in(self, place: str = "") -> None:
        """Come back later, through the ordinary sign-in of the tenant `byleave`."""
        self.page.goto(f"{self.house.base_url}/console{place}")
        SignIn(self.page).name(OPERATOR)
        SignIn(self.page).prove(OPERATOR_PASSWORD)
        self.come_in()

    def prove_again(self) -> None:
        """The same before a heavy act: both its pages are called "Prove it is you"."""
        sign_in = SignIn(self.page)
        expect(self.page.get_by_text("prove once more that it is you")).to_be_visible()
        sign_in.identifier.fill(OPERATOR)
        self.page.get_by_role("button", name="Go on").click()
        sign_in.prove(OPERATOR_PASSWORD)
        self.come_in()

    def come_in(self) -> None:
        """Wait for the console after a hosted page; that one has a heading, too."""
        self.page.wait_for_url(INSIDE)
        self.ready()

    def ready(self) -> None:
        """Wait until the page is drawn, whatever was put off among it, and answers."""
        expect(self.page.get_by_role("main")).to_be_visible()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        expect(self.page.get_by_test_id("waiting")).to_have_count(0)

    def go(self, place: str) -> None:
        self.page.goto(f"{self.house.base_url}/console/{self.tenant}{place}")
        self.ready()

    def make_first_tenant(self, label: str, slug: str) -> None:
        """The wizard's second step; the third is the test drive."""
        expect(self.page.get_by_role("heading", name="What is your first tenant?")).to_be_visible()
        self.page.get_by_role("textbox", name="Name").fill(label)
        self.page.get_by_role("textbox", name="Slug").click()
        expect(self.page.get_by_role("textbox", name="Slug")).to_have_value(slug)
        self.page.get_by_role("button", name="Go on").click()
        expect(self.page.get_by_role("heading", name="Test drive")).to_be_visible()
        self.tenant = slug

    def drive(self) -> Page:
        """Start the demo client; it opens a tab of its own."""
        return self._driven("Drive")

    def drive_as_somebody_new(self) -> Page:
        """Start it with the page that makes an account, which a tenant without people offers first."""
        return self._driven("Make an account")

    def _driven(self, name: str) -> Page:
        with self.page.context.expect_page() as opened:
            self.page.get_by_role("link", name=name, exact=True).click()
        return opened.value
