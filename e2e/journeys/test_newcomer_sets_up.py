"""Acceptance 2: from an empty folder to a leave that was given, used and ended, in one browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from e2e.conftest import watch
from e2e.look import PHONE, WIDE, Looking
from e2e.pages.console import Console
from e2e.pages.sign_in import ConsentPage, SignIn

PASSWORD = "thirteen tin soldiers at the ferry"
_COVERED = """card => [...card.querySelectorAll("li")].some(line => {
  const boxes = [...line.children].map(each => {
    const words = document.createRange();
    words.selectNodeContents(each);
    return words.getBoundingClientRect();
  });
  const end = line.getBoundingClientRect().right;
  return boxes.some((one, i) => one.right > end + 1 || boxes.slice(i + 1).some(two =>
    one.left < two.right - 1 && two.left < one.right - 1 &&
    one.top < two.bottom - 4 && two.top < one.bottom - 4));
})"""


@pytest.fixture
def house(street, engine):
    """A house nobody has entered yet."""
    return street.new(engine)


class TestNewcomer:
    def test_makes_a_tenant_gets_tokens_by_leave_and_ends_it(self, engine, house, browser):
        house.secrets.add(PASSWORD)
        context = browser.new_context(locale="en-GB")
        watch(context, house)
        page = context.new_page()
        console = Console(page, house)
        looking = Looking()
        page.goto(f"{house.base_url}/console")
        expect(
            page.get_by_role("heading", name="Nobody has set Byleave up here yet")
        ).to_be_visible()
        expect(page.get_by_text("byleave bootstrap")).to_be_visible()
        looking.at(page, "console-nobody-yet", PHONE, WIDE)
        console.become_the_first()
        console.make_first_tenant("First Light", "first-light")
        looking.at(page, "console-test-drive-nobody-yet", PHONE, WIDE)

        tab = console.drive_as_somebody_new()
        SignIn(tab).make_account(newcomer(house, engine), PASSWORD)
        ConsentPage(tab).allow("Your e-mail address", "Stay connected", duration="1 hour")
        expect(page.get_by_text("Code exchanged for tokens")).to_be_visible()
        claims = decoded(page)
        assert set(claims["scope"].split()) == {"openid", "email", "offline_access"}
        assert claims["exp"] - claims["iat"] <= 3600
        looking.at(page, "console-test-drive-run", PHONE, WIDE)
        looking.found_nothing_wrong()
        assert covered(page, "drive.leave") == []

        look(page, "Ask again")
        expect(page.get_by_role("region", name="Hops")).to_contain_text("Introspection: active")
        drive = page.url
        page.get_by_role("link", name="openid", exact=True).click()
        revoke(page, "openid", "The trial is over.")

        page.goto(drive)
        console.ready()
        look(page, "Ask again")
        expect(page.get_by_role("region", name="Hops")).to_contain_text("Introspection: not active")
        known = hops(page).count()
        look(page, "Refresh")
        expect(hops(page)).to_have_count(known + 1)
        hops(page).last.get_by_role("button", name="answer").click()
        expect(page.get_by_role("region", name="Hops")).to_contain_text("invalid_grant")

        again = console.drive()
        consent = ConsentPage(again)
        consent.shown()
        expect(consent.heading).to_contain_text("Test drive")
        context.close()

    def test_goes_on_in_the_language_of_the_first_page(self, engine, house, browser):
        context = browser.new_context(locale="en-GB")
        watch(context, house)
        page = context.new_page()
        page.goto(house.link)
        page.get_by_role("link", name="Deutsch").click()
        expect(page.get_by_role("heading", name="Das sind Sie")).to_be_visible()
        Console(page, house).take_the_house("Benutzername", "Passwort", "Betrieb übernehmen")
        expect(page.get_by_role("heading", name="Was ist Ihr erster Mandant?")).to_be_visible()
        context.close()


def newcomer(house, engine):
    name = f"newcomer-first-{engine}"
    house.secrets.add(name)
    return name


def decoded(page):
    """Read the access token's claims as the console shows them."""
    shown = page.get_by_role("region", name="Hops").inner_text()
    return json.loads(re.search(r"\{.*?\n\}", shown, re.DOTALL)[0])


def covered(page, testid):
    """Return the widths at which two words of one line stand on each other, or leave their card."""
    was, found = page.viewport_size, []
    for width in (1440, 1280, 1180, 1080, 1024, 800, 390):
        page.set_viewport_size({"width": width, "height": 800})
        if page.get_by_test_id(testid).evaluate(_COVERED):
            found.append(width)
    page.set_viewport_size(was)
    return found


def hops(page):
    return page.get_by_test_id("drive.hops").locator("details")


def look(page, name):
    page.get_by_role("button", name=name).click()


def revoke(page, item, reason):
    """End the leave on its own page: what it will stop is shown first, a reason is asked."""
    expect(page.get_by_role("heading", name=item, level=1)).to_be_visible()
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name=f"Revoke {item}").click()
    expect(page.get_by_text("Revoked").first).to_be_visible()
