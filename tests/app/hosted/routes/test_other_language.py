"""A form that is shown again with what is wrong can be read in another language all the same."""

import html
import re

import pytest

from tests.app.hosted.routes.steps import TYPED, begun, identified
from tests.app.hosted.routes.test_invitation import page_of
from tests.support.wire import Browser

NEW = "another long passphrase of the tests"
WHY = re.compile(r"[?&]why=[A-Za-z0-9_-]+$")
GERMAN = re.compile(r'<a class="lang" href="([^"]*)" lang="de"')


async def in_german(visitor, answer):
    """Follow the link to the page in German; return where it led and the page."""
    found = GERMAN.search(answer.text)
    assert found, "there is no link to another language"
    away = await visitor.get(html.unescape(found[1]))
    assert away.status == 303
    page = await visitor.get(away.location)
    assert page.status == 200
    assert '<html lang="de"' in page.text
    assert "<title>Fehler:" in page.text
    assert problem_of(page).keys() == problem_of(answer).keys()
    assert problem_of(page) != problem_of(answer)
    return WHY.sub("", away.location), page


def problem_of(page):
    """Return what the summary of a page says is wrong, by the field it leads to."""
    summary = re.search(r'role="alert".*?</(?:div|section)>', page.text, re.DOTALL)
    assert summary, "nothing is said to be wrong"
    return dict(re.findall(r'href="#([^"]*)">([^<]*)<', summary[0])) or {"": summary[0]}


class TestSignIn:
    async def test_a_name_that_cannot_be_one_is_kept(self, visitor):
        page = await begun(visitor)
        answer = await visitor.fill(page, identifier="not a@name@at all")
        assert answer.status == 400
        where, shown = await in_german(visitor, answer)
        assert where.startswith(page)
        assert shown.hidden("identifier") == "not a@name@at all"
        assert (await visitor.fill(where, identifier="alice")).status == 303

    async def test_making_an_account_stays_making_an_account(self, visitor):
        page = await begun(visitor)
        where = f"{page}?step=register"
        answer = await visitor.fill(where, identifier="erin", password="short-one")
        assert answer.status == 400
        there, shown = await in_german(visitor, answer)
        assert shown.hidden("step") == "register"
        assert shown.hidden("identifier") == "erin"
        assert "short-one" not in shown.text
        assert "erin" not in there
        assert "erin" not in visitor.cookies[TYPED]
        done = await visitor.fill(there, identifier="erin", password=NEW)
        assert (done.status, done.location) == (303, page)

    async def test_a_wrong_password_leads_back_to_the_password(self, visitor):
        page = await identified(visitor)
        answer = await visitor.fill(page, password="nothing of the kind")
        where, shown = await in_german(visitor, answer)
        assert where == page
        assert 'name="password"' in shown.text
        assert "nothing of the kind" not in shown.text
        assert 'value="alice"' in shown.text

    async def test_what_is_too_long_to_travel_is_left(self, visitor):
        page = await begun(visitor)
        answer = await visitor.fill(page, identifier="a" * 5000)
        assert answer.status == 400
        _, shown = await in_german(visitor, answer)
        assert shown.hidden("identifier") == ""


class TestTheProblem:
    async def test_is_said_in_the_other_language(self, visitor):
        page = await identified(visitor)
        answer = await visitor.fill(page, password="nothing of the kind")
        assert "Name and password do not belong together." in answer.text
        _, shown = await in_german(visitor, answer)
        assert "Name und Passwort gehören nicht zusammen." in shown.text

    async def test_names_what_the_sentence_names(self, visitor):
        page = f"{await begun(visitor)}?step=register"
        answer = await visitor.fill(page, identifier="erin", password="x")
        _, shown = await in_german(visitor, answer)
        least = re.search(r"at least (\d+)", str(problem_of(answer)))[1]
        assert least in str(problem_of(shown))

    async def test_stands_in_no_address_in_clear_and_in_no_other_page_or_browser(
        self, visitor, app
    ):
        page = await identified(visitor)
        answer = await visitor.fill(page, password="nothing of the kind")
        address = html.unescape(GERMAN.search(answer.text)[1])
        why = re.search(r"why=([^&]+)", address)[1]
        assert "proof" not in why
        stranger = Browser(app)
        other = await identified(stranger)
        for browser, place in ((stranger, other), (visitor, f"{page}?step=register")):
            mark = "&" if "?" in place else "?"
            shown = await browser.get(f"{place}{mark}why={why}")
            assert (shown.status, 'role="alert"' in shown.text) == (200, False)

    @pytest.mark.parametrize("why", ["", "x", "A" * 5000, "%00"])
    async def test_is_nobodys_to_write(self, visitor, why):
        page = await identified(visitor)
        shown = await visitor.get(f"{page}?why={why}")
        assert (shown.status, 'role="alert"' in shown.text) == (200, False)


class TestOperators:
    @pytest.fixture(params=["first", "invitation"])
    def address(self, request, world):
        if request.param == "invitation":
            return page_of(world)
        return f"/first/{world.staff.ticket.reveal()}"

    async def test_names_are_kept_and_the_password_is_not(self, visitor, address):
        wrong = {"username": "irene", "shown": "Irène at night", "password": "short-one"}
        answer = await visitor.fill(address, **wrong)
        assert answer.status == 400
        where, shown = await in_german(visitor, answer)
        assert where == address
        assert shown.hidden("username") == "irene"
        assert shown.hidden("shown") == "Irène at night"
        assert "short-one" not in shown.text

    async def test_names_are_of_this_link_alone(self, visitor, address, world):
        wrong = {"username": "irene", "shown": "Irène", "password": "short-one"}
        await visitor.fill(address, **wrong)
        other = await visitor.get(page_of(world, "globex"))
        assert other.hidden("username") == ""

    async def test_names_are_let_go_once_it_is_done(self, visitor, address):
        wrong = {"username": "irene", "shown": "Irène", "password": "short-one"}
        await visitor.fill(address, **wrong)
        done = await visitor.fill(address, username="irene", shown="Irène", password=NEW)
        assert (done.status, done.location) == (303, "/console")
        assert "__Host-byl-t-byleave" not in visitor.cookies


async def test_ones_own_pages_have_the_link_too(alices):
    answer = await alices.fill("/t/acme/me/password", current="wrong", password=NEW)
    assert answer.status >= 400
    where, _ = await in_german(alices, answer)
    assert where == "/t/acme/me/password"


async def test_activation_has_the_link_too(visitor, world):
    page = f"/t/acme/activate/{world.a.link.reveal()}"
    answer = await visitor.fill(page, password="short-one")
    assert answer.status == 400
    where, _ = await in_german(visitor, answer)
    assert where == page
