"""An integrator points a library at us that knows nothing of us: no patch, no special case."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from urllib.parse import urlencode

import httpx
import pytest
from authlib.integrations.httpx_client import OAuth2Client, OAuthError
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from oic.oic import Client
from oic.oic.message import (
    AccessTokenResponse,
    AuthorizationResponse,
    OpenIDSchema,
    ProviderConfigurationResponse,
    RegistrationResponse,
)
from oic.utils.authn.client import CLIENT_AUTHN_METHOD
from oic.utils.settings import OicClientSettings

from e2e.house import PATIENCE
from e2e.pages.sign_in import ConsentPage, SignIn, back_at_the_shop
from e2e.parts import SHOP_AT, SPA_AT
from e2e.shop import FULL, SHOP_SECRET

REDIRECT_URI = f"{SHOP_AT}/cb"
BYE = f"{SHOP_AT}/bye"
SPA_URI = f"{SPA_AT}/"


def sign_in(page, url, name):
    """Walk the pages as the person, wherever the walk begins."""
    page.goto(url)
    SignIn(page).as_persona(name)
    ConsentPage(page).allow("Your name and profile", "Stay connected", duration="1 day")
    back_at_the_shop(page)


def keep(house, tokens):
    """Name every token for the search at the end."""
    house.secrets |= {
        tokens[name]
        for name in ("access_token", "refresh_token", "id_token")
        if isinstance(tokens.get(name), str)
    }


@pytest.fixture
def metadata(house):
    address = f"{house.base_url}/t/acme/.well-known/openid-configuration"
    return httpx.get(address, timeout=PATIENCE).json()


def by_authlib(metadata, client_id, secret, redirect_uri):
    asked = FULL if secret else FULL.replace(" orders.write", "")
    return OAuth2Client(
        client_id=client_id,
        client_secret=secret,
        redirect_uri=redirect_uri,
        scope=asked,
        code_challenge_method="S256",
        token_endpoint=metadata["token_endpoint"],
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
        revocation_endpoint_auth_method="client_secret_basic" if secret else "none",
        timeout=PATIENCE,
    )


class TestAuthlib:
    @pytest.mark.parametrize(
        ("client_id", "secret", "uri"),
        [("shop", SHOP_SECRET, REDIRECT_URI), ("spa", None, SPA_URI)],
        ids=["confidential", "public"],
    )
    def test_walks_code_with_pkce_refresh_userinfo_revocation_and_logout(
        self, house, metadata, visit, counter, client_id, secret, uri
    ):
        verifier = "a-verifier-of-more-than-forty-three-letters-0123456789"
        with by_authlib(metadata, client_id, secret, uri) as client:
            url, state = client.create_authorization_url(
                metadata["authorization_endpoint"],
                code_verifier=verifier,
                nonce="n-0S6_WzA2Mj",
                prompt="consent",
            )
            page = visit()
            sign_in(page, url, "alice")
            answer = counter.answer_to(state)
            house.secrets.add(answer["code"])
            tokens = client.fetch_token(
                authorization_response=f"{uri}?{urlencode(answer)}",
                state=state,
                code_verifier=verifier,
            )
            keep(house, tokens)
            claims = self.id_token(metadata, tokens, client_id)
            told = client.get(metadata["userinfo_endpoint"]).raise_for_status().json()
            assert (told["sub"], told["name"]) == (claims["sub"], "Alice Example")
            again = client.refresh_token(metadata["token_endpoint"])
            keep(house, again)
            assert again["refresh_token"] != tokens["refresh_token"]
            assert self.id_token(metadata, again, client_id, nonce=None)["sub"] == claims["sub"]
            client.revoke_token(metadata["revocation_endpoint"], again["refresh_token"])
            with pytest.raises(OAuthError, match="invalid_grant"):
                client.refresh_token(metadata["token_endpoint"], again["refresh_token"])
            bye = BYE if secret else SPA_URI
            given = {"id_token_hint": again["id_token"], "post_logout_redirect_uri": bye}
            page.goto(f"{metadata['end_session_endpoint']}?{urlencode({**given, 'state': 'out'})}")
            back_at_the_shop(page)
            assert page.url == f"{bye}?state=out"
            silent, again_state = client.create_authorization_url(
                metadata["authorization_endpoint"], code_verifier=verifier, prompt="none"
            )
            page.goto(silent)
            assert counter.answer_to(again_state)["error"] == "login_required"

    def id_token(self, metadata, tokens, client_id, nonce="n-0S6_WzA2Mj"):
        """Read an ID token by the library's own rules."""
        keys = KeySet.import_key_set(httpx.get(metadata["jwks_uri"], timeout=PATIENCE).json())
        algs = metadata["id_token_signing_alg_values_supported"]
        decoded = jwt.decode(tokens["id_token"], keys, algorithms=algs)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={
                "iss": {"essential": True, "value": metadata["issuer"]},
                "aud": {"essential": True, "value": client_id},
            },
            params={
                "nonce": nonce,
                "client_id": client_id,
                "access_token": tokens["access_token"],
            },
        )
        claims.validate()
        return claims


class TestPyoidc:
    def test_walks_code_with_pkce_refresh_userinfo_and_logout(self, house, visit, counter):
        with self.client(house) as client:
            page = visit()
            state, verifier, answer = self.authorize(client, house, page, counter)
            tokens = client.do_access_token_request(
                state=state,
                request_args={
                    "code": answer["code"],
                    "redirect_uri": REDIRECT_URI,
                    "code_verifier": verifier,
                },
                authn_method="client_secret_basic",
            )
            assert isinstance(tokens, AccessTokenResponse), tokens
            keep(house, tokens)
            assert tokens["id_token"]["nonce"] == "n-pyoidc-0123456789"
            told = client.do_user_info_request(state=state, scope=FULL)
            assert isinstance(told, OpenIDSchema)
            assert told["sub"] == tokens["id_token"]["sub"]
            again = client.do_access_token_refresh(
                state=state, scope=FULL, authn_method="client_secret_basic"
            )
            assert isinstance(again, AccessTokenResponse), again
            keep(house, again)
            assert again["access_token"] != tokens["access_token"]
            request = client.construct_EndSessionRequest(
                state=state,
                request_args={"post_logout_redirect_uri": BYE, "state": "out"},
            )
            page.goto(request.request(client.end_session_endpoint))
            back_at_the_shop(page)
            assert page.url == f"{BYE}?state=out"

    @contextmanager
    def client(self, house):
        made = Client(
            client_authn_method=CLIENT_AUTHN_METHOD,
            config={"code_challenge": {"method": "S256", "length": 64}},
            settings=OicClientSettings(timeout=PATIENCE),
        )
        found = made.provider_config(f"{house.base_url}/t/acme")
        assert isinstance(found, ProviderConfigurationResponse)
        made.store_registration_info(
            RegistrationResponse(
                client_id="shop",
                client_secret=SHOP_SECRET,
                redirect_uris=[REDIRECT_URI],
                post_logout_redirect_uris=[BYE],
                id_token_signed_response_alg="RS256",
            )
        )
        yield made

    def authorize(self, client, house, page, counter):
        state = secrets.token_urlsafe(32)
        challenge, verifier = client.add_code_challenge()
        request = client.construct_AuthorizationRequest(
            request_args={
                "response_type": "code",
                "scope": FULL,
                "redirect_uri": REDIRECT_URI,
                "state": state,
                "nonce": "n-pyoidc-0123456789",
                "prompt": "consent",
                **challenge,
            }
        )
        sign_in(page, request.request(client.authorization_endpoint), "bob")
        arrived = counter.answer_to(state)
        house.secrets.add(arrived["code"])
        answer = client.parse_response(
            AuthorizationResponse, info=urlencode(arrived), sformat="urlencoded"
        )
        assert isinstance(answer, AuthorizationResponse), answer
        return state, verifier, answer
