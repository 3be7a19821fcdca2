"""Who has an account is told by no answer and by no clock; registering alone tells."""

import pytest

from tests.app.hosted.routes.steps import begun
from tests.app.hosted.routes.test_indistinguishable import bare, walk
from tests.support.enumeration import KINDS, people, samples, worst
from tests.support.wire import Browser

SAMPLES = 40
BOUND = 0.5
"""Of Cliff's delta; forty samples scatter by 0.13 about none."""


@pytest.fixture
def known(world):
    world.a.write(people)
    return world


class TestAnswers:
    async def test_of_a_sign_in_are_the_same_to_the_byte_for_all(self, app, known):
        expected = await walk(app, "known", "not the passphrase of anybody")
        for name in KINDS:
            assert await walk(app, name, "not the passphrase of anybody") == expected, name

    async def test_of_registering_a_taken_name_are_the_same_whoever_has_it(self, app, known):
        shown = {}
        for name in KINDS:
            browser = Browser(app)
            page = await begun(browser)
            answer = await browser.fill(
                f"{page}?step=register", identifier=name, password="a new long sentence of mine"
            )
            shown[name] = bare(answer, name)
        taken = {name: told for name, told in shown.items() if name != "nobdy"}
        assert len({told[0] for told in taken.values()}) == 1
        assert all(told == shown["known"] for told in taken.values())
        assert shown["nobdy"][0] == 303


@pytest.mark.slow
@pytest.mark.timeout(600)
class TestTime:
    async def test_of_a_sign_in_tells_nothing(self, known):
        effect, apart, where = worst(await samples(known.house, SAMPLES))
        if effect > BOUND:
            effect, apart, where = worst(await samples(known.house, SAMPLES))
        assert effect <= BOUND, (effect, apart, where)
