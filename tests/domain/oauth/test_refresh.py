"""A refresh token is used once; a second use ends its family, but for a client's own retries."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from domain.clients.records import AccessTokenForm, ClientStatus, GrantType
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret, digest
from domain.oauth.events import GrantClosed, RefreshReused
from domain.oauth.refresh import GRACE
from tests.support.issuing import an_issuing


class TestRotate:
    def test_gives_a_successor_and_new_tokens(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        second = between.rotate(first.refresh)
        assert second.refresh != first.refresh
        assert second.scope == first.scope
        assert second.access.claims["jti"] != first.access.claims["jti"]
        assert between.rotate(second.refresh).refresh not in {first.refresh, second.refresh}

    def test_keeps_who_and_when_in_the_id_token_and_drops_the_nonce(self, stage):
        between = an_issuing(stage)
        _, first = between.issued(nonce="abc")
        stage.clock.advance(timedelta(minutes=5))
        before, after = first.id_token.claims, between.rotate(first.refresh).id_token.claims
        assert {name: after[name] for name in ("sub", "aud", "auth_time", "sid")} == {
            name: before[name] for name in ("sub", "aud", "auth_time", "sid")
        }
        assert after["iat"] == before["iat"] + 300
        assert "nonce" not in after

    def test_gives_retries_the_identical_successor_for_ten_seconds(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        second = between.rotate(first.refresh)
        stage.clock.advance(GRACE - timedelta(milliseconds=1))
        again = between.rotate(first.refresh)
        assert again.refresh == second.refresh
        assert again.access.claims["jti"] != second.access.claims["jti"]
        assert stage.told == []

    def test_keeps_no_clear_successor(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        second = between.rotate(first.refresh)
        rotated = stage.read(lambda work: work.refresh_tokens.get(digest(first.refresh)))
        assert rotated.heir_salt is not None
        assert rotated.heir_salt.hex() not in second.refresh.reveal()
        assert stage.read(lambda work: work.refresh_tokens.get(digest(second.refresh))) is not None

    def test_ends_the_family_when_one_comes_back_after_the_grace(self, stage):
        between = an_issuing(stage)
        grant, first = between.issued()
        second = between.rotate(first.refresh)
        stage.clock.advance(GRACE)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(first.refresh)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(second.refresh)
        assert between.grant(grant).close_reason == "refresh_reuse"
        assert [type(event) for event in stage.told] == [RefreshReused, GrantClosed]

    def test_narrows_and_widens_again_within_what_was_granted(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        narrow = between.rotate(first.refresh, scope=("openid",))
        assert narrow.scope == ("openid",)
        assert between.rotate(narrow.refresh).scope == ("openid", "profile")

    def test_refuses_more_than_was_granted_and_costs_the_client_nothing(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        with pytest.raises(Refusal, match="invalid_scope"):
            between.rotate(first.refresh, scope=("openid", "orders"))
        assert between.rotate(first.refresh).scope == ("openid", "profile")
        assert stage.told == []

    def test_gives_what_was_given_to_a_client_that_names_all_it_had_asked(self, stage):
        between = an_issuing(stage)
        _, code = between.open(scope=("openid", "orders", "profile"))
        first = between.redeem(code)
        assert first.scope == ("openid", "profile")
        again = between.rotate(first.refresh, scope=("openid", "orders", "profile"))
        assert again.scope == ("openid", "profile")
        with pytest.raises(Refusal, match="invalid_scope"):
            between.rotate(again.refresh, scope=("openid", "payments"))

    def test_refuses_another_clients_token_without_harm(self, stage):
        between, other = an_issuing(stage), an_issuing(stage)
        _, first = between.issued()
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(first.refresh, client=other.client)
        assert between.rotate(first.refresh).refresh is not None

    def test_refuses_what_nobody_issued(self, stage):
        between = an_issuing(stage)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(Secret("byl_rt_" + "x" * 43))

    def test_lives_no_longer_than_the_leave(self, stage):
        between = an_issuing(stage, lasts=timedelta(hours=1))
        _, first = between.issued()
        stage.clock.advance(timedelta(minutes=58))
        second = between.rotate(first.refresh)
        assert second.expires_in == 120
        stage.clock.advance(timedelta(minutes=2))
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(second.refresh)

    def test_runs_out_when_it_lies_idle(self, stage):
        between = an_issuing(
            stage,
            chosen=("offline_access",),
            lasts=timedelta(days=300),
        )
        _, first = between.issued()
        stage.clock.advance(timedelta(days=30))
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(first.refresh)

    def test_refuses_with_invalid_client_when_the_client_was_switched_off(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        between.change_client(status=ClientStatus.DISABLED)
        with pytest.raises(Refusal, match="invalid_client"):
            between.rotate(first.refresh)

    def test_refuses_with_unauthorized_client_without_the_grant_type(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        between.change_client(grant_types=(GrantType.AUTHORIZATION_CODE,))
        with pytest.raises(Refusal, match="unauthorized_client"):
            between.rotate(first.refresh)

    @pytest.mark.parametrize("form", list(AccessTokenForm))
    def test_forty_at_once_leave_one_family_that_a_later_replay_ends(self, both, form):
        between = an_issuing(both, access_token=form)
        grant, first = between.issued()
        with ThreadPoolExecutor(40) as threads:
            heirs = list(threads.map(lambda _: between.rotate(first.refresh).refresh, range(40)))
        assert len({heir.reveal() for heir in heirs}) == 1
        (live,) = both.read(lambda w: w.refresh_tokens.live_of_account(grant.account_id))
        assert live.digest == digest(heirs[0])
        both.clock.advance(GRACE)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(first.refresh)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(heirs[0])
        assert between.grant(grant).close_reason == "refresh_reuse"
