"""A browser that fetches the console in case its person goes there begins no sign-in."""

import pytest

from app.console.sign_in import SIGN_IN
from domain.operators.install import CALLBACK
from tests.app.console.test_sign_in import door, house, operator, sessions

__all__ = ["door", "house", "operator", "sessions"]


@pytest.mark.parametrize("place", [SIGN_IN, CALLBACK])
async def test_a_sign_in_underway_is_left_alone_for_a_guess(door, operator, place):
    answer = await door.get(place, headers={"sec-purpose": "prefetch"})
    assert answer.status_code == 503
    assert not {"location", "set-cookie"} & set(answer.headers)
    assert (await door.get(SIGN_IN)).status_code == 303
