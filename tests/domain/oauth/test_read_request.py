"""An authorization request: what is refused by a page, what by a redirect, and what it comes to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.clients.records import ClientStatus, ClientType, GrantType
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.oauth.push import Push, named, push
from domain.oauth.read_request import read
from domain.oauth.vocabulary import RedirectRefusal
from domain.tenants.records import KeyPurpose
from tests.support.issuing import an_issuing

CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
GOOD = {
    "response_type": "code",
    "redirect_uri": "https://shop.example/cb",
    "scope": "openid profile",
    "state": "af0",
    "nonce": "n-0",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


@pytest.fixture
def between(stage):
    return an_issuing(stage, client_id="shop")


@pytest.fixture
def ask(stage, between):
    def asking(*more, **changes):
        given = {"client_id": "shop", **GOOD, **changes}
        pairs = tuple((name, value) for name, value in given.items() if value is not None)
        return stage.read(lambda work: read(work, (*pairs, *more), between.signer))

    return asking


class TestRead:
    def test_returns_what_was_asked(self, ask, between):
        asked = ask(prompt="login consent", max_age="60", ui_locales="de x! en", acr_values="byl:2")
        assert asked.client_id == between.client.id
        assert asked.scope == ("openid", "profile")
        assert (asked.state, asked.nonce, asked.response_mode) == ("af0", "n-0", "query")
        assert asked.code_challenge == CHALLENGE
        assert (asked.prompt, asked.max_age) == (("login", "consent"), 60)
        assert (asked.ui_locales, asked.acr_values) == (("de", "en"), ("byl:2",))

    def test_ignores_what_it_does_not_know(self, ask):
        assert ask(flavour="vanilla", display="popup", claims_locales="de").state == "af0"

    def test_counts_an_empty_parameter_as_left_out(self, ask):
        asked = ask(state="", prompt="", max_age="", claims="", login_hint="")
        assert (asked.state, asked.prompt, asked.max_age) == (None, (), None)

    @pytest.mark.parametrize("client_id", [None, "", "nobody", "SHOP", "shop ", "shop\n"])
    def test_refuses_an_unknown_client_by_a_page(self, ask, client_id):
        with pytest.raises(Refusal, match="unknown_client") as refused:
            ask(client_id=client_id)
        assert not isinstance(refused.value, RedirectRefusal)

    def test_refuses_a_client_named_twice_by_a_page(self, ask):
        with pytest.raises(Refusal, match="unknown_client"):
            ask(("client_id", "shop"))

    def test_refuses_a_client_that_is_switched_off_by_a_page(self, ask, between):
        between.change_client(status=ClientStatus.DISABLED)
        with pytest.raises(Refusal, match="unknown_client"):
            ask()

    def test_refuses_another_address_by_a_page(self, ask):
        with pytest.raises(Refusal, match="unregistered_redirect_uri") as refused:
            ask(redirect_uri="https://shop.example/cb?x=1")
        assert not isinstance(refused.value, RedirectRefusal)

    def test_refuses_two_addresses_by_a_page(self, ask):
        with pytest.raises(Refusal, match="unregistered_redirect_uri"):
            ask(("redirect_uri", "https://evil.example/"))

    def test_takes_the_only_registered_address_for_granted(self, ask, between):
        assert ask(redirect_uri=None).redirect_uri_given is False
        between.change_client(redirect_uris=("https://shop.example/cb", "https://shop.example/b"))
        with pytest.raises(Refusal, match="unregistered_redirect_uri"):
            ask(redirect_uri=None)

    def test_takes_a_registered_address_with_a_query_exactly(self, ask, between):
        between.change_client(redirect_uris=("https://shop.example/cb?foo=bar",))
        assert ask(redirect_uri="https://shop.example/cb?foo=bar").redirect_uri.endswith("foo=bar")

    @pytest.mark.parametrize(
        ("error", "changes"),
        [
            ("invalid_request", {"response_type": None}),
            ("unsupported_response_type", {"response_type": "token"}),
            ("unsupported_response_type", {"response_type": "code id_token"}),
            ("invalid_request", {"response_mode": "fragment"}),
            ("invalid_request", {"response_mode": "query.jwt"}),
            ("invalid_scope", {"scope": None}),
            ("invalid_scope", {"scope": 'openid "'}),
            ("invalid_scope", {"scope": "openid  profile"}),
            ("invalid_scope", {"scope": "orders payments"}),
            ("invalid_request", {"code_challenge": None}),
            ("invalid_request", {"code_challenge_method": "plain"}),
            ("invalid_request", {"code_challenge_method": None}),
            ("invalid_request", {"code_challenge": "short"}),
            ("invalid_request", {"code_challenge": CHALLENGE + "A"}),
            ("invalid_request", {"nonce": "n" * 1025}),
            ("invalid_request", {"prompt": "none login"}),
            ("invalid_request", {"prompt": "whenever"}),
            ("invalid_request", {"prompt": "none create"}),
            ("invalid_request", {"max_age": "-1"}),
            ("invalid_request", {"max_age": "1.5"}),
            ("invalid_request", {"max_age": "\u0661"}),
            ("invalid_request", {"max_age": "9" * 40}),
            ("invalid_request", {"id_token_hint": "rubbish"}),
            ("invalid_request", {"claims": "{"}),
            ("invalid_request", {"claims": "[" * 4000}),
            ("invalid_request", {"claims": '["userinfo"]'}),
            ("invalid_request", {"claims": '{"userinfo": {"name": 1}}'}),
            ("invalid_request", {"claims": '{"userinfo": {"name": {"value": 1' + "0" * 30 + "}}}"}),
            ("invalid_request", {"claims": '{"userinfo": {"name": {"value": "\\ud800"}}}'}),
            ("invalid_request", {"claims": '{"userinfo": {"\\udfff": null}}'}),
            ("invalid_request", {"claims": '{"userinfo": {"na\\u0000me": null}}'}),
            ("invalid_request", {"claims": '{"userinfo": {"name": {"value": NaN}}}'}),
            ("invalid_request", {"claims": '{"userinfo": {"name": {"value": 1e999}}}'}),
            ("invalid_request", {"claims": '{"userinfo": {}, "x": "' + "y" * 4096 + '"}'}),
            ("request_not_supported", {"request": "eyJhbGciOiJub25lIn0.e30."}),
            ("request_uri_not_supported", {"request_uri": "https://127.0.0.1/r"}),
            ("registration_not_supported", {"registration": "{}"}),
        ],
    )
    def test_refuses_the_rest_by_a_redirect(self, ask, error, changes):
        with pytest.raises(RedirectRefusal) as refused:
            ask(**changes)
        assert refused.value.error == error
        assert refused.value.redirect_uri == "https://shop.example/cb"
        assert (refused.value.state, refused.value.response_mode) == ("af0", "query")

    def test_refuses_a_parameter_that_came_twice_and_echoes_no_doubtful_state(self, ask):
        with pytest.raises(RedirectRefusal, match="invalid_request") as refused:
            ask(("state", "other"))
        assert refused.value.state is None

    def test_answers_by_form_where_the_request_says_so(self, ask):
        with pytest.raises(RedirectRefusal) as refused:
            ask(response_mode="form_post", scope="orders")
        assert refused.value.response_mode == "form_post"

    @pytest.mark.parametrize("text", ["a\x00b", "a\udce9b", "x" * 17000])
    @pytest.mark.parametrize("name", ["state", "redirect_uri", "login_hint"])
    def test_refuses_the_unreadable_by_a_page(self, ask, name, text):
        with pytest.raises(Refusal, match="invalid_request") as refused:
            ask(**{name: text})
        assert not isinstance(refused.value, RedirectRefusal)

    def test_refuses_with_unauthorized_client_without_the_code_flow(self, ask, between):
        between.change_client(grant_types=(GrantType.CLIENT_CREDENTIALS,))
        with pytest.raises(RedirectRefusal, match="unauthorized_client"):
            ask()

    def test_drops_words_that_are_not_the_clients(self, ask):
        assert ask(scope="payments openid orders").scope == ("openid",)

    def test_drops_offline_access_where_nothing_is_refreshed(self, ask, between):
        between.change_client(
            scopes=("openid", "offline_access"), grant_types=(GrantType.AUTHORIZATION_CODE,)
        )
        assert ask(scope="openid offline_access").scope == ("openid",)

    def test_lets_a_relaxed_confidential_client_off_pkce(self, ask, between):
        between.change_client(require_pkce=False)
        bare = {"code_challenge": None, "code_challenge_method": None}
        assert ask(**bare).code_challenge is None
        assert ask().code_challenge == CHALLENGE
        with pytest.raises(RedirectRefusal, match="invalid_request"):
            ask(code_challenge=None)

    def test_never_lets_a_public_client_off_pkce(self, stage):
        between = an_issuing(stage, client_id="app", type=ClientType.PUBLIC, require_pkce=False)
        bare = {"client_id": "app", **GOOD} | {"code_challenge": "", "code_challenge_method": ""}
        with pytest.raises(RedirectRefusal, match="invalid_request"):
            stage.read(lambda work: read(work, tuple(bare.items()), between.signer))

    def test_takes_a_hint_of_ours_that_has_run_out(self, ask, between, stage):
        _, issued = between.issued()
        token = between.sealed(issued)["id_token"]
        stage.clock.advance(timedelta(days=2))
        assert ask(id_token_hint=token).hint_sub == issued.id_token.claims["sub"]

    def test_takes_no_access_token_for_a_hint(self, ask, between):
        _, issued = between.issued()
        with pytest.raises(RedirectRefusal, match="invalid_request"):
            ask(id_token_hint=between.sealed(issued)["access_token"])

    def test_takes_no_hint_of_another_tenant(self, ask, between, stage):
        stage.settle(slug="globex")
        key = stage.read(lambda work: work.tenant_keys.signing(KeyPurpose.TOKEN), tenant="globex")
        token = between.signer.sign(key[0], {"sub": "x", "aud": "shop"}, typ="JWT")
        with pytest.raises(RedirectRefusal, match="invalid_request"):
            ask(id_token_hint=token)

    def test_hides_what_the_client_says_was_typed(self, ask):
        asked = ask(login_hint="ada@example.com")
        assert asked.login_hint == Secret("ada@example.com")
        assert "ada" not in repr(asked)
        assert ask(login_hint="x" * 257).login_hint is None


class TestPush:
    @pytest.fixture
    def pushed(self, stage, between):
        def pushing(**changes):
            parameters = named(between.client, tuple({**GOOD, **changes}.items()))
            return stage.write(lambda work: push(work, Push(between.client, parameters)))

        return pushing

    @pytest.fixture
    def call(self, stage, between):
        def calling(uri, client_id="shop", **more):
            given = (("client_id", client_id), ("request_uri", uri.reveal()), *more.items())
            return stage.read(lambda work: read(work, given, between.signer))

        return calling

    def test_is_called_by_name_and_ignores_what_stands_beside(self, pushed, call):
        kept = pushed()
        assert kept.expires_in == 90
        asked = call(kept.request_uri, scope="orders", redirect_uri="https://evil.example/")
        assert asked.scope == ("openid", "profile")
        assert asked.pushed is not None
        assert call(kept.request_uri) == asked

    def test_is_used_up_when_the_authorization_completes(self, stage, between, pushed, call):
        kept = pushed()
        asked = call(kept.request_uri)
        between.open(pushed=asked.pushed)
        with pytest.raises(Refusal, match="invalid_request_uri"):
            call(kept.request_uri)
        with pytest.raises(Refusal, match="invalid_request_uri"):
            between.open(pushed=asked.pushed)

    def test_runs_out(self, stage, pushed, call):
        kept = pushed()
        stage.clock.advance(timedelta(seconds=90))
        with pytest.raises(Refusal, match="invalid_request_uri"):
            call(kept.request_uri)

    def test_belongs_to_its_client(self, stage, pushed, call):
        other = an_issuing(stage, client_id="other")
        kept = pushed()
        with pytest.raises(Refusal, match="invalid_request_uri"):
            call(kept.request_uri, other.client.client_id)

    def test_cannot_be_guessed(self, pushed, call):
        uri = pushed().request_uri.reveal()
        assert len(uri.removeprefix("urn:ietf:params:oauth:request_uri:")) == 43
        with pytest.raises(Refusal, match="invalid_request_uri"):
            call(Secret(uri[:-1] + ("A" if uri[-1] != "A" else "B")))

    def test_refuses_a_request_uri_and_another_client_inside(self, between):
        for name, value in (("request_uri", "urn:x"), ("client_id", "other")):
            with pytest.raises(Refusal, match="invalid_request"):
                named(between.client, ((name, value),))

    def test_keeps_no_secret_of_the_client(self, between):
        kept = named(between.client, (("client_secret", "s"), ("scope", "openid")))
        assert kept == (("client_id", "shop"), ("scope", "openid"))

    def test_does_not_work_for_a_client_that_is_gone(self, stage, between, pushed, call):
        kept = pushed()
        stage.write(
            lambda work: work.clients.change(
                replace(between.client, client_id="shop", status=ClientStatus.DISABLED, version=2)
            )
        )
        with pytest.raises(Refusal, match="unknown_client"):
            call(kept.request_uri)
