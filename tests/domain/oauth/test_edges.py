"""What only happens when something else has gone before: tidied grants, late retries, closed ones."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.clients.records import AccessTokenForm
from domain.consent.records import ConsentStatus
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret, digest
from domain.oauth.code_grant import RedeemCode, redeem
from domain.oauth.grants import TRIES, realign
from domain.oauth.introspect import Introspect, introspect
from domain.oauth.records import AuthorizationCode
from domain.oauth.refresh import RotateRefresh, rotate
from domain.oauth.revoke import Revoke, find, revoke
from tests.support.issuing import ISSUER, VERIFIER, an_issuing


class Raced:
    """A store as another replica leaves it between two of our looks at it."""

    def __init__(self, store, **answers):
        self._store = store
        self._answers = answers

    def __getattr__(self, name):
        return self._answers.get(name) or getattr(self._store, name)


def withdrawn(between, stage, item="profile"):
    before = between.consents[item]
    after = replace(
        before,
        id=stage.write(lambda work: work.new_id()),
        status=ConsentStatus.WITHDRAWN,
        expires_at=None,
        previous=before.id,
    )
    assert stage.write(lambda work: work.consents.append(after))


def as_presented(stage, issued):
    return stage.read(lambda work: work.refresh_tokens.presented(digest(issued.refresh), work.now))


class TestRaces:
    def test_gives_the_heir_of_another_replica_to_a_retry_that_came_between(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        stale = as_presented(stage, first)
        second = between.rotate(first.refresh)

        def act(work):
            work.refresh_tokens = Raced(work.refresh_tokens, presented=lambda *_given: stale)
            return rotate(work, RotateRefresh(between.client, first.refresh))

        assert stage.write(act).refresh == second.refresh

    @pytest.mark.parametrize("what", ["gone", "late"])
    def test_refuses_a_retry_that_came_between_and_too_late(self, stage, what):
        between = an_issuing(stage)
        grant, first = between.issued()
        stale = as_presented(stage, first)
        between.rotate(first.refresh)
        stage.clock.advance(timedelta(seconds=10))

        def act(work):
            answers = {"presented": lambda *_given: stale}
            if what == "gone":
                answers["get"] = lambda _digest: None
            work.refresh_tokens = Raced(work.refresh_tokens, **answers)
            return rotate(work, RotateRefresh(between.client, first.refresh))

        with pytest.raises(Refusal, match="invalid_grant"):
            stage.write(act)
        closed = between.grant(grant).close_reason
        assert closed == ("refresh_reuse" if what == "late" else "")

    def test_answers_busy_when_a_grant_changes_under_every_try(self, stage):
        between = an_issuing(stage)
        grant, _ = between.open()
        withdrawn(between, stage)
        tries = []

        def act(work):
            work.grants = Raced(work.grants, narrow=lambda *given: tries.append(given))
            return realign(work, grant, "test")

        with pytest.raises(Refusal, match="busy"):
            stage.write(act)
        assert len(tries) == TRIES


class TestTidied:
    def tidied(self, between):
        def act(work):
            for each in work.grants.of(between.account.id):
                work.grants.close(each.id, work.now, "test")
            return work.grants.tidy(work.now + timedelta(seconds=1), 10)

        assert between.stage.write(act) == 1

    def test_grants_leave_tokens_that_are_worth_nothing(self, stage):
        for form in AccessTokenForm:
            between = an_issuing(stage, access_token=form)
            _, issued = between.issued()
            token = between.sealed(issued)["access_token"]
            self.tidied(between)
            for shown in (token, issued.refresh.reveal()):
                asked, signer = Introspect(between.client, Secret(shown), ISSUER), between.signer
                told = stage.read(lambda work, a=asked, s=signer: introspect(work, a, s))
                assert told == {"active": False}
            with pytest.raises(Refusal, match="invalid_grant"):
                between.rotate(issued.refresh)

    def test_codes_and_tokens_whose_grant_is_gone_are_refused_quietly(self, stage):
        between = an_issuing(stage)
        _, code = between.open()
        kept = stage.read(lambda work: work.codes.get(digest(code)))
        lost: AuthorizationCode = replace(kept, grant_id=bytes(16))
        late = replace(lost, expires_at=stage.clock.now())
        cases = [
            ({"consume": lambda *_: None, "get": lambda *_: lost}, VERIFIER),
            ({"consume": lambda *_: lost}, "x" * 43),
            ({"consume": lambda *_: late}, VERIFIER),
        ]
        for answers, verifier in cases:
            request = RedeemCode(between.client, code, "https://shop.example/cb", verifier)

            def act(work, answers=answers, request=request):
                work.codes = Raced(work.codes, **answers)
                return redeem(work, request)

            with pytest.raises(Refusal, match="invalid_grant"):
                stage.write(act)
        assert stage.told == []

    def test_an_opaque_token_whose_grant_another_replica_has_just_deleted(self, stage):
        between = an_issuing(stage, access_token=AccessTokenForm.OPAQUE)
        _, issued = between.issued()

        def act(work):
            rooted = work.opaque_tokens.rooted
            work.opaque_tokens = Raced(
                work.opaque_tokens, rooted=lambda *given: replace(rooted(*given), root=None)
            )
            return introspect(
                work, Introspect(between.client, issued.access, ISSUER), between.signer
            )

        assert stage.read(act) == {"active": False}

    def test_a_refresh_token_without_its_grant_is_given_back_in_vain(self, stage):
        between = an_issuing(stage)
        _, issued = between.issued()
        asked = Revoke(between.client, issued.refresh)
        found = stage.read(lambda work: find(work, asked, between.signer))
        self.tidied(between)
        stage.told.clear()
        stage.write(lambda work: revoke(work, found))
        assert stage.told == []


class TestReplay:
    def test_of_a_code_whose_grant_was_closed_is_told_and_closes_nothing(self, stage):
        between = an_issuing(stage)
        grant, code = between.open()
        between.redeem(code)
        stage.write(lambda work: work.grants.close(grant.id, work.now, "test"))
        with pytest.raises(Refusal, match="invalid_grant"):
            between.redeem(code)
        assert [event.name for event in stage.told] == ["code.replayed"]
        assert between.grant(grant).close_reason == "test"
