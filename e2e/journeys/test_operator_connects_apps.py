"""An operator connects applications: the clicks of each task are counted, and its code really runs.

Connect an application and run the snippet: 5 clicks. Rotate a secret with overlap: 4, and 2 to end
the old one. Find what expires this week: 3.
"""

from __future__ import annotations

import json
import re

import httpx
import pytest
from playwright.sync_api import Locator, expect

from e2e.house import PATIENCE
from e2e.journeys.test_person_signs_in import CANARY_PASSWORD
from e2e.pages.console import Console, first_operator
from e2e.pages.pasted import PROGRAMS, is_here, paste
from e2e.pages.sign_in import ConsentPage, SignIn, back_at_the_shop
from e2e.parts import SHOP_AT, a_port
from e2e.shop import Shop

LANGUAGES = [
    pytest.param(each, marks=pytest.mark.skipif(not is_here(each), reason=f"{each} is not here"))
    for each in PROGRAMS
]


class Clicks:
    """Counts what an operator presses."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, what: Locator) -> None:
        what.click()
        self.count += 1


@pytest.fixture(scope="module")
def house(street):
    """A house of these journeys alone."""
    made = street.new("sqlite")
    made.furnish()
    return made


@pytest.fixture(scope="module")
def session(house, browser):
    """The first operator's browser, after the house was set up."""
    return first_operator(browser, house)


@pytest.fixture
def console(house, session, visit_at):
    made = Console(visit_at(house, storage_state=session), house, "acme")
    made.go("/")
    return made


def menu(page, name):
    return page.get_by_test_id("nav").get_by_role("link", name=name, exact=True)


def asks_for_a_token(house, client_id, secret):
    """Ask as the application does; return the status."""
    address = f"{house.base_url}/t/acme/oauth2/token"
    asked = {"grant_type": "client_credentials"}
    return httpx.post(address, data=asked, auth=(client_id, secret), timeout=PATIENCE).status_code


class TestConnects:
    def test_an_application_and_runs_its_snippet(self, console, house, tmp_path):
        page, clicks = console.page, Clicks()
        clicks(menu(page, "Apps"))
        clicks(page.get_by_test_id("clients.new"))
        expect(page.get_by_role("table")).to_have_count(0)
        clicks(page.get_by_text("Service", exact=True))
        page.get_by_test_id("label").fill("Nightly sums")
        page.get_by_test_id("client_id").fill("nightly-sums")
        page.get_by_test_id("scopes").fill("orders.read")
        clicks(page.get_by_test_id("client.create"))
        secret = page.get_by_test_id("once.secret").inner_text()
        house.secrets.add(secret)
        clicks(page.get_by_test_id("once.close"))
        expect(page.get_by_role("heading", name="Nightly sums")).to_be_visible()
        code = page.get_by_test_id("client.code").locator("pre").inner_text()
        assert secret not in code
        told = json.loads(paste(code, "curl", tmp_path, secret).end())
        assert (told["token_type"], told["scope"]) == ("Bearer", "orders.read")
        print(f"connect an application and run the snippet: {clicks.count} clicks")
        assert clicks.count == 5

    def test_and_is_told_why_an_address_does_not_match(self, console):
        console.go("/clients/shop")
        page = console.page
        page.get_by_test_id("try").fill(f"{SHOP_AT}/cb/")
        page.get_by_test_id("client.try").click()
        tried = page.get_by_test_id("client.tried")
        expect(tried).to_contain_text("It differs by the slash at the end of its path.")
        page.get_by_test_id("try").fill(f"{SHOP_AT}/cb")
        page.get_by_test_id("try").press("Enter")
        expect(tried).to_contain_text("It matches.")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_service_in_every_language(self, house, tmp_path, language):
        name = f"robot-{language.lower()}"
        made = house.cli(
            "client", "create", name, "-t", "acme", "--type", "service", "--scope", "orders.read",
            "--json",
        )  # fmt: skip
        secret = json.loads(made)["secret"]
        house.secrets.add(secret)
        code = house.cli("client", "snippet", name, "-t", "acme", "-l", language)
        told = paste(code, language, tmp_path, secret).end()
        assert "eyJ" in told

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("type_", ["public", "confidential"])
    def test_a_person_in_every_language(self, house, tmp_path, visit_at, request, language, type_):
        name, port = f"window-{type_}-{language.lower()}", a_port()
        made = house.cli(
            "client", "create", name, "-t", "acme", "--type", type_, "--scope", "openid",
            "--scope", "profile", "--redirect-uri", f"http://127.0.0.1:{port}/cb", "--json",
        )  # fmt: skip
        secret = json.loads(made).get("secret", "")
        house.secrets |= {secret} - {""}
        code = house.cli("client", "snippet", name, "-t", "acme", "-l", language)
        running, page = paste(code, language, tmp_path, secret), visit_at(house)
        request.addfinalizer(running.close)
        if language == "curl":
            page.route("http://127.0.0.1:*/cb*", lambda route: route.fulfill(body="Back"))
        page.goto(running.address())
        SignIn(page).as_persona("alice")
        ConsentPage(page).allow("Your name and profile", duration="1 hour")
        page.wait_for_url(re.compile(r"/cb\?"))
        if language == "curl":
            found = re.search(r"code=([^&]+)", page.url)
            assert found
            running.say(found[1])
            assert json.loads(running.end().splitlines()[-1])["token_type"] == "Bearer"
            return
        assert "Alice Example" in running.end()


class TestRotates:
    def test_a_secret_with_overlap_and_ends_the_old_one(self, console, house):
        made = house.cli(
            "client", "create", "nightly-backup", "-t", "acme", "--type", "service",
            "--scope", "orders.read", "--json",
        )  # fmt: skip
        old, page, clicks = json.loads(made)["secret"], console.page, Clicks()
        console.go("/clients")
        clicks(page.get_by_role("link", name="nightly-backup"))
        clicks(page.get_by_test_id("client.rotate"))
        clicks(page.get_by_test_id("rotate.go"))
        new = page.get_by_test_id("once.secret").inner_text()
        house.secrets |= {old, new}
        clicks(page.get_by_test_id("once.close"))
        print(f"rotate a secret with overlap: {clicks.count} clicks")
        assert clicks.count == 4
        assert [asks_for_a_token(house, "nightly-backup", each) for each in (old, new)] == [
            200,
            200,
        ]
        clicks(page.get_by_test_id(f"client.end.{old[-4:]}"))
        clicks(page.get_by_test_id("end-secret.go"))
        expect(page.get_by_test_id(f"client.secret.{old[-4:]}")).to_have_count(0)
        assert clicks.count == 6
        assert [asks_for_a_token(house, "nightly-backup", each) for each in (old, new)] == [
            401,
            200,
        ]


class TestFinds:
    @pytest.fixture
    def leave(self, house, visit_at, counter):
        """Somebody's leave for a day, and somebody's for a month."""
        for name, duration in (("for-a-day", "1 day"), ("for-a-month", "30 days")):
            shop, page = Shop(house), visit_at(house)
            asked = shop.ask()
            page.goto(asked.url)
            SignIn(page).register(name, CANARY_PASSWORD)
            ConsentPage(page).allow("See your orders", duration=duration)
            back_at_the_shop(page)
            shop.redeem(asked, counter.answer_to(asked.state))
            shop.http.close()

    def test_what_expires_this_week_and_revokes_it_by_ticks(self, console, leave):
        page, clicks = console.page, Clicks()
        clicks(menu(page, "Consent"))
        clicks(menu(page, "Expiring"))
        every = page.get_by_role("table").locator("tbody tr")
        expect(every.first).to_be_visible()
        clicks(page.get_by_role("link", name=re.compile("^Next 7 days")))
        expect(page).to_have_url(re.compile("tab=week"))
        ends = page.get_by_role("table").locator("tbody tr").filter(has_text="orders.read")
        expect(ends).to_have_count(1)
        expect(ends).to_contain_text("1 grant goes on without it")
        print(f"find what expires this week: {clicks.count} clicks")
        assert clicks.count == 3

        console.go("/ledger?state=given&item=orders.read")
        expect(page.get_by_role("table").locator("tbody tr")).to_have_count(2)
        page.get_by_role("table").get_by_role("checkbox").first.check()
        page.get_by_test_id("ledger.bulk.revoke").click()
        page.get_by_test_id("ledger.revoke.ask").get_by_test_id("note").fill("A journey's end.")
        page.get_by_test_id("ledger.revoke.ask.go").click()
        expect(page.get_by_text("Nothing matches these filters")).to_be_visible()

        console.go("/ledger?state=revoked")
        with page.expect_download() as waiting:
            page.get_by_test_id("ledger.export").click()
        text = waiting.value.path().read_text("utf-8")
        assert text.count("A journey's end.") == 2
        page.get_by_test_id("ledger.verify").click()
        expect(page.get_by_text("chain whole")).to_be_visible()
