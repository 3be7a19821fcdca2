"""An operator without a mouse: search and keys, and nothing for axe to say while they are open."""

import re

import pytest
from playwright.sync_api import expect

from e2e.look import PHONE, WIDE, Looking
from e2e.pages.console import OPERATOR, OPERATOR_PASSWORD, Console, first_operator
from e2e.pages.keyboard import Keyboard

PERSON = "someone-looked-for"
AN_ACCOUNT = re.compile(r"/console/acme/accounts/acc_\w+$")


@pytest.fixture(scope="class")
def house(street):
    """A house with a person in it, and its first operator."""
    made = street.new("sqlite")
    made.furnish()
    made.invite("acme", PERSON)
    return made


@pytest.fixture(scope="class")
def session(house, browser):
    """The first operator's browser, after the house was set up."""
    return first_operator(browser, house)


def two_frames(page):
    """Wait until what was put off to the next picture is done."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


class TestHouse:
    @pytest.fixture
    def console(self, house, session, visit_at):
        return Console(visit_at(house, storage_state=session), house, "acme")

    @pytest.fixture
    def keys(self, console):
        return Keyboard(console.page)

    def test_comes_back_to_the_very_address_after_signing_in(self, house, session, visit_at):
        page = visit_at(house)
        console, keys = Console(page, house, "acme"), Keyboard(page)
        there = f"{house.base_url}/console/acme/ledger?state=given&past=1"
        page.goto(there)
        expect(page.get_by_role("textbox", name="Username")).to_be_focused()
        keys.type(OPERATOR)
        keys.press("Enter")
        expect(page.get_by_label("Password", exact=True)).to_be_focused()
        keys.type(OPERATOR_PASSWORD)
        keys.press("Enter")
        console.come_in()
        assert sorted(page.url.partition("?")[2].split("&")) == ["past=1", "state=given"]
        assert page.url.startswith(there.partition("?")[0])

    def test_goes_anywhere_by_words_and_by_letters(self, console, keys):
        console.go("/")
        keys.look_for("clie")
        keys.chosen("Clients")
        keys.press("Enter")
        keys.on_the_title("Clients")
        keys.lead_to("a", "/console/acme/accounts")
        keys.on_the_title("Accounts")
        expect(console.page.get_by_role("table").get_by_role("link").first).to_be_visible()
        keys.press("j", "Enter")
        expect(console.page).to_have_url(AN_ACCOUNT)
        keys.press("/")
        expect(console.page.get_by_role("combobox", name="Search or go to")).to_be_focused()
        keys.press("Escape")
        expect(console.page.get_by_test_id("palette")).to_be_hidden()

    def test_is_left_in_the_field_begun_while_the_rest_of_a_page_came(self, console, keys):
        console.go("/")
        keys.lead_to("a", "/console/acme/accounts")
        keys.on_the_title("Accounts")
        field = console.page.get_by_label("Account id, or an exact identifier")
        field.focus()
        for late in ("Byleave.focusTitle()", "Byleave.focusPlace('accounts')"):
            console.page.evaluate(late)
            two_frames(console.page)
            expect(field).to_be_focused()
        field.blur()
        console.page.evaluate("Byleave.focusTitle()")
        keys.on_the_title("Accounts")

    def test_keeps_what_was_typed_before_an_answer_came(self, console, house):
        console.go("/clients/new")
        page = console.page
        scopes, addresses = (page.get_by_test_id(name) for name in ("scopes", "redirect_uris"))
        with house.held():
            page.get_by_text("Service", exact=True).click()
            scopes.fill("orders.read")
        expect(addresses).to_be_hidden()
        page.get_by_text("Web application", exact=True).click()
        expect(addresses).to_be_visible()
        expect(scopes).to_have_value("orders.read")

    def test_stays_on_the_entry_chosen_while_others_are_found(self, console, keys, house):
        console.go("/")
        with house.held():
            keys.look_for("re")
            keys.press("ArrowDown")
            chosen = console.page.get_by_role("option", selected=True).text_content()
        expect(console.page.get_by_role("option", name="reports").first).to_be_visible()
        expect(console.page.get_by_role("option", selected=True)).to_have_text(chosen)

    def test_finds_an_application_by_its_name(self, console, keys):
        console.go("/")
        keys.look_for("ACME Sign")
        keys.chosen("ACME Sign-in")
        keys.press("Enter")
        keys.on_the_title("ACME Sign-in")

    def test_keeps_what_was_found_when_an_earlier_answer_comes_late(self, console, keys):
        console.go("/")
        keys.look_for("ACME Sign")
        keys.chosen("ACME Sign-in")
        palette = console.page.locator(".bl-finder").get_attribute("id").removeprefix("c")
        console.page.evaluate("id => runMethod(id, 'put', ['ACM', []])", int(palette))
        two_frames(console.page)
        keys.chosen("ACME Sign-in")

    def test_is_led_to_what_an_end_will_stop_and_back_by_escape(self, console, keys):
        console.go("/accounts")
        expect(console.page.get_by_role("table").get_by_role("link").first).to_be_visible()
        keys.press("j", "Enter")
        expect(console.page).to_have_url(AN_ACCOUNT)
        keys.on_the_title(re.compile(r"^acc_"))
        keys.tab_to("Erase…")
        keys.press("Enter")
        expect(console.page.locator("[data-closes]")).to_be_focused()
        keys.tab_to("Type ", most=1)
        keys.press("Escape")
        expect(console.page.get_by_test_id("effect")).to_be_hidden()
        expect(console.page.get_by_test_id("account.erase")).to_be_focused()
        expect(console.page).to_have_url(AN_ACCOUNT)

    def test_finds_a_person_by_the_exact_identifier_and_an_account_by_its_id(self, console, keys):
        console.go("/")
        keys.look_for(PERSON)
        keys.chosen("An account whose identifier is exactly")
        keys.press("Enter")
        expect(console.page).to_have_url(AN_ACCOUNT)
        assert PERSON not in console.page.url
        shown = console.page.url.rpartition("/")[2]
        keys.lead_to("h", "/console/acme")
        keys.look_for(shown)
        keys.chosen(f"acc_{shown[-6:]}")
        keys.press("ArrowDown")
        keys.chosen("Disable")
        keys.press("ArrowUp", "Enter")
        keys.on_the_title(f"acc_{shown[-6:]}")

    def test_proves_the_chain(self, console, keys):
        console.go("/")
        keys.lead_to("u", "/console/acme/audit")
        keys.on_the_title("Audit")
        keys.tab_to("Verify now")
        keys.press("Enter")
        expect(console.page.get_by_text(re.compile(r"chain whole, \d+ entries"))).to_be_visible()

    def test_sees_what_ends_this_week(self, console, keys):
        console.go("/")
        keys.look_for("expir")
        keys.chosen("Expiring")
        keys.press("Enter")
        keys.on_the_title("Expiring")
        keys.tab_to("Next 7 days")
        keys.press("Enter")
        expect(console.page).to_have_url(re.compile(r"tab=week"))
        expect(console.page.get_by_text("Nothing ends in this time")).to_be_visible()

    def test_only_leads_to_what_ends_something(self, console, keys):
        console.go("/")
        keys.look_for("ACME Sign")
        keys.chosen("ACME Sign-in")
        keys.press("ArrowDown")
        keys.chosen("Leave given to ACME Sign-in")
        keys.press("ArrowDown")
        keys.chosen("Change the secret of ACME Sign-in")
        keys.press("Enter")
        expect(console.page).to_have_url(re.compile(r"/clients/login-pages\?at=client.secrets$"))
        expect(console.page.get_by_test_id("client.secrets").locator(":focus")).to_have_count(1)

    def test_says_that_nobody_has_this_identifier(self, console, keys):
        console.go("/clients")
        keys.look_for("nobody-at-all")
        keys.press("Enter")
        expect(console.page.get_by_role("alert")).to_contain_text("No account here")

    def test_names_all_keys_and_switches_letters_off(self, console, keys):
        page = console.page
        console.go("/clients")
        keys.press("?")
        expect(page.get_by_role("dialog", name="All keys")).to_be_visible()
        keys.tab_to("Single letters are keys")
        keys.press("Space", "Escape")
        expect(page.get_by_role("dialog", name="All keys")).to_be_hidden()
        keys.press("g", "a", "?")
        expect(page.get_by_role("dialog", name="All keys")).to_be_hidden()
        expect(page).to_have_url(f"{console.house.base_url}/console/acme/clients")
        page.reload()
        console.ready()
        keys.press("g", "a")
        expect(page).to_have_url(f"{console.house.base_url}/console/acme/clients")
        keys.look_for("acc")
        keys.chosen("Accounts")

    def test_there_is_nothing_wrong_while_they_are_open(self, console, keys):
        looking = Looking()
        console.go("/clients")
        keys.look_for("c")
        expect(console.page.get_by_role("option").first).to_be_visible()
        looking.at(console.page, "console-palette", PHONE, WIDE)
        keys.press("Escape")
        expect(console.page.get_by_test_id("palette")).to_be_hidden()
        keys.press("?")
        expect(console.page.get_by_role("dialog", name="All keys")).to_be_visible()
        looking.at(console.page, "console-keys", PHONE, WIDE)
        looking.found_nothing_wrong()
