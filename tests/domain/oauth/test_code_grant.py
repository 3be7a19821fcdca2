"""A code is worth one exchange, by its own client, in its time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from domain.clients.records import ClientStatus, GrantType
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.oauth.code_grant import RedeemCode, redeem
from domain.oauth.events import CodeMisused, CodeReplayed, GrantClosed
from tests.support.factories import a_client
from tests.support.issuing import VERIFIER, an_issuing


class TestRedeem:
    def test_gives_what_was_granted_and_no_longer_than_the_leave(self, stage):
        between = an_issuing(stage, lasts=timedelta(minutes=4))
        _, code = between.open()
        answer = between.sealed(between.redeem(code))
        assert answer["scope"] == "openid profile"
        assert answer["expires_in"] == 240
        assert answer["token_type"] == "Bearer"
        assert {"access_token", "refresh_token", "id_token"} <= answer.keys()

    def test_puts_nonce_session_and_proof_into_the_id_token(self, stage):
        between = an_issuing(stage)
        grant, code = between.open(nonce="abc")
        claims = between.redeem(code).id_token.claims
        assert claims["nonce"] == "abc"
        assert claims["sub"] == grant.sub
        assert claims["aud"] == claims["azp"] == between.client.client_id
        assert (claims["acr"], claims["amr"]) == ("byl:1", ["pwd"])
        assert claims["sid"] == between.session.sid
        assert claims["auth_time"] == int(between.session.auth_time.timestamp())

    def test_gives_no_id_token_without_openid_and_invents_no_nonce(self, stage):
        between = an_issuing(stage, needed=("orders",), chosen=())
        _, code = between.open(nonce=None)
        assert between.redeem(code).id_token is None
        other = an_issuing(stage)
        _, code = other.open(nonce=None)
        assert "nonce" not in other.redeem(code).id_token.claims

    def test_gives_no_refresh_token_to_a_leave_of_once_nor_to_a_client_that_may_not(self, stage):
        between = an_issuing(stage)
        _, code = between.open(once=True)
        assert between.redeem(code).refresh is None
        other = an_issuing(stage, grant_types=(GrantType.AUTHORIZATION_CODE,))
        _, code = other.open()
        assert other.redeem(code).refresh is None

    def test_refuses_a_code_used_twice_and_ends_all_that_came_of_it(self, stage):
        between = an_issuing(stage)
        grant, code = between.open()
        first = between.redeem(code)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.redeem(code)
        assert between.grant(grant).close_reason == "code_replayed"
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(first.refresh)
        assert [type(event) for event in stage.told] == [CodeReplayed, GrantClosed]

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"verifier": None}, "code_verifier"),
            ({"verifier": VERIFIER[:-1] + "Z"}, "code_verifier"),
            ({"redirect_uri": None}, "redirect_uri"),
            ({"redirect_uri": "https://shop.example/cb/"}, "redirect_uri"),
        ],
    )
    def test_burns_a_code_that_is_presented_wrongly(self, stage, changes, why):
        between = an_issuing(stage)
        grant, code = between.open()
        with pytest.raises(Refusal, match="invalid_grant"):
            between.redeem(code, **changes)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.redeem(code)
        assert between.grant(grant).close_reason == "code_misused"
        assert next(event for event in stage.told if isinstance(event, CodeMisused)).why == why

    def test_burns_a_code_that_another_client_presents(self, stage):
        between, thief = an_issuing(stage), an_issuing(stage)
        grant, code = between.open()
        with pytest.raises(Refusal, match="invalid_grant"):
            between.redeem(code, client=thief.client)
        assert between.grant(grant).closed_at is not None

    def test_refuses_a_verifier_that_nobody_announced(self, stage):
        between = an_issuing(stage)
        _, code = between.open(code_challenge=None)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.redeem(code)

    def test_takes_no_redirect_uri_where_the_request_named_none(self, stage):
        between = an_issuing(stage)
        _, code = between.open(redirect_uri_given=False)
        assert between.redeem(code, redirect_uri=None).scope == ("openid", "profile")
        _, other = between.open(redirect_uri_given=False)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.redeem(other, redirect_uri="https://evil.example/")

    def test_refuses_a_code_after_its_minute(self, stage):
        between = an_issuing(stage)
        _, code = between.open()
        stage.clock.advance(timedelta(seconds=60))
        with pytest.raises(Refusal, match="invalid_grant"):
            between.redeem(code)

    def test_refuses_a_code_nobody_issued(self, stage):
        between = an_issuing(stage)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.redeem(Secret("byl_ac_" + "x" * 43))

    def test_refuses_with_invalid_client_when_the_client_was_switched_off(self, stage):
        between = an_issuing(stage)
        _, code = between.open()
        between.change_client(status=ClientStatus.DISABLED)
        with pytest.raises(Refusal, match="invalid_client"):
            between.redeem(code)

    def test_refuses_with_unauthorized_client_without_the_grant_type(self, stage):
        between = an_issuing(stage)
        _, code = between.open()
        between.change_client(grant_types=(GrantType.CLIENT_CREDENTIALS,))
        with pytest.raises(Refusal, match="unauthorized_client"):
            between.redeem(code)

    def test_knows_no_code_of_another_tenant(self, stage):
        between = an_issuing(stage)
        _, code = between.open()
        stage.settle(slug="globex")
        stranger = a_client(client_id=between.client.client_id)
        stage.write(lambda work: work.clients.add(stranger), tenant="globex")
        request = RedeemCode(stranger, code, "https://shop.example/cb", VERIFIER)
        with pytest.raises(Refusal, match="invalid_grant"):
            stage.write(lambda work: redeem(work, request), tenant="globex")
        assert between.redeem(code).scope == ("openid", "profile")

    def test_forty_at_once_leave_at_most_one_family_and_the_replay_ends_it(self, both):
        between = an_issuing(both)
        grant, code = between.open()

        def attempt(_):
            try:
                return between.redeem(code)
            except Refusal as refusal:
                return refusal.code

        with ThreadPoolExecutor(40) as threads:
            outcomes = list(threads.map(attempt, range(40)))
        assert sorted(map(type, outcomes), key=str).count(str) == 39
        assert {each for each in outcomes if isinstance(each, str)} == {"invalid_grant"}
        assert between.grant(grant).close_reason == "code_replayed"

    def test_stores_which_claims_were_asked_and_never_their_values(self, stage):
        between = an_issuing(stage)
        _, code = between.open(claims={"userinfo": {"email": {"value": "ada@example.com"}}})
        from domain.kernel.secrets import digest

        kept = stage.read(lambda work: work.codes.get(digest(code)))
        assert kept.claims == {"userinfo": ["email"]}
