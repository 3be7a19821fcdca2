"""The tenant's metadata and keys."""

from domain.oauth.discovery import endpoints, key_set, metadata, rests_on
from domain.oauth.levels import REACHED
from domain.tenants.records import KeyPurpose, TenantKind
from tests.support.factories import a_scope, a_signing_key
from tests.support.issuing import ISSUER


class TestMetadata:
    def test_says_what_the_profiles_ask_for(self, stage):
        told = stage.read(lambda work: metadata(work, ISSUER))
        assert told["issuer"] == ISSUER
        assert told["response_types_supported"] == ["code"]
        assert "RS256" in told["id_token_signing_alg_values_supported"]
        assert told["code_challenge_methods_supported"] == ["S256"]
        assert told["subject_types_supported"] == ["pairwise"]
        assert told["authorization_response_iss_parameter_supported"] is True
        assert "none" not in str(told["token_endpoint_auth_methods_supported"][1:])
        assert told["acr_values_supported"] == [REACHED]
        assert {"openid", "offline_access"} <= set(told["scopes_supported"])
        for name in endpoints(ISSUER):
            assert told[name].startswith(f"{ISSUER}/oauth2/")

    def test_names_scopes_with_claims_only_where_they_have_a_source(self, stage):
        sandbox = stage.settle(slug="play", kind=TenantKind.SANDBOX)
        stage.write(lambda work: work.scopes.put(a_scope(value="hidden", claims=())))
        here = stage.read(lambda work: metadata(work, ISSUER))
        there = stage.read(lambda work: metadata(work, ISSUER), tenant=sandbox.slug)
        assert "email" not in here["scopes_supported"]
        assert "hidden" in here["scopes_supported"]
        assert "email_verified" in there["claims_supported"]

    def test_names_the_languages_that_the_tenant_added(self, both):
        def locales():
            return both.read(lambda work: metadata(work, ISSUER))["ui_locales_supported"]

        def speaks(*tags):
            def act(work):
                for tag in tags:
                    work.texts.put(tag, "Sign in", "Entrar", work.now)

            both.write(act)

        assert locales() == ["en", "de"]
        before = both.read(rests_on)
        speaks("de", "pt-br", "ZH-hant-tw", "es-419")
        assert both.read(rests_on) != before
        assert locales() == ["en", "de", "es-419", "pt-BR", "zh-Hant-TW"]

    def test_rests_on_what_changes_it(self, stage):
        before = stage.read(rests_on)
        assert stage.read(rests_on) == before
        stage.write(lambda work: work.scopes.put(a_scope()))
        assert stage.read(rests_on) != before


class TestKeySet:
    def test_shows_public_members_of_token_keys_alone(self, stage):
        stage.write(lambda work: work.tenant_keys.add_signing(a_signing_key(kid="next")))
        keys = stage.read(key_set)["keys"]
        wanted = {k.kid for k in stage.read(lambda w: w.tenant_keys.signing(KeyPurpose.TOKEN))}
        assert {key["kid"] for key in keys} == wanted
        for key in keys:
            assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
            assert (key["use"], key["alg"]) == ("sig", "ES256")
