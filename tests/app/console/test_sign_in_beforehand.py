"""A browser that fetches the console in case its person goes there begins no sign-in."""

from tests.app.console.test_sign_in import door, house, operator, sessions

__all__ = ["door", "house", "operator", "sessions"]


async def test_a_sign_in_underway_is_left_alone_for_a_guess(door, operator):
    answer = await door.get("/console/sign-in", headers={"sec-purpose": "prefetch"})
    assert answer.status_code == 503
    assert not {"location", "set-cookie"} & set(answer.headers)
    assert (await door.get("/console/sign-in")).status_code == 303
