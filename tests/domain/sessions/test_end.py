import pytest

from domain.accounts.events import AccountDisabled, AccountErased
from domain.factors.events import PasswordChanged
from domain.kernel.errors import Refusal
from domain.kernel.many import Many
from domain.kernel.work import STRANGER
from domain.sessions.end import (
    EndOthers,
    EndOwn,
    end,
    end_all_for,
    end_by_operator,
    end_many,
    end_others,
    end_own,
)
from domain.sessions.events import SessionEnded
from domain.sessions.subscribers import on_account_stopped, on_password_changed
from tests.domain.staged import a_person, an_operator
from tests.support.factories import a_session, an_account

SUPPORT = an_operator("sessions.end")


def signed_in(stage, times=1):
    """Return an account and its standing sessions."""
    account = an_account()
    stage.write(lambda work: work.accounts.add(account))
    made = [a_session(account.id) for _ in range(times)]
    for session in made:
        stage.write(lambda work, session=session: work.sessions.add(session))
    return account.id, made


def left(stage, who):
    return {each.id for each in stage.read(lambda work: work.sessions.standing(who, work.now))}


class TestEnd:
    def test_ends_it_once_and_tells_it_once(self, both):
        who, (session,) = signed_in(both)
        assert both.write(lambda work: end(work, session.id, "replaced"))
        assert not both.write(lambda work: end(work, session.id, "replaced"))
        assert both.told == [SessionEnded(subject=session.id, account=who, reason="replaced")]
        ended = both.read(lambda work: work.sessions.get(session.id))
        assert (ended.ended_at, ended.end_reason) == (both.clock.now(), "replaced")

    def test_minds_no_session_that_is_not_here(self, stage):
        assert not stage.write(lambda work: end(work, b"x" * 16, "replaced"))


class TestEndOwn:
    def test_ends_one_of_ones_own(self, both):
        who, (one, other) = signed_in(both, 2)
        request = EndOwn(who, one.id)
        both.write(lambda work: end_own(work, request), actor=a_person(who))
        assert left(both, who) == {other.id}
        assert both.told == [SessionEnded(subject=one.id, account=who, reason="ended_by_person")]

    def test_does_not_mind_one_that_has_ended_already(self, stage):
        who, (one,) = signed_in(stage)
        request = EndOwn(who, one.id, "signed_out")
        for _ in range(2):
            stage.write(lambda work: end_own(work, request), actor=a_person(who))
        assert stage.told == [SessionEnded(subject=one.id, account=who, reason="signed_out")]

    def test_refuses_another_persons_session_with_not_found(self, stage):
        who, _ = signed_in(stage)
        other, (theirs,) = signed_in(stage)
        for request, actor in (
            (EndOwn(who, theirs.id), a_person(who)),
            (EndOwn(other, theirs.id), a_person(who)),
            (EndOwn(other, theirs.id), STRANGER),
            (EndOwn(who, b"x" * 16), a_person(who)),
        ):
            with pytest.raises(Refusal, match="not_found"):
                stage.write(lambda work, request=request: end_own(work, request), actor=actor)
        assert left(stage, other) == {theirs.id}


class TestEndOthers:
    def test_keeps_one(self, both):
        who, made = signed_in(both, 3)
        request = EndOthers(who, made[1].id)
        assert both.write(lambda work: end_others(work, request), actor=a_person(who)) == 2
        assert left(both, who) == {made[1].id}

    def test_refuses_another_persons_account_with_not_found(self, stage):
        who, made = signed_in(stage)
        with pytest.raises(Refusal, match="not_found"):
            stage.write(
                lambda work: end_others(work, EndOthers(who, made[0].id)), actor=a_person(b"x" * 16)
            )


class TestEndByOperator:
    def test_ends_it(self, both):
        who, (session,) = signed_in(both)
        both.write(lambda work: end_by_operator(work, session.id), actor=SUPPORT)
        assert left(both, who) == set()
        assert both.told[-1].reason == "ended_by_operator"

    def test_refuses_a_session_of_another_tenant_with_not_found(self, stage):
        stage.settle(slug="globex")
        _, (session,) = signed_in(stage)
        with pytest.raises(Refusal, match="not_found"):
            stage.write(
                lambda work: end_by_operator(work, session.id), tenant="globex", actor=SUPPORT
            )

    def test_refuses_an_actor_who_may_not(self, stage):
        who, (session,) = signed_in(stage)
        for actor in (an_operator("sessions.read"), a_person(who), STRANGER):
            with pytest.raises(Refusal, match="forbidden"):
                stage.write(lambda work: end_by_operator(work, session.id), actor=actor)


class TestEndAllFor:
    def test_leaves_none_and_touches_nobody_else(self, both):
        who, _ = signed_in(both, 3)
        other, theirs = signed_in(both)
        assert both.write(lambda work: end_all_for(work, who, "account_disabled")) == 3
        assert left(both, who) == set()
        assert left(both, other) == {theirs[0].id}


class TestSubscribers:
    def test_keep_the_session_in_which_the_password_was_changed(self, stage):
        who, made = signed_in(stage, 3)
        event = PasswordChanged(subject=who, kept_session=made[0].id)
        stage.write(lambda work: on_password_changed(work, event))
        assert left(stage, who) == {made[0].id}
        assert {event.reason for event in stage.told} == {"password_changed"}

    @pytest.mark.parametrize(
        ("event", "reason"),
        [
            (lambda who: AccountDisabled(subject=who), "account_disabled"),
            (lambda who: AccountErased(subject=who, by="person"), "account_erased"),
        ],
    )
    def test_end_all_sessions_of_an_account_that_stops(self, stage, event, reason):
        who, _ = signed_in(stage, 2)
        stage.write(lambda work: on_account_stopped(work, event(who)))
        assert left(stage, who) == set()
        assert {told.reason for told in stage.told} == {reason}

    def test_do_nothing_about_nobody(self, stage):
        who, made = signed_in(stage)
        stage.write(lambda work: on_account_stopped(work, AccountDisabled()))
        stage.write(lambda work: on_password_changed(work, PasswordChanged(kept_session=b"")))
        assert left(stage, who) == {made[0].id}


class TestEndMany:
    def test_ends_each_that_stands(self, both):
        _, made = signed_in(both, 2)
        asked = Many((made[0].id, made[1].id, bytes(16)))

        def outcomes():
            came = both.write(lambda work: end_many(work, asked), actor=SUPPORT)
            return [(each.outcome.value, each.code) for each in came]

        assert outcomes() == [("done", ""), ("done", ""), ("failed", "not_found")]
        assert outcomes() == [("left", ""), ("left", ""), ("failed", "not_found")]

    def test_refuses_invalid_input_and_forbidden(self, stage):
        with pytest.raises(Refusal, match="invalid_input"):
            stage.write(lambda work: end_many(work, Many(())), actor=SUPPORT)
        with pytest.raises(Refusal, match="forbidden"):
            stage.write(
                lambda work: end_many(work, Many((bytes(16),))), actor=an_operator("sessions.read")
            )
