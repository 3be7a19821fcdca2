"""The pages of a sign-in, by what a person reads on them."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

PASSWORDS = {
    "alice": "a sandbox passphrase for alice",
    "bob": "a sandbox passphrase for bob",
    "carol": "a sandbox passphrase for carol",
}


class SignIn:
    """From the identify page to the application or the consent page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def identifier(self):
        return self.page.get_by_role("textbox", name="Username")

    @property
    def password(self):
        return self.page.get_by_label("Password", exact=True)

    def place(self) -> str:
        """Return the page's own address, to which its form goes."""
        expect(self.page.get_by_role("heading", name="Sign in")).to_be_visible()
        found: str = self.page.locator("form").evaluate("form => form.action")
        return found

    def name(self, name: str) -> None:
        expect(self.page.get_by_role("heading", name="Sign in")).to_be_visible()
        self.identifier.fill(name)
        self.page.get_by_role("button", name="Go on").click()
        expect(self.page.get_by_role("heading", name="Prove it is you")).to_be_visible()

    def prove(self, password: str) -> None:
        self.password.fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def as_persona(self, name: str) -> None:
        self.name(name)
        self.prove(PASSWORDS[name])

    def register(self, name: str, password: str) -> None:
        self.page.get_by_role("link", name="Create an account").click()
        self.make_account(name, password)

    def make_account(self, name: str, password: str) -> None:
        expect(self.page.get_by_role("heading", name="Create an account")).to_be_visible()
        self.identifier.fill(name)
        self.password.fill(password)
        self.page.get_by_role("button", name="Create account").click()


class ConsentPage:
    """What an application asks for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heading = page.get_by_role("heading", level=1)

    def shown(self) -> None:
        expect(self.page.get_by_role("button", name="Allow")).to_be_visible()

    def boxes(self) -> list[str]:
        return [each.input_value() for each in self.page.get_by_role("checkbox").all()]

    def tick(self, *labels: str) -> None:
        for label in labels:
            self._choose(self.page.get_by_role("checkbox", name=label), label)

    def pick(self, duration: str) -> None:
        self._choose(self.page.get_by_role("radio", name=duration), duration)

    def _choose(self, box: Locator, label: str) -> None:
        """Click the words beside a box, as a person does: they are part of it."""
        expect(box).to_have_count(1)
        self.page.locator("label").filter(has_text=label).click()
        expect(box).to_be_checked()

    def allow(self, *labels: str, duration: str | None = None) -> None:
        self.shown()
        self.tick(*labels)
        if duration is not None:
            self.pick(duration)
        self.page.get_by_role("button", name="Allow").click()

    def refuse(self) -> None:
        self.shown()
        self.page.get_by_role("button", name="Refuse").click()


def back_at_the_shop(page: Page) -> None:
    """Wait until the browser is back at the application."""
    expect(page.get_by_role("heading", name="Back at the shop")).to_be_visible()
