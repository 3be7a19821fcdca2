"""An operator ends a grant, its refresh tokens, or all of an account; leave stays."""

from datetime import timedelta

import pytest

from domain.accounts.records import AccountStatus
from domain.clients.records import AccessTokenForm
from domain.kernel.errors import Refusal
from domain.kernel.work import STRANGER
from domain.oauth.end_by_operator import EndedAll, end_everything, end_grant, end_refresh
from domain.oauth.events import GrantClosed, RefreshEnded
from domain.oauth.hanging import grants_of_account
from domain.oauth.refresh import GRACE
from tests.domain.staged import an_operator
from tests.support.issuing import an_issuing

SUPPORT = an_operator("sessions.end", "sessions.read")
READER = an_operator("sessions.read")
OFFLINE = {"needed": ("openid", "offline_access")}
NOBODY = bytes(16)


def told(stage, kind):
    return [event for event in stage.told if isinstance(event, kind)]


def hangs(between):
    return between.stage.read(
        lambda work: grants_of_account(work, between.account.id), actor=READER
    )


class TestEndGrant:
    def test_closes_it_and_leaves_session_and_leave(self, both):
        between = an_issuing(both)
        grant, issued = between.issued()
        both.write(lambda work: end_grant(work, grant.id), actor=SUPPORT)
        assert between.grant(grant).close_reason == "ended_by_operator"
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(issued.refresh)
        assert both.read(lambda work: work.sessions.get(between.session.id)).ended_at is None
        present = both.read(lambda work: work.consents.of_account(between.account.id))
        assert {entry.status.value for entry in present} == {"given"}

    def test_is_told_once(self, stage):
        grant, _ = an_issuing(stage).issued()
        for _ in range(2):
            stage.write(lambda work: end_grant(work, grant.id), actor=SUPPORT)
        assert len(told(stage, GrantClosed)) == 1

    def test_refuses_not_found_and_forbidden(self, stage):
        grant, _ = an_issuing(stage).issued()
        for act in (end_grant, end_refresh):
            with pytest.raises(Refusal, match="not_found"):
                stage.write(lambda work, act=act: act(work, NOBODY), actor=SUPPORT)
            for actor in (READER, STRANGER):
                with pytest.raises(Refusal, match="forbidden"):
                    stage.write(lambda work, act=act: act(work, grant.id), actor=actor)


class TestEndRefresh:
    def test_ends_the_family_and_keeps_the_grant(self, both):
        between = an_issuing(both, **OFFLINE)
        grant, issued = between.issued()
        both.write(lambda work: end_refresh(work, grant.id), actor=SUPPORT)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(issued.refresh)
        assert between.grant(grant).closed_at is None
        assert told(both, RefreshEnded) == [
            RefreshEnded(subject=grant.id, account=between.account.id, client=between.client.id)
        ]
        both.write(lambda work: end_refresh(work, grant.id), actor=SUPPORT)
        assert len(told(both, RefreshEnded)) == 1

    def test_ends_a_successor_that_was_made_at_the_same_moment(self, both):
        """What another replica rotated meanwhile is dead too: the grant says so, not the token."""
        between = an_issuing(both, **OFFLINE)
        grant, issued = between.issued()
        heir = between.rotate(issued.refresh)
        both.write(lambda work: work.grants.end_refresh(grant.id, work.now))
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(heir.refresh)


class TestEndEverything:
    def test_ends_sessions_and_grants_those_beyond_a_session_too(self, both):
        between = an_issuing(both, **OFFLINE)
        free, _ = between.issued()
        bound, _ = between.issued(scope=("openid",))
        found = both.write(lambda work: end_everything(work, between.account.id), actor=SUPPORT)
        assert found == EndedAll(sessions=1, grants=2)
        assert between.grant(free).closed_at is not None
        assert between.grant(bound).closed_at is not None
        account = both.read(lambda work: work.accounts.get(between.account.id))
        assert account.status is AccountStatus.ENABLED
        again = both.write(lambda work: end_everything(work, between.account.id), actor=SUPPORT)
        assert again == EndedAll(sessions=0, grants=0)

    def test_refuses_not_found_and_forbidden(self, stage):
        between = an_issuing(stage)
        with pytest.raises(Refusal, match="not_found"):
            stage.write(lambda work: end_everything(work, NOBODY), actor=SUPPORT)
        with pytest.raises(Refusal, match="forbidden"):
            stage.write(lambda work: end_everything(work, between.account.id), actor=READER)


class TestGrantsOfAccount:
    def test_tells_the_family_and_until_when_a_token_is_believed_elsewhere(self, both):
        between = an_issuing(both, **OFFLINE, lasts=timedelta(days=1))
        grant, issued = between.issued()
        (found,) = hangs(between)
        assert found.grant.id == grant.id
        assert found.family.issued_at == both.clock.now()
        assert found.alone_until == both.clock.now() + GRACE + timedelta(minutes=10)
        both.clock.advance(timedelta(hours=1))
        assert hangs(between)[0].alone_until is None
        between.rotate(issued.refresh)
        assert hangs(between)[0].alone_until == both.clock.now() + GRACE + timedelta(minutes=10)

    def test_never_tells_a_moment_beyond_the_grant(self, stage):
        between = an_issuing(stage, lasts=timedelta(minutes=3))
        between.issued()
        assert hangs(between)[0].alone_until == between.until

    def test_tells_no_family_once_it_was_ended_and_none_that_ran_out(self, stage):
        between = an_issuing(stage, **OFFLINE, lasts=timedelta(days=90))
        grant, _ = between.issued()
        stage.write(lambda work: end_refresh(work, grant.id), actor=SUPPORT)
        found = hangs(between)[0]
        assert found.family is None
        assert found.alone_until is not None

    def test_counts_opaque_tokens_which_nobody_believes_alone(self, stage):
        between = an_issuing(stage, access_token=AccessTokenForm.OPAQUE)
        between.issued()
        (found,) = hangs(between)
        assert (found.opaque, found.alone_until) == (1, None)

    def test_leaves_out_what_has_run_out(self, stage):
        between = an_issuing(stage, lasts=timedelta(minutes=3))
        between.issued()
        stage.clock.advance(timedelta(minutes=3))
        assert hangs(between) == ()

    def test_refuses_not_found_and_forbidden(self, stage):
        between = an_issuing(stage)
        with pytest.raises(Refusal, match="not_found"):
            stage.read(lambda work: grants_of_account(work, NOBODY), actor=READER)
        with pytest.raises(Refusal, match="forbidden"):
            stage.read(lambda work: grants_of_account(work, between.account.id), actor=STRANGER)
