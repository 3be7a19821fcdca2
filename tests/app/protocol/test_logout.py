"""The end-session endpoint: who is signed out at once, who is asked, and where it leads."""

import pytest

from domain.kernel.secrets import digest
from tests.app.protocol.conftest import AT, COOKIE
from tests.app.protocol.test_authorize import ASKED, query_of
from tests.support.factories import a_session


class TestLogout:
    async def out(self, web, method="GET", **given):
        if method == "GET":
            return await web.http.get(f"{AT}/logout", params=given)
        return await web.http.post(f"{AT}/logout", data=given)

    @pytest.mark.parametrize("method", ["GET", "POST"])
    async def test_ends_the_session_and_goes_back_with_the_state_alone(
        self, web, signed_in, method
    ):
        hint = (await web.tokens())["id_token"]
        bye = "https://shop.example/bye"
        given = {"id_token_hint": hint, "post_logout_redirect_uri": bye, "state": "s"}
        answer = await self.out(web, method, **given)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{bye}?state=s")
        assert "Max-Age=0" in answer.headers["set-cookie"]
        web.http.cookies.set("byl-s-acme", COOKIE)
        assert query_of(await silently(web))["error"] == "login_required"

    async def test_says_so_where_there_is_no_address(self, web, signed_in):
        hint = (await web.tokens())["id_token"]
        answer = await self.out(web, id_token_hint=hint)
        assert (answer.status_code, "location" in answer.headers) == (200, False)
        ended = web.stage.read(lambda work: work.sessions.get(signed_in.id))
        assert ended.end_reason == "signed_out"

    @pytest.mark.parametrize("given", [{}, {"state": "x"}, {"id_token_hint": "e30.e30."}])
    async def test_asks_first_where_nothing_is_proven(self, web, signed_in, given):
        answer = await self.out(web, **given)
        assert (answer.status_code, "location" in answer.headers) == (200, False)
        assert "<form" in answer.text
        assert web.stage.read(lambda work: work.sessions.get(signed_in.id)).ended_at is None

    async def test_asks_first_where_the_hint_is_of_an_earlier_session(self, web, signed_in):
        hint = (await web.tokens())["id_token"]
        later = a_session(signed_in.account_id, digest=digest("the-cookie-of-a-later-one"))
        web.stage.write(lambda work: work.sessions.add(later))
        web.http.cookies.set("byl-s-acme", "the-cookie-of-a-later-one")
        bye = "https://shop.example/bye"
        answer = await self.out(web, id_token_hint=hint, post_logout_redirect_uri=bye)
        assert (answer.status_code, "location" in answer.headers) == (200, False)
        assert "<form" in answer.text
        assert web.stage.read(lambda work: work.sessions.get(later.id)).ended_at is None

    @pytest.mark.parametrize("uri", ["https://evil.example/", "https://shop.example/bye?x=1"])
    async def test_never_goes_to_an_address_that_is_not_registered(self, web, signed_in, uri):
        hint = (await web.tokens())["id_token"]
        answer = await self.out(web, id_token_hint=hint, post_logout_redirect_uri=uri)
        assert (answer.status_code, "location" in answer.headers) == (400, False)
        assert web.stage.read(lambda work: work.sessions.get(signed_in.id)).ended_at is None


async def silently(web):
    return await web.http.get(f"{AT}/authorize", params={**ASKED, "prompt": "none"})
