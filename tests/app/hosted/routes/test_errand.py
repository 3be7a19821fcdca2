"""Somebody who is signed in and asked for a proof all the same is told what for, and may go back."""

import re

import pytest

from app.hosted.words import ERRANDS
from app.runtime.errands import Errand, ProofFor, act_of, errand_of, sealed_errand
from tests.app.hosted.routes.steps import identified, request_of
from tests.support.wire import Browser

COOKIE = "__Host-byl-e"
STATE = "af0ifjsldkj"
BACK = "/console/acme/api-keys/new?x=1&y=2"
REASON = "To make an API key, prove once more that it is you."


@pytest.fixture
def sent(app, world):
    """A browser that the console sent with an errand about one state."""

    def sending(state=STATE, seal=None):
        sealing = seal or world.house.typed
        errand = Errand(ProofFor.API_KEY, BACK)
        value = sealed_errand(sealing, errand, state, world.house.clock.now())
        return Browser(app, {COOKIE: value})

    return sending


class TestErrand:
    async def test_is_said_on_both_pages_with_the_way_back(self, sent):
        browser = sent()
        first = await browser.get(request_of(prompt="login"))
        page = await identified(browser, prompt="login")
        for shown in (first, await browser.get(page)):
            assert REASON in shown.text
            assert 'href="/console/acme/api-keys/new?x=1&amp;y=2"' in shown.text
            assert "<h1>Prove it is you</h1>" in shown.text

    async def test_stays_when_the_form_comes_back(self, sent):
        browser = sent()
        page = await identified(browser, prompt="login")
        refused = await browser.fill(page, password="not the password of alice")
        assert refused.status == 401
        assert REASON in refused.text

    async def test_stands_in_no_address(self, sent):
        shown = await sent().get(request_of(prompt="login"))
        links = re.findall(r'(?:href|action)="([^"]*)"', shown.text)
        assert not [link for link in links if "api_key" in link or "why=" in link]

    @pytest.mark.parametrize("other", ["another", ""])
    async def test_is_not_said_of_another_sign_in(self, sent, other):
        shown = await sent(other).get(request_of(prompt="login"))
        assert REASON not in shown.text
        assert "/console/" not in shown.text

    async def test_is_nobodys_to_write(self, app, world):
        for value in ("x", "A" * 5000, "%00"):
            shown = await Browser(app, {COOKIE: value}).get(request_of(prompt="login"))
            assert shown.status == 200
            assert "prove once more" not in shown.text

    async def test_is_said_in_german(self, sent):
        browser = sent()
        shown = await browser.get(request_of(prompt="login", ui_locales="de"))
        assert "Um einen API-Schlüssel anzulegen" in shown.text


def test_every_errand_has_a_sentence():
    assert set(ERRANDS) == set(ProofFor)


def test_a_word_that_is_none_of_ours_is_anything(world):
    assert act_of("erase") is ProofFor.ERASE
    assert act_of("1") is act_of("") is ProofFor.ANYTHING
    now = world.house.clock.now()
    assert errand_of(world.house.typed, "", STATE, now) is None
