"""An operator minds people; the clicks of each task are counted, and none may take more.

| task | clicks | and |
|---|---|---|
| find an account by e-mail | 1 | the e-mail typed, Enter |
| end all its sessions (and what hangs on them) | 2 | |
| see what it consented to, and end one | 3 | a reason typed |
| see why a login failed | 1 | |
| disable several and take it back | 5 | two ticks, the bar, the dialog, Undo |
| erase an account, with a fresh proof | 3 | a sign-in, its short id typed |

Clicks are counted from Home for the first task, from the account's page for the next three, from
the list for the fifth.
"""

import itertools
import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from e2e.look import PHONE, WIDE, Looking
from e2e.pages.console import Console, first_operator
from e2e.pages.sign_in import ConsentPage, SignIn, back_at_the_shop
from e2e.shop import Shop

NUMBERS = itertools.count(1)
PASSWORD = "nine grey herons by the sluice"
AN_ACCOUNT = re.compile(r"/console/acme/accounts/acc_\w+$")


class Clicks:
    """Clicks that are counted."""

    def __init__(self):
        self.count = 0

    def __call__(self, what):
        self.count += 1
        what.click()


@pytest.fixture(scope="class")
def house(street):
    """A house with the example file applied."""
    made = street.new("sqlite")
    made.furnish()
    return made


@pytest.fixture
def someone(house, browser, counter):
    """The e-mail of a person who gave leave to the shop and mistyped the password later."""
    email = f"minded-{next(NUMBERS)}@people.test"
    house.secrets |= {email, PASSWORD}
    context = browser.new_context(locale="en-GB")
    page, shop = context.new_page(), Shop(house)
    asked = shop.ask()
    page.goto(asked.url)
    SignIn(page).register(email, PASSWORD)
    ConsentPage(page).allow("See your orders", duration="30 days")
    back_at_the_shop(page)
    shop.redeem(asked, counter.answer_to(asked.state))
    shop.http.close()
    context.close()
    other = browser.new_context(locale="en-GB")
    page = other.new_page()
    page.goto(f"{house.base_url}/t/acme/me")
    SignIn(page).name(email)
    SignIn(page).prove("not the password of anybody")
    expect(page.get_by_text("do not belong together").first).to_be_visible()
    other.close()
    return email


@pytest.fixture(scope="class")
def session(house, browser):
    """The first operator's browser, after the house was set up."""
    return first_operator(browser, house)


@pytest.fixture
def console(house, session, visit_at):
    made = Console(visit_at(house, storage_state=session), house, "acme")
    made.go("/")
    return made


def age_proofs(house):
    """Let every session's proof be an hour older, as if the screen had been left alone."""
    files = list((house.folder / "data").glob("*.db"))
    with closing(sqlite3.connect(files[0], timeout=60)) as connection, connection:
        connection.execute("UPDATE session SET auth_time = auth_time - 3600000000")


def find(console, email, clicks):
    """Task 1, from Home."""
    page = console.page
    clicks(page.get_by_test_id("nav").get_by_role("link", name="People"))
    field = page.get_by_label("Account id, or an exact identifier")
    field.fill(email)
    field.press("Enter")
    expect(page).to_have_url(AN_ACCOUNT)
    expect(page.get_by_test_id("live")).to_be_visible()


class TestMindsPeople:
    @pytest.mark.timeout(600)
    def test_looks_at_every_screen(self, console, someone):
        looking, page = Looking(), console.page
        for name, place in (
            ("console-accounts-many", "/accounts?state=enabled,pending"),
            ("console-sessions", "/sessions"),
            ("console-sessions-all", "/sessions?state=all"),
            ("console-personas", "/personas"),
            ("console-persona-new", "/personas/new"),
        ):
            console.go(place)
            looking.at(page, name, PHONE, WIDE)
        console.go("/personas")
        page.get_by_role("table").get_by_role("link").first.click()
        expect(page.get_by_test_id("claims")).to_be_visible()
        looking.at(page, "console-persona", PHONE, WIDE)
        console.go("/")
        find(console, someone, Clicks())
        page.get_by_role("treeitem").filter(has_text="grant").first.click()
        expect(page.get_by_test_id("effect")).to_be_visible()
        looking.at(page, "console-account-tree", PHONE, WIDE)
        for tab in ("Consents", "Events"):
            page.get_by_role("link", name=tab).click()
            expect(page.get_by_test_id({"Consents": "leave"}.get(tab, "events"))).to_be_visible()
            looking.at(page, f"console-account-{tab.lower()}", PHONE, WIDE)
        looking.found_nothing_wrong()

    def test_sees_why_a_login_failed(self, console, someone):
        page, clicks = console.page, Clicks()
        find(console, someone, clicks)
        assert clicks.count == 1
        clicks = Clicks()
        clicks(page.get_by_role("link", name="Events"))
        events = page.get_by_test_id("events")
        expect(events.get_by_text(re.compile("proof", re.IGNORECASE)).first).to_be_visible()
        assert clicks.count == 1

    def test_ends_one_consent(self, console, someone):
        page, clicks = console.page, Clicks()
        find(console, someone, Clicks())
        clicks(page.get_by_role("link", name="Consents"))
        clicks(page.get_by_test_id("leave.revoke.orders.read"))
        expect(page.get_by_test_id("effect").get_by_text("at once").first).to_be_visible()
        page.get_by_label("Reason, kept in the audit trail").fill("asked for by telephone")
        clicks(page.get_by_test_id("effect.go"))
        expect(page.get_by_test_id("toast")).to_have_text(re.compile("Revoked 1 item"))
        expect(page.get_by_test_id("leave").get_by_text("Revoked")).to_be_visible()
        assert clicks.count == 3

    def test_ends_all_sessions(self, console, someone):
        page, clicks = console.page, Clicks()
        find(console, someone, Clicks())
        clicks(page.get_by_role("button", name=re.compile("End everything…")))
        expect(page.get_by_test_id("effect").get_by_text("at once").first).to_be_visible()
        clicks(page.get_by_test_id("effect.go"))
        expect(page.get_by_text("Nobody is signed in here.")).to_be_visible()
        assert clicks.count == 2
        console.go("/sessions?state=ended")
        rows = page.get_by_role("table").get_by_role("row")
        expect(rows.filter(has_text="ended by an operator").first).to_be_visible()

    def test_disables_several_and_takes_it_back(self, console):
        page, clicks = console.page, Clicks()
        console.go("/accounts?kind=persona&state=enabled")
        ticks = page.get_by_role("table").get_by_role("checkbox")
        rows = page.get_by_role("table").get_by_role("row")
        for number in (1, 2):
            clicks(ticks.nth(number))
        enabled = rows.count()
        clicks(page.get_by_test_id("accounts.bulk.disable"))
        clicks(page.get_by_test_id("accounts.confirm.go"))
        expect(page.get_by_test_id("toast")).to_contain_text("Disabled 2.")
        expect(rows).not_to_have_count(enabled)
        clicks(page.get_by_test_id("toast").get_by_role("button", name="Undo"))
        assert clicks.count == 5
        expect(rows).to_have_count(enabled)  # back where they were, before the page is left
        console.go("/accounts?kind=persona&state=disabled")
        expect(rows).to_have_count(2)  # the head, and the one that the file disables

    def test_proves_themselves_again_before_an_account_is_erased(self, house, console, someone):
        page = console.page
        age_proofs(house)
        console.go("/")
        find(console, someone, Clicks())
        clicks = Clicks()
        clicks(page.get_by_test_id("account.erase"))
        clicks(page.get_by_test_id("proof.go"))
        console.prove_again()
        expect(page).to_have_url(re.compile(r"/accounts/acc_\w+\?act=erase$"))
        label = page.get_by_label(re.compile("^Type acc_"))
        expect(page.get_by_test_id("effect")).to_contain_text(re.compile(r"acc_\w+"))
        typed = re.search(r"acc_\w+", page.get_by_test_id("effect").inner_text())
        label.fill(typed.group())
        clicks(page.get_by_test_id("effect.go"))
        expect(page.get_by_text("Erased", exact=True).first).to_be_visible()
        assert clicks.count == 3
