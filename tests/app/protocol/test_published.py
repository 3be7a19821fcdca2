"""Discovery and keys, under each of their addresses."""

import pytest

from app.hosted.words import LANGUAGES
from app.runtime.powers.signer import KeyForge
from tests.app.protocol.conftest import AT, ISSUER
from tests.support.factories import a_scope, a_signing_key

ADDRESSES = [
    "/t/acme/.well-known/openid-configuration",
    "/t/acme/.well-known/oauth-authorization-server",
    "/.well-known/oauth-authorization-server/t/acme",
]


class TestMetadata:
    @pytest.mark.parametrize("address", ADDRESSES)
    async def test_stands_under_each_address(self, web, address):
        answer = await web.http.get(address)
        assert answer.json()["issuer"] == ISSUER
        assert answer.json()["token_endpoint"] == f"{ISSUER}/oauth2/token"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cache-control"].startswith("public")
        head = await web.http.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == answer.headers["content-length"]
        assert (await web.http.post(address)).status_code == 405
        assert (await web.http.options(address, headers={"origin": "https://x.example"})).headers[
            "access-control-allow-origin"
        ] == "*"

    async def test_is_new_as_soon_as_something_changed(self, web):
        before = await web.http.get(ADDRESSES[0])
        web.stage.write(lambda work: work.scopes.put(a_scope(value="orders.read", claims=())))
        after = await web.http.get(ADDRESSES[0])
        assert "orders.read" not in before.json()["scopes_supported"]
        assert "orders.read" in after.json()["scopes_supported"]
        assert (await web.http.get(ADDRESSES[0])).content == after.content

    async def test_names_a_language_as_soon_as_it_is_spoken(self, web):
        before = await web.http.get(ADDRESSES[0])
        web.stage.write(lambda work: work.texts.put("fr", "Sign in", "Entrer", work.now))
        after = await web.http.get(ADDRESSES[0])
        assert before.json()["ui_locales_supported"] == list(LANGUAGES)
        assert after.json()["ui_locales_supported"] == [*LANGUAGES, "fr"]

    async def test_is_nowhere_else(self, web):
        for path in (
            "/t/nobody/.well-known/openid-configuration",
            "/t/acme/.well-known/change-password",
            "/t/acme/.well-known/token",
            "/t/acme/oauth2/openid-configuration",
            "/t/acme/oauth2/",
            "/t/acme/oauth2/token/",
            "/t/ACME/oauth2/jwks",
            "/t/../oauth2/jwks",
            "/t/acme%00/oauth2/jwks",
            "/.well-known/oauth-authorization-server/t/nobody",
            "/.well-known/oauth-authorization-server",
        ):
            answer = await web.http.get(path)
            assert answer.status_code == 404, path


class TestKeys:
    async def test_are_public_and_change_with_the_tenants(self, web):
        before = (await web.http.get(f"{AT}/jwks")).json()["keys"]
        pair = KeyForge().make("RS256")
        key = a_signing_key(
            kid=pair.kid, alg="RS256", private_pem=pair.private_pem, public_jwk=pair.public_jwk
        )
        web.stage.write(lambda work: work.tenant_keys.add_signing(key))
        after = (await web.http.get(f"{AT}/jwks")).json()["keys"]
        assert len(after) == len(before) + 1
        assert {"d", "p", "q", "k"}.isdisjoint({name for key in after for name in key})
        assert len({key["kid"] for key in after}) == len(after)
        web.between.change_client(id_token_alg="RS256")
        import jwt

        header = jwt.get_unverified_header((await web.tokens())["id_token"])
        assert (header["alg"], header["kid"]) == ("RS256", pair.kid)
