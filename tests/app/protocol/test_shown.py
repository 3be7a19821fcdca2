"""Userinfo, introspection, revocation, and who may read their answers from a page."""

import pytest

from domain.clients.records import AuthMethod, ClientType
from tests.app.protocol.conftest import AT, SECRET
from tests.support.factories import a_client

ORIGIN = "https://app.example"
ASK = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
ASK = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}


@pytest.fixture
def public(web):
    """Turn the shop into a public client that runs in browsers."""
    web.between.change_client(auth_method=AuthMethod.NONE, cors_origins=(ORIGIN,))
    web.stage.write(
        lambda work: work.clients.add(
            a_client(
                client_id="app",
                type=ClientType.PUBLIC,
                auth_method=AuthMethod.NONE,
                cors_origins=(ORIGIN,),
            )
        )
    )
    return web


class TestUserinfo:
    async def test_takes_the_token_by_header_and_by_form(self, web):
        token = (await web.tokens())["access_token"]
        bearer = {"authorization": f"Bearer {token}"}
        answers = [
            await web.http.get(f"{AT}/userinfo", headers=bearer),
            await web.http.post(f"{AT}/userinfo", headers=bearer),
            await web.http.post(f"{AT}/userinfo", data={"access_token": token}),
            await web.http.get(f"{AT}/userinfo", headers={"authorization": f"bearer  {token} "}),
        ]
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.text for answer in answers}) == 1
        assert answers[0].json().keys() == {"sub"}
        assert answers[0].headers["cache-control"] == "no-store"

    async def test_challenges_without_a_reason_where_no_token_came(self, web):
        token = (await web.tokens())["access_token"]
        for answer in (
            await web.http.get(f"{AT}/userinfo"),
            await web.http.post(f"{AT}/userinfo"),
            await web.http.get(f"{AT}/userinfo?access_token={token}"),
            await web.http.get(f"{AT}/userinfo", headers={"authorization": "Basic c2hvcDp4"}),
            await web.http.post(f"{AT}/userinfo", json={"access_token": token}),
        ):
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == 'Bearer realm="acme"'

    async def test_refuses_with_a_challenge(self, web):
        told = await web.tokens()
        for value in ("Bearer x", "Bearer", f"Bearer {told['id_token']}", "Bearer a b"):
            answer = await web.http.get(f"{AT}/userinfo", headers={"authorization": value})
            assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")
            assert 'error="invalid_token"' in answer.headers["www-authenticate"]

    async def test_refuses_a_token_that_came_in_two_ways(self, web):
        token = (await web.tokens())["access_token"]
        answer = await web.http.post(
            f"{AT}/userinfo",
            data={"access_token": token},
            headers={"authorization": f"Bearer {token}"},
        )
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
        assert 'error="invalid_request"' in answer.headers["www-authenticate"]

    async def test_looks_for_no_token_in_what_is_no_form(self, web):
        bearer = {"authorization": f"Bearer {(await web.tokens())['access_token']}"}
        answer = await web.http.post(f"{AT}/userinfo", json={"access_token": "x"}, headers=bearer)
        assert (answer.status_code, answer.json().keys()) == (200, {"sub"})


class TestIntrospect:
    async def test_answers_a_client_with_a_secret(self, web):
        told = await web.tokens()
        assert (await web.introspect(told["access_token"]))["scope"] == "openid profile"
        assert (await web.introspect(told["refresh_token"]))["active"] is True
        assert await web.introspect(told["id_token"]) == {"active": False}

    async def test_refuses_strangers_and_clients_without_a_secret(self, public):
        for fields in ({"token": "x"}, {"token": "x", "client_id": "app"}):
            answer = await public.http.post(f"{AT}/introspect", data=fields)
            assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")

    async def test_refuses_without_a_token(self, web):
        answer = await web.http.post(f"{AT}/introspect", auth=("shop", SECRET))
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


class TestRevoke:
    async def test_ends_a_token_and_answers_anything_else_alike(self, web):
        told = await web.tokens()
        for token in (told["access_token"], told["access_token"], "rubbish", told["refresh_token"]):
            answer = await web.http.post(
                f"{AT}/revoke",
                data={"token": token, "token_type_hint": "nonsense"},
                auth=("shop", SECRET),
            )
            assert (answer.status_code, answer.content) == (200, b"")
            assert await web.introspect(token) == {"active": False}

    async def test_does_nothing_to_another_clients_token(self, public):
        told = await self.tokens_of_public(public)
        fields = {"token": told["refresh_token"], "client_id": "app"}
        assert (await public.http.post(f"{AT}/revoke", data=fields)).status_code == 200
        again = await public.token(
            auth=None,
            grant_type="refresh_token",
            refresh_token=told["refresh_token"],
            client_id="shop",
        )
        assert again.status_code == 200

    async def tokens_of_public(self, web):
        _, code = web.between.open()
        answer = await web.token(
            auth=None,
            client_id="shop",
            grant_type="authorization_code",
            code=code.reveal(),
            redirect_uri="https://shop.example/cb",
            code_verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        )
        return answer.json()


class TestPagesOfOtherOrigins:
    @pytest.mark.parametrize("name", ["token", "userinfo", "revoke"])
    async def test_are_let_in_by_name(self, public, name):
        answer = await public.http.options(f"{AT}/{name}", headers={"origin": ORIGIN, **ASK})
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert "authorization" in answer.headers["access-control-allow-headers"]
        assert answer.headers["vary"] == "Origin"
        assert "access-control-allow-credentials" not in answer.headers

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://app.example."])
    async def test_are_kept_out_otherwise(self, public, origin):
        headers = {"origin": origin}
        asked = await public.http.options(f"{AT}/token", headers={**headers, **ASK})
        sent = await public.token(
            auth=None, headers=headers, client_id="app", grant_type="refresh_token"
        )
        for answer in (asked, sent):
            assert "access-control-allow-origin" not in answer.headers

    @pytest.mark.parametrize("name", ["introspect", "par", "authorize", "logout"])
    async def test_have_no_business_at_the_rest(self, public, name):
        answer = await public.http.options(f"{AT}/{name}", headers={"origin": ORIGIN, **ASK})
        assert "access-control-allow-origin" not in answer.headers

    async def test_may_read_the_answers_to_their_own_client_refusals_too(self, public):
        headers = {"origin": ORIGIN}
        refused = await public.token(
            auth=None,
            headers=headers,
            client_id="app",
            grant_type="refresh_token",
            refresh_token="x",
        )
        assert refused.status_code == 400
        assert refused.headers["access-control-allow-origin"] == ORIGIN
        told = await TestRevoke().tokens_of_public(public)
        bearer = {"authorization": f"Bearer {told['access_token']}", **headers}
        answer = await public.http.get(f"{AT}/userinfo", headers=bearer)
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert answer.headers["vary"] == "Origin"
