"""An operator brands the login page: sees it in the preview, saves, and a person meets it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.conftest import watch
from e2e.house import RunningHouse
from e2e.pages.console import Console

YELLOW = "#ffe600"
READABLE = "rgb(11, 18, 16)"
"""What a label on that yellow has to be: near-black."""
MOST_CLICKS = 6


class Hand:
    """Clicks, and counts them."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, what) -> None:
        what.click()
        self.clicks += 1


@pytest.fixture(scope="module")
def owned(street, browser: Browser) -> RunningHouse:
    """A house of its own with its first operator, for all of this file."""
    house = street.new("sqlite")
    context = browser.new_context(locale="en-GB")
    watch(context, house)
    Console(context.new_page(), house).become_the_first()
    context.close()
    return house


@pytest.fixture
def console(owned, visit_at, request) -> Console:
    """Its operator, in a tenant of this test alone."""
    slug = f"t{abs(hash(request.node.name)) % 10**9}"
    owned.cli("tenant", "create", slug, "--label", "Harbour Health", "--registration", "open")
    console = Console(visit_at(owned), owned, slug)
    console.sign_in(f"/{slug}")
    return console


def button_of(page) -> tuple[str, str]:
    """Return ground and letters of the page's one primary button."""
    style = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
    found = page.get_by_role("button", name="Go on").evaluate(style)
    return found[0], found[1]


class TestOperatorBrands:
    def preview(self, page: Page, width: int):
        frame = page.get_by_test_id(f"branding.frame.{width}")
        return frame.content_frame

    def test_the_login_page(self, console, visit_at):
        page, hand = console.page, Hand()
        hand.click(
            page.get_by_role("navigation", name="Console").get_by_role("link", name="Look & words")
        )
        expect(page.get_by_role("heading", level=1, name="Branding")).to_be_visible()

        page.get_by_test_id("branding.accent").fill(YELLOW)
        said = page.get_by_text("Your colour is used for the button; links use a darker one.")
        expect(said).to_be_visible()
        for width in (390, 768, 1280):
            seen = self.preview(page, width).get_by_role("button", name="Go on")
            expect(seen).to_have_css("background-color", "rgb(255, 230, 0)")
            expect(seen).to_have_css("color", READABLE)
        stranger = visit_at(console.house)
        stranger.goto(f"{console.house.base_url}/t/{console.tenant}/me")
        assert button_of(stranger)[0] == "rgb(11, 97, 82)", "a draft is nobody's page"

        hand.click(page.get_by_test_id("branding.save"))
        expect(page.get_by_text("Saved. People see it now.")).to_be_visible()

        hand.click(page.get_by_test_id("branding.reword"))
        expect(page.get_by_role("heading", level=1, name="Texts & languages")).to_be_visible()
        hand.click(page.get_by_role("table").get_by_role("link", name="Go on", exact=True))
        expect(page.get_by_role("heading", level=1, name="Go on")).to_be_visible()
        page.get_by_test_id("text.en").fill("Ahoy")
        hand.click(page.get_by_test_id("text.en.save"))
        expect(page.get_by_text("Saved. People read it now.")).to_be_visible()
        hand.click(page.get_by_test_id("text.see"))
        expect(self.preview(page, 390).get_by_role("button", name="Ahoy")).to_be_visible()

        assert hand.clicks == MOST_CLICKS, f"{hand.clicks} clicks"

        person = visit_at(console.house, viewport={"width": 390, "height": 844})
        person.goto(f"{console.house.base_url}/t/{console.tenant}/me")
        seen = person.get_by_role("button", name="Ahoy")
        expect(seen).to_have_css("background-color", "rgb(255, 230, 0)")
        expect(seen).to_have_css("color", READABLE)
        assert not person.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    def test_undo_takes_it_back(self, console, visit_at):
        page = console.page
        console.go("/branding")
        page.get_by_test_id("branding.accent").fill("#ff4d8d")
        expect(page.get_by_test_id("branding.pairs")).to_be_visible()
        page.get_by_test_id("branding.save").click()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_test_id("branding.accent")).to_have_value("")
        person = visit_at(console.house)
        person.goto(f"{console.house.base_url}/t/{console.tenant}/me")
        assert button_of(person)[0] == "rgb(11, 97, 82)"

    def test_a_draft_may_not_stand_in_a_foreign_frame_and_is_its_sessions_own(
        self, console, visit_at
    ):
        page = console.page
        console.go("/branding")
        address = page.get_by_test_id("branding.frame.390").get_attribute("src")
        answer = page.request.get(f"{console.house.base_url}{address}")
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'self'" in policy
        assert "form-action 'none'" in policy
        assert "script-src" not in policy
        other = visit_at(console.house)
        assert (
            other.request.get(f"{console.house.base_url}{address}", max_redirects=0).status == 303
        )

    def test_a_logo_without_its_script(self, console, visit_at, tmp_path):
        drawing = tmp_path / "logo.svg"
        drawing.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)">'
            '<script>alert(2)</script><path d="M0 0h9v9z" fill="#c00"/></svg>'
        )
        page = console.page
        console.go("/branding")
        choose = page.get_by_role("button", name="Logo optional Choose a file", exact=True)
        expect(choose).to_have_accessible_description("No picture yet")
        with page.expect_file_chooser(timeout=60_000) as asked:
            choose.press("Enter")
        asked.value.set_files(drawing)
        expect(choose).to_have_accessible_description("logo.svg")
        expect(self.preview(page, 390).locator(".org img")).to_be_visible()
        page.get_by_test_id("branding.save").click()
        expect(page.get_by_text("Saved. People see it now.")).to_be_visible()
        person = visit_at(console.house)
        person.goto(f"{console.house.base_url}/t/{console.tenant}/me")
        logo = person.locator(".org img").get_attribute("src")
        served = person.request.get(f"{console.house.base_url}{logo}")
        assert served.headers["cache-control"].endswith("immutable")
        assert "alert" not in served.text()


class TestOperatorSetsTheRules:
    def test_sees_before_and_after_and_takes_it_back(self, console, visit_at):
        page = console.page
        console.go("/sign-in")
        page.get_by_text("By invitation").click()
        turns = page.get_by_test_id("sign-in.turns")
        expect(turns.get_by_text("Open")).to_be_visible()
        expect(turns.get_by_text("By invitation")).to_be_visible()
        page.get_by_test_id("sign-in.save").click()
        expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
        person = visit_at(console.house)
        person.goto(f"{console.house.base_url}/t/{console.tenant}/me")
        invited = person.get_by_text("New here? You need an invitation from Harbour Health.")
        expect(invited).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("radio", name="Open")).to_be_checked()
        person.reload()
        expect(person.get_by_role("link", name="Create an account")).to_be_visible()

    def test_says_at_the_field_what_is_too_weak(self, console):
        page = console.page
        console.go("/sign-in")
        page.get_by_test_id("policy.password_least").fill("8")
        page.get_by_test_id("sign-in.save").click()
        expect(page.get_by_text("Choose 15 to 64.")).to_be_visible()
