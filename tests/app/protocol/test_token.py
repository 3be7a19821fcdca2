"""The token endpoint as an application meets it."""

import asyncio
from datetime import timedelta

import jwt
import pytest

from domain.clients.records import AccessTokenForm, AuthMethod, ClientType, GrantType
from domain.clients.register import secret_record
from domain.kernel.secrets import Secret
from tests.app.protocol.conftest import AT, ISSUER, SECRET, basic
from tests.support.factories import a_client, a_scope
from tests.support.issuing import VERIFIER

CODE = {"grant_type": "authorization_code", "redirect_uri": "https://shop.example/cb"}


def add(web, secret=SECRET, **changes):
    made = a_client(**changes)

    def act(work):
        assert work.clients.add(made)
        if secret:
            work.clients.add_secret(secret_record(work, made, Secret(secret)))

    web.stage.write(act)
    return made


class TestToken:
    async def test_answers_tokens_that_another_library_verifies(self, web):
        told = await web.tokens()
        keys = jwt.PyJWKSet.from_dict((await web.http.get(f"{AT}/jwks")).json())
        for name, audience in (("access_token", ISSUER), ("id_token", "shop")):
            kid = jwt.get_unverified_header(told[name])["kid"]
            claims = jwt.decode(
                told[name],
                keys[kid],
                algorithms=["ES256"],
                audience=audience,
                issuer=ISSUER,
                options={"verify_exp": False, "verify_iat": False},
            )
            assert claims["exp"] - claims["iat"] == 600
        assert jwt.get_unverified_header(told["access_token"])["typ"] == "at+jwt"
        assert (told["token_type"], told["expires_in"]) == ("Bearer", 600)

    async def test_is_kept_by_nobody(self, web):
        for fields in ({"grant_type": "authorization_code", "code": "x"}, {}):
            answer = await web.token(**fields)
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["pragma"] == "no-cache"
            assert answer.headers["content-type"] == "application/json"
            assert answer.headers["x-content-type-options"] == "nosniff"

    async def test_refreshes_and_ends_the_family_on_a_replay(self, web_on_both):
        web = web_on_both
        first = await web.tokens()
        second = await web.token(grant_type="refresh_token", refresh_token=first["refresh_token"])
        assert second.status_code == 200
        web.stage.clock.advance(timedelta(seconds=11))
        again = await web.token(grant_type="refresh_token", refresh_token=first["refresh_token"])
        assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
        assert await web.introspect(second.json()["refresh_token"]) == {"active": False}

    async def test_answers_forty_uses_of_one_code_without_a_fault(self, web_on_both):
        web = web_on_both
        _, code = web.between.open()
        fields = {**CODE, "code": code.reveal(), "code_verifier": VERIFIER}
        answers = await asyncio.gather(*(web.token(**fields) for _ in range(40)))
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [200] + [400] * 39
        good = next(answer.json() for answer in answers if answer.status_code == 200)
        assert await web.introspect(good["access_token"]) == {"active": False}
        dead = await web.token(grant_type="refresh_token", refresh_token=good["refresh_token"])
        assert dead.json()["error"] == "invalid_grant"

    @pytest.mark.parametrize("form", list(AccessTokenForm))
    async def test_gives_a_service_a_token_of_its_own(self, web, form):
        web.stage.write(lambda work: work.scopes.put(a_scope(value="orders.read", claims=())))
        add(
            web,
            client_id="reports",
            type=ClientType.SERVICE,
            auth_method=AuthMethod.POST,
            redirect_uris=(),
            grant_types=(GrantType.CLIENT_CREDENTIALS,),
            scopes=("orders.read",),
            access_token=form,
        )
        sent = {"client_id": "reports", "client_secret": SECRET}
        answer = await web.token(auth=None, grant_type="client_credentials", **sent)
        assert answer.json()["scope"] == "orders.read"
        assert answer.json().keys() == {"access_token", "token_type", "expires_in", "scope"}
        wide = await web.token(auth=None, grant_type="client_credentials", scope="openid", **sent)
        assert wide.json()["error"] == "invalid_scope"

    @pytest.mark.parametrize(
        ("error", "fields"),
        [
            ("invalid_request", {}),
            ("unsupported_grant_type", {"grant_type": "password", "username": "a"}),
            ("unsupported_grant_type", {"grant_type": "implicit"}),
            ("invalid_request", {"grant_type": "authorization_code"}),
            ("invalid_request", {"grant_type": "refresh_token"}),
            ("invalid_grant", {"grant_type": "authorization_code", "code": "x"}),
            ("invalid_grant", {"grant_type": "refresh_token", "refresh_token": "x"}),
            ("invalid_scope", {"grant_type": "refresh_token", "refresh_token": "x", "scope": '"'}),
            ("unauthorized_client", {"grant_type": "client_credentials"}),
            ("invalid_request", {"grant_type": "refresh_token", "refresh_token": "a\x00"}),
        ],
    )
    async def test_refuses_in_the_words_of_the_protocol(self, web, error, fields):
        answer = await web.token(**fields)
        assert (answer.status_code, answer.json()["error"]) == (400, error)
        assert answer.json()["error_description"].isprintable()

    async def test_refuses_a_body_it_cannot_read(self, web):
        auth = {"authorization": basic("shop", SECRET)}
        form = {**auth, "content-type": "application/x-www-form-urlencoded"}
        for body, headers in (
            (b"grant_type=refresh_token&refresh_token=a&refresh_token=b", form),
            (b"grant_type=%ff%fe", form),
            (b"\xff\xfe=1", form),
            (b"a=" + b"x" * 70_000, form),
            (b"&".join([b"a=1"] * 200), form),
            (b'{"grant_type":"refresh_token"}', {**auth, "content-type": "application/json"}),
            (b"grant_type=refresh_token", {**auth, "content-type": "text/plain"}),
            (b"grant_type=refresh_token", auth),
        ):
            answer = await web.http.post(f"{AT}/token", content=body, headers=headers)
            assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request"), body

    async def test_has_no_other_method(self, web):
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH"):
            answer = await web.http.request(method, f"{AT}/token")
            assert answer.status_code == 405
            assert "POST" in answer.headers["allow"]


class TestClientProof:
    async def test_is_refused_with_a_challenge(self, web):
        for auth, fields in (
            (("shop", "wrong"), {}),
            (("nobody", SECRET), {}),
            (None, {}),
            (None, {"client_id": "shop"}),
            (None, {"client_id": "shop", "client_secret": SECRET}),
            (("shop", SECRET), {"client_secret": SECRET}),
            (("shop", SECRET), {"client_id": "other"}),
        ):
            answer = await web.token(auth=auth, grant_type="refresh_token", **fields)
            assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
            assert answer.headers["www-authenticate"].startswith('Basic realm="acme"')

    async def test_is_never_taken_from_an_address(self, web):
        address = f"{AT}/token?client_id=shop&client_secret={SECRET}"
        fields = {"grant_type": "refresh_token", "refresh_token": "x"}
        for auth in (None, ("shop", SECRET)):
            answer = await web.http.post(address, data=fields, auth=auth)
            assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")

    @pytest.mark.parametrize(
        "header",
        [
            "Basic",
            "Basic !!!",
            "Basic c2hvcA==",
            "Basic /////w==",
            "Bearer abc",
            "Digest x",
            "Basic " + "A" * 30_000,
        ],
    )
    async def test_is_refused_when_the_header_is_rubbish(self, web, header):
        answer = await web.token(
            auth=None, headers={"authorization": header}, grant_type="refresh_token"
        )
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")

    async def test_is_refused_when_the_header_came_twice(self, web):
        headers = [("authorization", basic("shop", SECRET))] * 2
        answer = await web.http.post(f"{AT}/token", data={"a": "b"}, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")

    async def test_reads_form_encoded_credentials(self, web):
        secret = "a secret: with +%&/ and more than 32 letters"
        add(web, secret=secret, client_id="odd~one")
        from urllib.parse import quote_plus

        header = basic("odd%7Eone", quote_plus(secret))
        answer = await web.token(
            auth=None,
            headers={"authorization": header},
            grant_type="refresh_token",
            refresh_token="x",
        )
        assert answer.json()["error"] == "invalid_grant"

    async def test_costs_a_source_its_tries(self, web):
        answers = [await web.token(auth=("shop", "wrong"), grant_type="x") for _ in range(8)]
        statuses = [answer.status_code for answer in answers]
        assert statuses[:5] == [401] * 5
        assert statuses[-1] == 429
        assert int(answers[-1].headers["retry-after"]) > 0
        assert answers[-1].json()["error"] == "temporarily_unavailable"
        right = await web.token(grant_type="refresh_token", refresh_token="x")
        assert right.status_code == 429
