"""An act on more things than one work takes."""

import pytest

from app.console.pages.in_parts import each_part
from domain.kernel.errors import BUSY, FORBIDDEN, Refusal
from domain.kernel.ids import new_id
from domain.kernel.many import MOST_AT_ONCE, Came, Outcome

DONE = Came(Outcome.DONE, count=1)


def an_act(_work, _request):
    """Stand for a use case; the calls are counted below."""


class Doing:
    """A page whose calls are counted, and refused from one of them on."""

    def __init__(self, window, *, fails_at=None, refusal=None):
        self.sizes = []

        async def call(_use_case, request, **_):
            if len(self.sizes) == fails_at:
                raise refusal
            self.sizes.append(len(request.ids))
            return (DONE,) * len(request.ids)

        self.context = window.context(call=call)

    @property
    def said(self):
        return self.context.toaster.done_


@pytest.fixture
def ids():
    return [new_id() for _ in range(2 * MOST_AT_ONCE + 10)]


class TestEachPart:
    async def test_does_all_of_them_and_says_how_far_it_is(self, window, ids):
        doing = Doing(window)
        assert await each_part(doing.context, an_act, ids) == (DONE,) * len(ids)
        assert doing.sizes == [MOST_AT_ONCE, MOST_AT_ONCE, 10]
        assert len(doing.said) == 3
        assert "200 of 410 …" in str(doing.said)

    async def test_says_nothing_of_a_single_part(self, window, ids):
        doing = Doing(window)
        await each_part(doing.context, an_act, ids[:MOST_AT_ONCE])
        assert doing.said == []

    async def test_what_was_done_stays_and_the_rest_is_left(self, window, ids):
        doing = Doing(window, fails_at=1, refusal=Refusal(BUSY))
        came = await each_part(doing.context, an_act, ids)
        assert came[:MOST_AT_ONCE] == (DONE,) * MOST_AT_ONCE
        assert set(came[MOST_AT_ONCE:]) == {Came(Outcome.LEFT, "busy")}
        assert len(came) == len(ids)

    async def test_a_refusal_of_the_first_part_is_the_answer(self, window, ids):
        doing = Doing(window, fails_at=0, refusal=Refusal(FORBIDDEN, permission="accounts.disable"))
        with pytest.raises(Refusal, match="forbidden"):
            await each_part(doing.context, an_act, ids)
