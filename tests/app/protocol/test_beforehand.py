"""A browser that fetches an address in case its person goes there: nothing is done for it."""

import pytest

from tests.app.protocol.conftest import AT
from tests.app.protocol.test_authorize import ASKED, query_of

GUESSES = [
    {"sec-purpose": "prefetch"},
    {"sec-purpose": "prefetch;prerender"},
    {"sec-purpose": "prefetch;anonymous-client-ip"},
    {"purpose": "prefetch"},
    {"purpose": "Prefetch"},
    {"x-moz": "prefetch"},
    {"x-purpose": "preview"},
]


@pytest.fixture
def signed_in(web_on_both):
    """The session of the person of the consents, in this browser."""
    return web_on_both.sign_in()


def grants(web):
    return web.stage.read(lambda work: work.grants.of(web.between.account.id))


def nothing_came(answer):
    assert (answer.status_code, answer.content) == (503, b"")
    assert answer.headers["cache-control"] == "no-store"
    assert not {"location", "set-cookie", "retry-after"} & set(answer.headers)


class TestAuthorize:
    @pytest.mark.parametrize("headers", GUESSES)
    async def test_gives_no_code_before_somebody_comes(self, web_on_both, signed_in, headers):
        web = web_on_both
        asked = {**ASKED, "scope": "openid"}
        before = grants(web)
        nothing_came(await web.http.get(f"{AT}/authorize", params=asked, headers=headers))
        assert grants(web) == before
        answer = await web.http.get(f"{AT}/authorize", params=asked)
        assert query_of(answer)["code"]
        assert len(grants(web)) == len(before) + 1

    async def test_begins_no_sign_in_either(self, web):
        answer = await web.http.get(f"{AT}/authorize", params=ASKED, headers=GUESSES[0])
        nothing_came(answer)

    async def test_answers_who_comes_for_another_purpose(self, web):
        for headers in ({"sec-purpose": ""}, {"purpose": "navigation"}, {"sec-purpose": "x"}):
            answer = await web.http.get(f"{AT}/authorize", params=ASKED, headers=headers)
            assert answer.status_code == 200


class TestLogout:
    async def test_signs_nobody_out_before_they_come(self, web_on_both, signed_in):
        web = web_on_both
        asked = {"id_token_hint": (await web.tokens())["id_token"]}
        nothing_came(await web.http.get(f"{AT}/logout", params=asked, headers=GUESSES[1]))
        assert web.stage.read(lambda work: work.sessions.get(signed_in.id)).ended_at is None
        await web.http.get(f"{AT}/logout", params=asked)
        assert web.stage.read(lambda work: work.sessions.get(signed_in.id)).ended_at is not None


async def test_what_does_nothing_is_answered_beforehand_too(web):
    for name in ("oauth2/jwks", ".well-known/openid-configuration"):
        answer = await web.http.get(f"/t/acme/{name}", headers=GUESSES[0])
        assert answer.status_code == 200
