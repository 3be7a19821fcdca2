"""A person's own pages."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from e2e.house import RunningHouse
from e2e.pages.sign_in import SignIn


class Me:
    """What a person sees of themselves at one tenant."""

    def __init__(self, page: Page, house: RunningHouse, tenant: str = "acme") -> None:
        self.page = page
        self.at = f"{house.base_url}/t/{tenant}/me"

    def enter(self, name: str, password: str) -> None:
        self.page.goto(self.at)
        SignIn(self.page).name(name)
        SignIn(self.page).prove(password)
        expect(self.page.get_by_role("heading", name="Your account")).to_be_visible()

    def go(self, place: str) -> None:
        self.page.goto(f"{self.at}/{place}")

    def withdraw_everything(self, client: str) -> None:
        self.go("consents")
        self.page.get_by_role("button", name=f"Withdraw everything {client}").click()
        expect(self.page.get_by_role("status")).to_be_visible()

    def change_password(self, old: str, new: str) -> None:
        self.go("password")
        self.page.get_by_label("Current password").fill(old)
        self.page.get_by_label("New password").fill(new)
        self.page.get_by_role("button", name="Change password").click()
        expect(self.page.get_by_role("status")).to_be_visible()

    def delete(self, password: str) -> None:
        self.go("delete")
        word = self.page.get_by_role("textbox", name="Type the word")
        shown = word.evaluate("each => document.querySelector(`label[for=${each.id}]`).textContent")
        word.fill(shown.split("“")[1].split("”")[0])
        self.page.get_by_label("Current password").fill(password)
        self.page.get_by_role("button", name="Delete my account").click()
        expect(self.page.get_by_role("button", name="Delete my account")).to_have_count(0)
