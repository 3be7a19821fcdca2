"""An operator lets another one in for one thing, takes a tenant elsewhere, and renews its keys."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from e2e.house import RunningHouse
from e2e.look import PHONE, WIDE, Looking
from e2e.pages.console import Console

READER = "the-one-who-reads"
READER_PASSWORD = "nine paper boats on the canal"
PARCELS = "  - {value: parcels.read, label: Parcels, sentence: It sees parcels., consent: optional}"


class Clicks:
    """Counts what an operator presses on the way to a task's end."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def link(self, name: str | re.Pattern[str]) -> None:
        self.count += 1
        self.page.get_by_role("link", name=name).first.click()

    def press(self, testid: str) -> None:
        self.count += 1
        self.page.get_by_test_id(testid).click()

    def tick(self, testid: str) -> None:
        self.count += 1
        self.page.get_by_test_id(testid).check()


@pytest.fixture(scope="module")
def own_house(street):
    """A house of this journey's own: it makes operators and rotates keys."""
    house = street.new("sqlite")
    house.furnish()
    return house


@pytest.fixture
def owner(own_house, visit_at):
    """The owner's console at acme."""
    console = Console(visit_at(own_house), own_house)
    if own_house.link:
        console.become_the_first()
        own_house.link = ""
    else:
        console.sign_in()
    console.tenant = "acme"
    console.go("/")
    return console


def take(house: RunningHouse, page: Page, link: str) -> None:
    """Open an invitation in a browser of its own and become an operator."""
    house.links.add(link.rsplit("/", 1)[-1])
    house.secrets |= {READER, READER_PASSWORD}
    page.goto(link)
    expect(page.get_by_text("Audit reader:")).to_be_visible()
    page.get_by_label("Username").fill(READER)
    page.get_by_label("Password", exact=True).fill(READER_PASSWORD)
    page.get_by_role("button", name="Accept and go to the console").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


class TestInvitation:
    def test_of_somebody_who_may_only_read_audit(self, owner, own_house, visit_at):
        clicks = Clicks(owner.page)
        clicks.link("Tenant")
        clicks.link("Operators & roles")
        clicks.press("operators.invite")
        clicks.tick("role-audit_reader")
        clicks.press("invite.create")
        link = owner.page.get_by_test_id("once").get_by_text("/invitation/").inner_text()
        assert clicks.count <= 5
        print(f"invite an operator who may only read audit: {clicks.count} clicks")

        other = visit_at(own_house)
        take(own_house, other, link.strip())
        expect(other.get_by_role("heading", name="Audit", exact=True)).to_be_visible()
        rooms = other.get_by_test_id("nav").get_by_role("link").filter(has_text=re.compile(r"\S"))
        expect(rooms).to_have_text(["Watch", "Audit"])
        for place in ("/accounts", "/clients", "/keys", "/operators", "/config", "/api-keys/new"):
            other.goto(f"{own_house.base_url}/console/acme{place}")
            expect(other.get_by_role("heading", level=1)).to_be_visible()
            if place != "/api-keys/new":
                expect(other.get_by_text("Your role does not allow this")).to_be_visible()
        other.goto(f"{own_house.base_url}/console/globex/audit")
        expect(other.get_by_text("There is no such tenant here")).to_be_visible()

        again = visit_at(own_house)
        again.goto(link.strip())
        expect(again.get_by_text("Ask whoever invited you")).to_be_visible()

    def test_of_nobody_once_it_was_taken_back(self, owner, own_house, visit_at):
        owner.go("/operators/invite")
        owner.page.get_by_test_id("role-audit_reader").check()
        owner.page.get_by_test_id("invite.create").click()
        link = owner.page.get_by_test_id("once").get_by_text("/invitation/").inner_text().strip()
        own_house.links.add(link.rsplit("/", 1)[-1])
        owner.go("/operators?tab=invitations")
        row = owner.page.get_by_test_id(re.compile(r"invitations\.row\.")).first
        row.get_by_test_id(re.compile(r"invitations\.acts\.")).click()
        owner.page.get_by_test_id("invitations.act.revoke").click()
        owner.page.get_by_test_id("invitation.revoke.go").click()
        expect(row.get_by_text("Revoked")).to_be_visible()
        other = visit_at(own_house)
        other.goto(link)
        expect(other.get_by_text("Ask whoever invited you")).to_be_visible()


def grow_old(house):
    """Let the last proof of everybody be an hour older."""
    files = list((house.folder / "data").glob("*.db"))
    with closing(sqlite3.connect(files[0], timeout=60)) as connection, connection:
        connection.execute("UPDATE session SET auth_time = auth_time - 3600000000")


class TestViewAs:
    def test_shows_less_and_changes_nothing(self, owner):
        owner.go("/operators?tab=roles")
        owner.page.get_by_test_id("roles.view.support").click()
        expect(owner.page.get_by_test_id("view")).to_be_visible()
        expect(owner.page.get_by_test_id("nav").get_by_role("link", name="Keys")).to_have_count(0)
        owner.go("/keys")
        expect(owner.page.get_by_text("Your role does not allow this")).to_be_visible()
        owner.page.get_by_test_id("view.back").click()
        expect(owner.page.get_by_test_id("view")).to_have_count(0)
        expect(owner.page.get_by_role("heading", name="Operators & roles")).to_be_visible()


class TestConfig:
    def test_goes_elsewhere_and_a_second_time_changes_nothing(self, owner, street, visit_at):
        clicks = Clicks(owner.page)
        clicks.link("Tenant")
        clicks.link("Config")
        with owner.page.expect_download() as saved:
            clicks.press("config.download")
        print(f"export a tenant as YAML: {clicks.count} clicks")
        assert clicks.count <= 3
        text = saved.value.path().read_text("utf-8")

        elsewhere = street.new("sqlite")
        page = visit_at(elsewhere)
        (console := Console(page, elsewhere)).become_the_first()
        console.tenant = "byleave"
        console.go("/config")
        clicks = Clicks(page)
        page.get_by_test_id("file").fill(text)
        clicks.press("config.compare")
        expect(page.get_by_text("add tenant acme")).to_be_visible()
        expect(page.locator(".bl-btn.pri:visible")).to_have_count(1)
        clicks.press("config.go")
        clicks.press("config.confirm.go")
        expect(page.get_by_text(re.compile(r"\d+ changes applied"))).to_be_visible()
        print(f"apply it elsewhere: {clicks.count} clicks and a paste")
        assert clicks.count <= 3
        page.get_by_test_id("once").get_by_role("button").last.click()
        page.get_by_test_id("config.compare").click()
        expect(page.get_by_text("Nothing differs")).to_be_visible()
        assert elsewhere.cli("export", "acme") == text

    def test_shows_what_stands_once_a_file_was_applied(self, owner, own_house):
        owner.go("/config")
        page = owner.page
        text = own_house.cli("export", "acme").replace("  scopes:", f"  scopes:\n{PARCELS}", 1)
        page.get_by_test_id("file").fill(text)
        for step in ("compare", "go", "confirm.go"):
            page.get_by_test_id(f"config.{step}").click()
        expect(page.get_by_test_id("config.yaml")).to_contain_text("parcels.read")
        expect(page.get_by_test_id("config.history")).to_contain_text("1 added")

    def test_says_at_the_field_which_line_is_wrong_and_shows_it(self, owner):
        page = owner.page
        owner.go("/config")
        page.get_by_test_id("file").fill(
            "tenants:\n  - slug: acme\n    lable: ACME\n    kind: test"
        )
        page.get_by_test_id("config.compare").click()
        said = "Line 3: 'lable' is no key: did you mean label?"
        expect(page.get_by_test_id("config.apply")).to_contain_text(said)
        expect(page.get_by_test_id("config.line").locator("[aria-current]")).to_have_text(
            "    lable: ACME"
        )
        expect(page.get_by_test_id("file")).to_be_focused()
        expect(page.get_by_test_id("toast")).to_be_hidden()
        (looking := Looking()).at(page, "console-config-wrong", PHONE, WIDE)
        page.get_by_test_id("file").fill("tenants:\n\t- slug: acme")
        page.get_by_test_id("config.compare").click()
        expect(page.get_by_text("it is indented with a tab; use blanks")).to_be_visible()
        looking.found_nothing_wrong()


class TestKeys:
    def test_ask_for_a_proof_where_the_last_one_is_old(self, owner, own_house):
        grow_old(own_house)
        owner.go("/api-keys/new")
        expect(owner.page.get_by_test_id("proof.go")).to_be_visible()
        expect(owner.page.locator(".bl-btn.pri:visible")).to_have_count(1)
        owner.go("/keys")
        page = owner.page
        page.get_by_test_id("keys.rotate.checkpoint.ES256").click()
        page.get_by_test_id("keys.confirm.go").click()
        page.get_by_test_id("proof.go").click()
        owner.prove_again()
        page.get_by_test_id("keys.rotate.checkpoint.ES256").click()
        page.get_by_test_id("keys.confirm.go").click()
        expect(page.get_by_test_id("keys.checkpoint").get_by_text("Retired")).to_be_visible()

    def test_are_rotated_and_say_what_comes(self, owner):
        clicks = Clicks(owner.page)
        clicks.link("Tenant")
        clicks.press("keys.rotate.token.ES256")
        expect(owner.page.get_by_text("in 24 hours")).to_be_visible()
        clicks.press("keys.confirm.go")
        expect(owner.page.get_by_test_id("keys.token").get_by_text("signs from")).to_be_visible()
        print(f"rotate a signing key: {clicks.count} clicks")
        assert clicks.count <= 3
        owner.go("/keys")
        owner.page.get_by_test_id("keys.rotate.index").click()
        owner.page.get_by_test_id("keys.confirm.go").click()
        expect(owner.page.get_by_text("Version 2")).to_be_visible()


class TestApiKeys:
    def test_keep_what_was_typed_while_a_proof_was_asked_for(self, owner, own_house):
        grow_old(own_house)
        page = owner.page
        owner.go("/api-keys/new")
        page.get_by_test_id("label").fill("night export")
        page.get_by_test_id("lifetime").select_option("30")
        page.locator("label").filter(has=page.get_by_test_id("may-audit.read")).click()
        page.get_by_test_id("proof.go").click()
        assert "night" not in page.url
        owner.prove_again()
        expect(page.get_by_test_id("label")).to_have_value("night export")
        expect(page.get_by_test_id("lifetime")).to_have_value("30")
        expect(page.get_by_test_id("may-audit.read")).not_to_be_checked()
        page.get_by_test_id("api-key.create").click()
        expect(page.get_by_test_id("once")).to_contain_text("The key night export")
        own_house.secrets.add(
            page.get_by_test_id("once").get_by_text("byl_ak_").inner_text().strip()
        )

    def test_are_made_shown_once_and_revoked(self, owner, own_house):
        clicks = Clicks(owner.page)
        clicks.link("Tenant")
        clicks.link("API keys")
        clicks.press("api-keys.new")
        owner.page.get_by_test_id("label").fill("export")
        clicks.press("api-key.create")
        key = owner.page.get_by_test_id("once").get_by_text("byl_ak_").inner_text().strip()
        own_house.secrets.add(key)
        print(f"make an API key: {clicks.count} clicks")
        answer = owner.page.request.get(
            f"{own_house.base_url}/api/v1/tenants/acme/accounts",
            headers={"authorization": f"Bearer {key}"},
        )
        assert answer.status == 200
        owner.go("/api-keys")
        rows = owner.page.get_by_test_id(re.compile(r"api-keys\.row\."))
        row = rows.filter(has=owner.page.get_by_text("export", exact=True))
        row.get_by_test_id(re.compile(r"api-keys\.acts\.")).click()
        owner.page.get_by_test_id("api-keys.act.revoke").click()
        owner.page.get_by_test_id("api-key.revoke.go").click()
        expect(row.get_by_text("Revoked")).to_be_visible()
        answer = owner.page.request.get(
            f"{own_house.base_url}/api/v1/whoami", headers={"authorization": f"Bearer {key}"}
        )
        assert answer.status == 401


class TestOwnName:
    def test_is_changed_from_the_own_menu_and_seen_at_once(self, owner):
        page, looking = owner.page, Looking()
        page.get_by_test_id("operator-menu").click()
        page.get_by_test_id("own-name").click()
        field = page.get_by_label("Other operators see you as")
        expect(field).to_be_visible()
        field.fill("x" * 81)
        page.get_by_test_id("you.save").click()
        expect(page.get_by_text("more than 80 characters")).to_be_visible()
        field.fill("Olive of the night")
        looking.at(page, "console-you", PHONE, WIDE)
        page.get_by_test_id("you.save").click()
        expect(page.get_by_test_id("toast")).to_contain_text("Your name was saved.")
        expect(page).not_to_have_url(re.compile("saved"))
        expect(page.get_by_test_id("operator-menu")).to_contain_text("Ol")
        owner.go("/operators")
        expect(page.locator(".q-page").get_by_text("Olive of the night").first).to_be_visible()
        looking.found_nothing_wrong()
