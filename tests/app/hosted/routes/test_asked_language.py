"""A client asks for languages of its sign-in; the person's own choice for everything else stays."""

import html
import re

import pytest

from tests.app.hosted.routes.steps import (
    AUTHORIZE,
    allowed,
    begun,
    identified,
    place_of,
    request_of,
    signed_in,
)
from tests.app.hosted.routes.test_first_page import NEW, fill
from tests.laws.holdings import SYSTEM
from tests.laws.rows_clients import asking
from tests.support.sign_ins import PASSWORD

KEPT = "__Host-byl-l"
ASKED = "__Secure-byl-a"
OWN = "/t/acme/login/"


def language(page):
    return re.search(r'<html lang="([^"]*)"', page.text)[1]


def cookie_of(answer):
    """Return the attributes of what an answer says of the language that was asked for."""
    found = [line for line in answer.all("set-cookie") if line.startswith(f"{ASKED}=")]
    return found[0].split("; ") if found else []


def links(page):
    """Return where the page leads in other languages."""
    found = re.findall(r'<a class="lang" href="([^"]*)"', page.text)
    return [html.unescape(each) for each in found]


def speaks(world, tag):
    """Let the tenant say one sentence in a language of its own."""

    def act(db):
        work = world.house.works.open(db, "acme", SYSTEM)
        work.texts.put(tag, "Sign in", "Entrar", work.now)

    world.house.database.write(act)


class TestEveryPage:
    async def test_of_the_sign_in_is_in_it(self, visitor):
        first = await visitor.get(request_of(ui_locales="de"))
        page = place_of(first)
        assert language(first) == "de"
        assert language(await visitor.get(page)) == "de"
        wrong = await visitor.fill(page, identifier="not a@name@at all")
        assert (wrong.status, language(wrong)) == (400, "de")
        assert (await visitor.fill(page, identifier="carol")).status == 303
        assert language(await visitor.get(page)) == "de"
        wrong = await visitor.fill(page, password="nothing of the kind")
        assert language(wrong) == "de"
        assert "Name und Passwort gehören nicht zusammen." in wrong.text
        assert (await visitor.fill(page, password=PASSWORD)).status == 303
        assert language(await visitor.get(page)) == "de"
        answer = await allowed(visitor, page)
        assert "code=" in answer.location

    async def test_of_making_an_account_is_in_it(self, visitor):
        page = f"{await begun(visitor, ui_locales='de')}?step=register"
        wrong = await visitor.fill(page, identifier="erin", password="short-one")
        assert (language(await visitor.get(page)), language(wrong)) == ("de", "de")
        answer = await visitor.fill(page, identifier="erin", password=NEW)
        assert language(await visitor.get(answer.location)) == "de"

    async def test_after_it_ended_is_in_it(self, visitor):
        page = await signed_in(visitor, "carol", ui_locales="de")
        await allowed(visitor, page)
        over = await visitor.get(page)
        assert (over.status, language(over)) == (410, "de")

    async def test_of_a_question_at_once_fits_its_decision(self, alices):
        page = await alices.get(request_of(prompt="consent", ui_locales="de"))
        assert (language(page), page.hidden("step")) == ("de", "consent")
        answer = await fill(alices, page, decision="allow", duration="P1D", item="orders.read")
        assert "code=" in answer.location

    async def test_of_a_posted_request_is_in_it(self, visitor):
        asked = list(asking(scope="openid orders.read", ui_locales="de"))
        address = (await visitor.post(AUTHORIZE, asked, origin="https://shop.example")).location
        answer = await visitor.get(address)
        assert (answer.status, answer.location.startswith(OWN)) == (303, True)
        assert cookie_of(answer)
        assert language(await visitor.get(answer.location)) == "de"

    async def test_without_a_page_costs_no_cookie(self, alices):
        answer = await alices.get(request_of(ui_locales="de"))
        assert "code=" in answer.location
        assert not cookie_of(answer)


class TestWish:
    @pytest.mark.parametrize(
        ("wish", "shown"),
        [
            ("de", "de"),
            ("de-AT", "de"),
            ("fr-CA xx de-CH en", "de"),
            ("fr en de", "en"),
            ("fr", "en"),
            ("de;set-cookie:a=b", "en"),
            ("de\r\nset-cookie:a=b", "de"),
            ("../../etc", "en"),
            ("x" * 9000, "en"),
        ],
    )
    async def test_is_the_first_that_we_speak(self, visitor, wish, shown):
        first = await visitor.get(request_of(ui_locales=wish))
        assert language(first) == shown
        assert bool(cookie_of(first)) == (shown != "en")
        assert language(await visitor.get(place_of(first))) == shown

    async def test_may_be_a_language_the_tenant_added(self, visitor, world):
        speaks(world, "pt-BR")
        first = await visitor.get(request_of(ui_locales="fr pt-BR de"))
        assert (language(first), "Entrar" in first.text) == ("pt-BR", True)
        assert language(await visitor.get(place_of(first))) == "pt-BR"

    async def test_comes_before_what_the_person_chose_once(self, visitor):
        visitor.cookies[KEPT] = "de"
        assert language(await visitor.get(await begun(visitor, ui_locales="en"))) == "en"

    @pytest.mark.parametrize("ours", ["fr", "", "DE", "de x", "../etc", "d" * 4000])
    async def test_that_is_none_of_ours_counts_nothing(self, visitor, ours):
        page = await begun(visitor)
        visitor.narrow[page, ASKED] = ours
        shown = await visitor.get(page)
        assert (shown.status, language(shown)) == (200, "en")


class TestCookie:
    async def test_is_of_the_address_of_the_sign_in_alone(self, visitor):
        first = await visitor.get(request_of(ui_locales="de"))
        pair, *said = cookie_of(first)
        assert pair == f"{ASKED}=de"
        place = f"Path={place_of(first)}"
        assert set(said) == {place, "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=1800"}

    async def test_is_not_sent_where_the_page_is_in_that_language_anyway(self, visitor):
        visitor.language = "de-AT"
        first = await visitor.get(request_of(ui_locales="de"))
        assert (language(first), cookie_of(first)) == ("de", [])

    async def test_is_not_sent_where_nothing_was_asked(self, visitor):
        assert not cookie_of(await visitor.get(request_of()))

    async def test_means_nothing_at_other_pages(self, visitor):
        visitor.cookies[ASKED] = "de"
        for page in (request_of(), "/t/acme/sign-out"):
            assert language(await visitor.get(page)) == "en"


class TestPerson:
    async def test_chooses_another_which_stays(self, visitor):
        page = await identified(visitor, "carol", ui_locales="de")
        turned = await visitor.get(f"{page}?lang=en")
        assert (turned.status, turned.location) == (303, page)
        assert cookie_of(turned)[0] == f"{ASKED}="
        assert "Max-Age=0" in cookie_of(turned)
        assert f"Path={page}" in cookie_of(turned)
        assert language(await visitor.get(page)) == "en"
        assert (await visitor.fill(page, password=PASSWORD)).status == 303
        assert language(await visitor.get(page)) == "en"
        assert "code=" in (await allowed(visitor, page)).location

    async def test_chooses_from_the_first_page(self, visitor):
        first = await visitor.get(request_of(ui_locales="de"))
        await visitor.get(next(each for each in links(first) if each.endswith("lang=en")))
        assert language(await visitor.get(place_of(first))) == "en"

    async def test_keeps_their_own_everywhere_else(self, visitor):
        page = await begun(visitor, ui_locales="de")
        assert KEPT not in visitor.cookies
        other = await begun(visitor)
        assert language(await visitor.get(other)) == "en"
        assert language(await visitor.get("/t/acme/sign-out")) == "en"
        assert language(await visitor.get(page)) == "de"

    async def test_who_chose_nothing_of_a_flow_takes_nothing_back(self, visitor):
        page = await begun(visitor)
        assert not cookie_of(await visitor.get(f"{page}?lang=de"))


class TestRefusal:
    async def test_on_the_way_is_in_it(self, visitor):
        asked = {"redirect_uri": "https://evil.example/cb", "ui_locales": "fr de-AT"}
        page = await visitor.get(request_of(**asked))
        assert (page.status, language(page)) == (400, "de")
        page = await visitor.post(AUTHORIZE, list(asking(**asked)), origin="https://shop.example")
        assert (page.status, language(page)) == (400, "de")

    async def test_by_a_form_is_in_it(self, visitor):
        asked = {"response_mode": "form_post", "response_type": "token", "ui_locales": "de"}
        page = await visitor.get(request_of(**asked))
        assert (page.status, language(page)) == (200, "de")

    @pytest.mark.parametrize(
        "address",
        [
            request_of(client_id="nobody"),
            request_of().replace("/acme/", "/nobody/"),
            "/t/acme/oauth2/logout?state=x",
            "/t/acme/oauth2/logout?id_token_hint=x",
            "/nothing?state=x",
        ],
    )
    async def test_has_no_link_that_nothing_would_follow(self, visitor, address):
        page = await visitor.get(address)
        assert "<html" in page.text
        assert "lang=de" not in page.text
        assert not links(page)
