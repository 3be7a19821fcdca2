"""The authorization endpoint answers with the first page, or with the code where none is needed."""

import html
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.app.hosted.routes.steps import (
    AUTHORIZE,
    BINDING,
    SESSION,
    TYPED,
    allowed,
    place_of,
    request_of,
)
from tests.laws.rows_clients import asking
from tests.laws.traces import tables_of
from tests.support.sign_ins import PASSWORD

STATE = "af0ifjsldkj"
LINK = re.compile(r'(?:href|action|src)="([^"]*)"')
NEW = "another long passphrase of the tests"


def rows(world, table="interaction"):
    return len(tables_of(world.house)[table])


def links(page):
    return [html.unescape(found) for found in LINK.findall(page.text)]


async def fill(browser, page, **fields):
    """Send the form of a page that is at hand."""
    kept = {name: page.hidden(name) for name in ("form_token", "step", "display")}
    return await browser.post(place_of(page), {**kept, **fields})


class TestSomebodySignedIn:
    async def test_is_back_at_once_and_no_interaction_is_kept(self, alices, world):
        before, grants = rows(world), rows(world, "client_grant")
        answer = await alices.get(request_of())
        told = parse_qs(urlsplit(answer.location).query)
        assert answer.status == 303
        assert answer.location.startswith("https://shop.example/cb?")
        assert told["code"][0].startswith("byl_ac_")
        assert told["state"] == [STATE]
        assert answer.header("cache-control") == "no-store"
        assert (rows(world), rows(world, "client_grant")) == (before, grants + 1)

    async def test_has_a_code_that_survives_a_power_cut(self, alices, visitor, world, monkeypatch):
        """The page of a stranger need not: it begins nothing but itself."""
        told, writing = [], world.house.database.writing

        def seen(job, **how):
            told.append(how.get("durable", False))
            return writing(job, **how)

        monkeypatch.setattr(world.house.database, "writing", seen)
        assert "code=" in (await alices.get(request_of())).location
        assert told[0] is True
        told.clear()
        assert (await visitor.get(request_of())).status == 200
        assert told == [False]

    async def test_is_asked_for_leave_on_the_first_page(self, alices, world):
        before = rows(world)
        page = await alices.get(request_of(prompt="consent"))
        assert (page.status, rows(world)) == (200, before + 1)
        assert 'name="decision"' in page.text
        answer = await fill(alices, page, decision="allow", duration="P1D", item="orders.read")
        assert "code=" in answer.location

    @pytest.mark.parametrize("asked", [{"prompt": "login"}, {"max_age": "0"}])
    async def test_shows_again_who_they_are_where_it_is_asked(self, alices, world, asked):
        world.house.clock.advance(timedelta(seconds=2))
        page = await alices.get(request_of(**asked))
        assert page.hidden("step") == "identify"
        answer = await fill(alices, page, identifier="alice")
        assert (answer.status, answer.location) == (303, place_of(page))

    async def test_whom_the_client_did_not_mean_is_told_to_it(self, alices, world):
        before = rows(world)
        answer = await alices.get(request_of(claims='{"id_token":{"sub":{"value":"other"}}}'))
        assert "error=login_required" in answer.location
        assert rows(world) == before

    @pytest.mark.parametrize("named", ["5", "true", '["other"]', "{}"])
    async def test_is_nobody_a_client_names_by_what_is_no_text(self, alices, named):
        """Nobody is that person: a code for whoever is there would be for another."""
        answer = await alices.get(
            request_of(claims=f'{{"id_token":{{"sub":{{"value":{named}}}}}}}')
        )
        assert "error=invalid_request" in answer.location

    async def test_with_a_cookie_of_nobody_is_a_stranger(self, visitor):
        visitor.cookies[SESSION] = "nothing-of-ours"
        page = await visitor.get(request_of())
        assert (page.status, page.hidden("step")) == (200, "identify")


class TestAStranger:
    async def test_is_shown_the_page_whose_form_works(self, visitor, world):
        before = rows(world)
        page = await visitor.get(request_of())
        assert (page.status, page.hidden("step")) == (200, "identify")
        assert rows(world) == before + 1
        place = place_of(page)
        answer = await fill(visitor, page, identifier="carol")
        assert (answer.status, answer.location) == (303, place)
        await visitor.fill(place, password=PASSWORD)
        assert "code=" in (await allowed(visitor, place)).location
        assert rows(world) == before + 1

    async def test_finds_nothing_of_the_request_in_any_link(self, visitor):
        page = await visitor.get(request_of(login_hint="carol"))
        assert place_of(page).startswith("/t/acme/login/itx_")
        for address in links(page):
            assert "oauth2" not in address
            assert STATE not in address
            assert "carol" not in address
        assert STATE not in page.text

    async def test_reads_it_in_another_language_at_the_address_of_the_flow(self, visitor):
        page = await visitor.get(request_of(login_hint="carol"))
        german = next(each for each in links(page) if each.endswith("lang=de"))
        assert german == f"{place_of(page)}?lang=de"
        turned = await visitor.get(german)
        assert (turned.status, turned.location) == (303, place_of(page))
        shown = await visitor.get(turned.location)
        assert '<html lang="de"' in shown.text
        assert shown.hidden("identifier") == "carol"

    async def test_has_the_name_filled_in_that_the_client_knows(self, visitor):
        page = await visitor.get(request_of(login_hint='carol"<b>'))
        assert page.hidden("identifier") == 'carol"<b>'
        assert "<b>" not in page.text.partition("<main")[2].replace("<b>Shop", "")
        assert TYPED in visitor.cookies
        assert "carol" not in visitor.cookies[TYPED]

    async def test_turns_to_making_an_account(self, visitor):
        page = await visitor.get(request_of())
        assert f"{place_of(page)}?step=register" in links(page)
        page = await visitor.get(request_of(prompt="create"))
        assert page.hidden("step") == "register"
        answer = await fill(visitor, page, identifier="erin", password=NEW)
        assert (answer.status, answer.location) == (303, place_of(page))

    async def test_gets_the_headers_of_the_page_at_its_own_address(self, visitor):
        def told(answer):
            own = {b"set-cookie", b"content-length", b"x-request-id", b"referrer-policy"}
            return sorted(pair for pair in answer.headers if pair[0] not in own)

        page = await visitor.get(request_of())
        assert told(page) == told(await visitor.get(place_of(page)))
        assert "form-action 'self' https://shop.example" in page.header("content-security-policy")

    async def test_names_the_request_to_nobody(self, visitor):
        """Its address says what was asked: no style sheet and no form repeats it to a proxy."""
        page = await visitor.get(request_of(login_hint="carol"))
        assert page.header("referrer-policy") == "strict-origin"
        there = await visitor.get(place_of(page))
        assert there.header("referrer-policy") == "same-origin"

    async def test_who_loads_it_again_begins_anew_in_the_same_browser(self, visitor, world):
        before = rows(world)
        one = await visitor.get(request_of())
        bound = visitor.cookies[BINDING]
        other = await visitor.get(request_of())
        assert visitor.cookies[BINDING] == bound
        assert rows(world) == before + 2
        for page in (one, other):
            assert (await fill(visitor, page, identifier="carol")).status == 303

    async def test_is_known_by_the_form_of_the_page_alone(self, visitor, app):
        page = await visitor.get(request_of())
        visitor.cookies.pop(BINDING)
        assert (await fill(visitor, page, identifier="carol")).status == 403


class TestAPushedRequest:
    """It can be called for ninety seconds; what it shows, for as long as a sign-in lasts."""

    @pytest.fixture
    async def address(self, visitor):
        asked = list(asking(scope="openid orders.read orders.write", login_hint="carol"))
        return (await visitor.post(AUTHORIZE, asked)).location

    async def test_leads_to_an_address_that_lasts(self, visitor, world, address):
        answer = await visitor.get(address)
        assert answer.status == 303
        assert answer.location.startswith("/t/acme/login/itx_")
        world.house.clock.advance(timedelta(minutes=5))
        page = await visitor.get(answer.location)
        assert (page.status, page.hidden("identifier")) == (200, "carol")

    async def test_is_used_up_by_the_code_that_is_given_at_once(self, alices, address, world):
        before = rows(world)
        assert "code=" in (await alices.get(address)).location
        assert (await alices.get(address)).status == 400
        assert rows(world) == before
