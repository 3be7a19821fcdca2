"""The console before its first operator: what to do, in the reader's language."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from app.console.unclaimed import Unclaimed
from domain.operators.first import issue_ticket
from domain.operators.install import Install, install
from tests.support.house import BASE_URL, a_house
from tests.support.stage import TEST


@pytest.fixture
async def house(database_url, tmp_path):
    made = a_house(database_url, tmp_path)
    await made.call(install, Install(BASE_URL), tenant=None, actor=TEST)
    yield made
    made.close()


@pytest.fixture
def door(house):
    app = Starlette(routes=[Route("/console/sign-in", Unclaimed(house.call, house.jar).page)])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL)


class TestPage:
    async def test_says_how_to_become_one_and_shows_no_link(self, house, door):
        link = house.call.now(issue_ticket, tenant=None, actor=TEST).reveal()
        answer = await door.get("/console/sign-in", params={"to": "/console/acme"})
        assert answer.status_code == 200
        assert "Nobody has set Byleave up here yet" in answer.text
        assert "byleave bootstrap" in answer.text
        assert link not in answer.text
        assert "/first/" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert "set-cookie" not in answer.headers

    async def test_says_it_in_the_reader_s_language(self, door):
        answer = await door.get("/console/sign-in", headers={"Accept-Language": "de"})
        assert '<html lang="de"' in answer.text
        assert "Byleave ist hier noch nicht eingerichtet" in answer.text

    async def test_leads_to_itself_in_another_language_and_keeps_the_choice(self, house, door):
        first = await door.get("/console/sign-in", headers={"Accept-Language": "de"})
        assert '<a class="bl-s" href="?lang=en" lang="en" hreflang="en">English</a>' in first.text
        for _ in range(2):
            answer = await door.get(
                "/console/sign-in", params={"lang": "en"}, headers={"Accept-Language": "de"}
            )
            assert '<html lang="en"' in answer.text
        assert door.cookies[house.jar.locale] == "en"
        later = await door.get("/console/sign-in", headers={"Accept-Language": "de"})
        assert '<html lang="en"' in later.text

    @pytest.mark.parametrize("lang", ["xx", "", '"><script>', "de\r\nx", "d" * 900])
    async def test_takes_no_language_it_does_not_speak(self, door, lang):
        answer = await door.get("/console/sign-in", params={"lang": lang})
        assert '<html lang="en"' in answer.text
        assert "<script" not in answer.text
        assert "set-cookie" not in answer.headers
