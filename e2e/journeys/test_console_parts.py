"""What pages are made of, by keyboard and in hostile hands: lists, filters, trees, dialogs, drawings."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from e2e.look import PHONE, WIDE, Looking
from e2e.pages.keyboard import Keyboard
from tests.app.console.conftest import running
from tests.app.console.payloads import PAYLOADS

SECONDS_BY_HAND = """
const every = window.setInterval, acts = [];
window.setInterval = (act, time, ...more) => time === 1000 ? acts.push(act) : every(act, time, ...more);
window.second = () => acts.forEach((act) => act());
"""
"""What is done each second is done when a test says that one went by."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    yield from running(tmp_path_factory.mktemp("demo"))


class TestParts:
    @pytest.fixture
    def page(self, demo, browser):
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        yield page
        context.close()

    @pytest.fixture
    def keys(self, page):
        return Keyboard(page)

    def at(self, demo, page, place):
        page.goto(f"{demo.base}/-/sign-in?as=mk&to=/console/harbour/{place}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_test_id("waiting")).to_have_count(0)

    def test_selects_all_that_match_and_not_this_page_alone(self, demo, page):
        self.at(demo, page, "lists")
        expect(page.get_by_role("link", name="acc_000000")).to_be_visible()
        bar, looking = page.get_by_test_id("lists.bulk"), Looking()
        page.get_by_label("Tick all on this page").check()
        expect(bar).to_contain_text("12 selected")
        page.get_by_role("button", name="Select all that match").click()
        expect(bar).to_contain_text("34 selected")
        expect(page.get_by_test_id("lists.widen")).to_be_hidden()
        looking.at(page, "console-select-all", PHONE, WIDE)
        page.get_by_test_id("lists.next").click()
        expect(page.get_by_role("link", name="acc_000012")).to_be_visible()
        page.get_by_role("row").nth(1).get_by_role("checkbox").uncheck()
        expect(bar).to_contain_text("33 selected")
        page.get_by_test_id("lists.bulk.end").click()
        expect(page.get_by_role("button", name="End 33 sessions")).to_be_visible()
        looking.found_nothing_wrong()

    def test_walks_ticks_and_acts_on_many(self, demo, page, keys):
        self.at(demo, page, "lists")
        expect(page.get_by_role("link", name="acc_000000")).to_be_visible()
        keys.press("j", "j", "x", "j", "j", "Shift+X")
        expect(page.get_by_test_id("lists.bulk")).to_contain_text("3 selected")
        keys.press("]")
        expect(page.get_by_role("link", name="acc_000012")).to_be_visible()
        expect(page.get_by_test_id("lists.bulk")).to_contain_text("3 selected")
        keys.press("[")
        expect(page.get_by_role("link", name="acc_000000")).to_be_visible()
        page.get_by_role("heading", level=1).focus()
        keys.tab_to("End 3")
        keys.press("Enter")
        expect(page.get_by_role("alertdialog", name="End sessions")).to_be_visible()
        keys.tab_to("End 3 sessions")
        keys.press("Enter")
        expect(page.get_by_text("It is empty.")).to_be_visible()
        expect(page.get_by_label("Reason")).to_be_focused()
        keys.type("Tablets handed in")
        keys.tab_to("End 3 sessions")
        keys.press("Enter")
        expect(page.get_by_role("alertdialog")).to_be_hidden()
        expect(page.get_by_test_id("lists.bulk")).to_be_hidden()
        expect(page.get_by_role("group", name="Accounts", exact=True)).to_be_focused()

    def test_takes_back_what_was_just_done(self, demo, page, keys):
        self.at(demo, page, "lists")
        expect(page.get_by_role("link", name="acc_000000")).to_be_visible()
        keys.press("j", ".")
        expect(page.get_by_role("button", name="Mute")).to_be_focused()
        keys.press("Enter")
        expect(page.get_by_test_id("toast")).to_contain_text("Muted acc_000000.")
        expect(page.get_by_test_id("toast")).to_contain_text("Undo")
        keys.press("u")
        expect(page.get_by_test_id("toast")).to_contain_text("Heard again.")

    @pytest.mark.parametrize("stays", ["hover", "focus"])
    def test_leaves_time_to_whoever_is_about_to_take_it_back(self, demo, page, keys, stays):
        page.add_init_script(SECONDS_BY_HAND)
        self.at(demo, page, "lists")
        expect(page.get_by_role("link", name="acc_000000")).to_be_visible()
        keys.press("j", ".")
        expect(page.get_by_role("button", name="Mute")).to_be_focused()
        keys.press("Enter")
        toast = page.get_by_test_id("toast")
        undo = toast.get_by_role("button", name="Undo")
        expect(undo).to_be_visible()
        if stays == "hover":
            undo.hover()
        else:
            undo.focus()
        page.wait_for_function(f"document.querySelector('[data-testid=toast] :{stays}')")
        page.evaluate("for (let n = 0; n < 20; n += 1) window.second()")
        expect(toast).to_contain_text("Undo 10")
        page.mouse.move(0, 0)
        undo.blur()
        page.wait_for_function(
            "() => { window.second(); return !document.querySelector('[data-testid=toast]'); }"
        )

    def test_goes_to_what_can_be_changed_and_back_to_the_list_as_it_was_left(
        self, demo, page, keys
    ):
        self.at(demo, page, "accounts")
        expect(page.get_by_role("link", name="acc_000000")).to_be_visible()
        first = page.url
        keys.press("]")
        expect(page.get_by_role("link", name="acc_000012")).to_be_visible()
        expect(page).not_to_have_url(first)
        left = page.url
        keys.press("j", "Enter")
        keys.on_the_title("acc_000012")
        keys.press("?", "Escape")
        expect(page.get_by_role("dialog", name="All keys")).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_have_text("acc_000012")
        keys.press("e")
        expect(page.get_by_label("Reason")).to_be_focused()
        keys.press("Escape", "Tab", "Escape")
        keys.on_the_title("Accounts")
        expect(page).to_have_url(left)
        expect(page.get_by_role("link", name="acc_000012")).to_be_visible()
        keys.press("e", "Escape")
        expect(page).to_have_url(left)

    def test_throws_nothing_away_that_was_typed(self, demo, page, keys):
        self.at(demo, page, "accounts/acc_000003")
        keys.press("e")
        expect(page.get_by_label("Reason")).to_be_focused()
        keys.type("Tablets handed in")
        keys.press("Tab", "Escape")
        expect(page.get_by_role("heading", level=1)).to_have_text("acc_000003")
        page.get_by_role("navigation", name="Where you are").get_by_role("link").click()
        keys.on_the_title("Accounts")

    def test_filters_by_sentences_that_are_the_address(self, demo, page, keys):
        self.at(demo, page, "lists")
        expect(page.get_by_role("link", name="acc_000000")).to_be_visible()
        keys.press("f", "Enter")
        expect(page.get_by_role("checkbox", name="enabled")).to_be_focused()
        keys.press("Space", "Tab", "Space", "Enter")
        expect(page.get_by_role("button", name="state is enabled or locked")).to_be_visible()
        expect(page).to_have_url(f"{demo.base}/console/harbour/lists?state=enabled,locked")
        expect(page.get_by_role("link", name="acc_000003")).to_have_count(0)
        page.reload()
        expect(page.get_by_role("button", name="state is enabled or locked")).to_be_visible()
        keys.tab_to("Remove the filter state")
        keys.press("Enter")
        expect(page).to_have_url(f"{demo.base}/console/harbour/lists")
        expect(page.get_by_role("button", name="Filter")).to_be_focused()

    def test_says_that_the_filters_leave_nothing(self, demo, page, keys):
        self.at(demo, page, "lists?state=erased")
        expect(page.get_by_role("heading", name="Nothing matches these filters")).to_be_visible()
        keys.tab_to("Clear filters")
        keys.press("Enter")
        expect(page.get_by_role("link", name="acc_000000")).to_be_visible()

    def test_walks_a_tree_and_marks_what_falls(self, demo, page, keys):
        self.at(demo, page, "drawings")
        page.get_by_role("treeitem").first.focus()
        keys.press("ArrowDown", "ArrowDown", "Enter")
        grant, family = page.get_by_test_id("drawings.tree.node.gra"), "drawings.tree.node.fam"
        expect(grant).to_have_attribute("aria-selected", "true")
        expect(page.get_by_test_id(family)).to_have_class("in")
        keys.press("ArrowLeft")
        expect(page.get_by_test_id(family)).to_have_count(0)
        keys.press("ArrowRight", "ArrowRight")
        expect(page.get_by_test_id(family)).to_be_focused()
        keys.press("a")
        expect(page.get_by_test_id("drawings.tree.node.qr")).to_be_focused()
        keys.press("Home")
        expect(page.get_by_test_id("drawings.tree.node.acc")).to_be_focused()

    def test_opens_the_menu_of_a_narrow_window_and_comes_back(self, demo, page, keys):
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        self.at(demo, page, "lists")
        keys.tab_to("Menu")
        keys.press("Enter")
        expect(page.get_by_role("button", name="Switch tenant")).to_be_focused()
        for _ in range(12):
            keys.press("Tab")
            assert page.evaluate("!document.activeElement.closest('main, header')")
        keys.press("Escape")
        expect(page.get_by_role("button", name="Menu")).to_be_focused()
        keys.press("Enter")
        keys.tab_to("Apps")
        keys.press("Enter")
        keys.on_the_title("Clients")

    def test_a_page_that_takes_its_time_shows_its_shape(self, demo, page, keys):
        self.at(demo, page, "lists")
        page.evaluate("Byleave.go('/console/harbour/slow')")
        expect(page.get_by_test_id("waiting")).to_have_css("opacity", "1")
        keys.on_the_title("Slow")
        expect(page.get_by_test_id("waiting")).to_have_count(0)

    @pytest.mark.parametrize("asked", ["", "?hostile=", "?typed="])
    def test_nothing_that_was_typed_is_markup(self, demo, page, keys, asked):
        faults = []
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        # An address gives up what no eye can see: such a value is not read at all.
        seen = [each for each in PAYLOADS if each.isprintable()]
        wanted = ",".join(each.replace(",", "") for each in seen)
        self.at(demo, page, "drawings")
        query = asked + quote(wanted) if asked else ""
        page.goto(f"{demo.base}/console/harbour/hostile-parts{query}")
        expect(page.get_by_test_id("hostile.confirm")).to_be_visible()
        keys.press("Escape")
        chips = {"": 0, "?typed=": 1}.get(asked, len(seen))
        expect(page.locator(".bl-chip b")).to_have_count(chips)
        for opened in ("as-command", "filters.add", "lines.table"):
            page.get_by_test_id(opened).first.click()
            keys.press("Escape")
        page.get_by_role("table", name=PAYLOADS[3], exact=True).last.wait_for()
        page.get_by_role("checkbox").first.check()
        keys.press("Control+k")
        keys.type("img")
        page.wait_for_timeout(300)  # for what should not come: nothing says that it will not
        assert page.evaluate("window.hit") is None
        assert page.locator("main :is(img, script, iframe, object, embed)").count() == 0
        assert faults == []

    def test_there_is_nothing_wrong_with_any_of_them(self, demo, page, keys):
        looking = Looking()
        self.at(demo, page, "lists?state=enabled,locked")
        expect(page.get_by_role("link", name="acc_000000")).to_be_visible()
        keys.press("j", "x")
        expect(page.get_by_test_id("lists.bulk")).to_be_visible()
        looking.at(page, "parts-list", PHONE, WIDE)
        keys.press(".")
        expect(page.get_by_role("button", name="Mute")).to_be_focused()
        looking.at(page, "parts-acts", PHONE, WIDE)
        keys.press("Escape")
        expect(page.get_by_role("button", name="Mute")).to_be_hidden()
        keys.press("f", "Enter")
        expect(page.locator(":popover-open :focus")).to_have_count(1)
        looking.at(page, "parts-filter", PHONE, WIDE)
        keys.press("Escape")
        keys.tab_to("End 1")
        keys.press("Enter")
        expect(page.get_by_role("alertdialog")).to_be_visible()
        looking.at(page, "parts-confirm", PHONE, WIDE)
        self.at(demo, page, "drawings")
        page.get_by_role("treeitem").nth(2).click()
        looking.at(page, "parts-drawings", PHONE, WIDE)
        page.get_by_test_id("drawings.lines.table").click()
        looking.at(page, "parts-table", PHONE, WIDE)
        looking.found_nothing_wrong()
