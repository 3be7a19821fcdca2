"""Somebody who is signed in and has to sign in all the same is told that the application asks."""

from datetime import timedelta

import pytest

from app.hosted.words import OURS, words
from app.hosted.words.errands import AGAIN
from tests.app.hosted.routes.steps import begun, identified, request_of

WISHES = [{"prompt": "login"}, {"max_age": "60"}]


@pytest.fixture
def later(alices, world):
    """Alice's browser, five minutes after she signed in."""
    world.house.clock.advance(timedelta(minutes=5))
    return alices


class TestSomebodySignedIn:
    @pytest.mark.parametrize("asked", WISHES)
    async def test_is_told_on_both_pages(self, later, asked):
        page = await identified(later, **asked)
        for shown in (await later.get(request_of(**asked)), await later.get(page)):
            assert (shown.status, AGAIN in shown.text) == (200, True)

    @pytest.mark.parametrize("asked", [{"prompt": "select_account"}, {"prompt": "create"}])
    async def test_is_not_told_so_where_something_else_is_asked(self, later, asked):
        shown = await later.get(request_of(**asked))
        assert (shown.status, AGAIN in shown.text) == (200, False)

    async def test_is_told_in_german(self, later):
        shown = await later.get(request_of(prompt="login", ui_locales="de"))
        assert words("de", OURS).text(AGAIN) in shown.text


@pytest.mark.parametrize("asked", [*WISHES, {}])
async def test_who_is_not_signed_in_is_told_nothing(visitor, asked):
    assert AGAIN not in (await visitor.get(await begun(visitor, **asked))).text
