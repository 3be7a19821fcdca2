from dataclasses import replace
from datetime import timedelta

import pytest

from domain.kernel.errors import Refusal
from domain.kernel.secrets import digest
from domain.kernel.work import STRANGER
from domain.sessions.events import SessionRenewed, SessionStarted
from domain.sessions.listing import SessionsPage, detail, of_account, own_sessions, page
from domain.sessions.records import Session
from domain.sessions.renew import prove_again
from domain.sessions.standing import standing, touch
from domain.sessions.start import start
from domain.tenants.records import Lifetimes, Policy
from tests.domain.staged import a_person, an_operator
from tests.support.factories import an_account

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def account(stage):
    made = an_account()
    stage.write(lambda work: work.accounts.add(made))
    return made.id


def started(stage, who=None, amr=("pwd",), browser="Firefox on Linux"):
    who = who or account(stage)
    return stage.write(lambda work: start(work, account_id=who, amr=amr, browser=browser))


def stands(stage, cookie) -> Session | None:
    return stage.read(lambda work: standing(work, digest(cookie)))


class TestStart:
    def test_gives_a_session_and_a_secret_of_which_only_the_digest_is_kept(self, both):
        made = started(both)
        assert stands(both, made.cookie) == made.session
        assert made.session.digest == digest(made.cookie)
        assert made.cookie.reveal() not in repr(made)
        assert both.told == [
            SessionStarted(subject=made.session.id, account=made.session.account_id, acr="byl:1")
        ]

    def test_gives_each_a_new_id_secret_and_sid(self, stage):
        who = account(stage)
        made = [started(stage, who) for _ in range(5)]
        for part in (
            {each.session.id for each in made},
            {each.cookie for each in made},
            {each.session.sid for each in made},
        ):
            assert len(part) == 5

    def test_says_what_level_the_proofs_reach(self, stage):
        assert started(stage, amr=("pwd", "otp")).session.acr == "byl:2"

    def test_keeps_a_coarse_label_of_the_browser_only(self, stage):
        made = started(stage, browser="Firefox\x1b[2J on Linux" + "x" * 99).session
        assert made.browser == ("Firefox[2J on Linux" + "x" * 99)[:60]


class TestStanding:
    def test_ends_twelve_hours_after_its_last_use(self, both):
        made = started(both)
        both.clock.advance(12 * HOUR - timedelta(seconds=1))
        assert stands(both, made.cookie) is not None
        both.clock.advance(timedelta(seconds=1))
        assert stands(both, made.cookie) is None

    def test_ends_thirty_days_after_its_start_however_much_it_is_used(self, stage):
        made = started(stage)
        for _ in range(30 * 24 // 6 - 1):
            stage.clock.advance(6 * HOUR)
            session = stands(stage, made.cookie)
            stage.write(lambda work, session=session: touch(work, session))
        stage.clock.advance(6 * HOUR - timedelta(seconds=1))
        assert stands(stage, made.cookie) is not None
        stage.clock.advance(timedelta(seconds=1))
        assert stands(stage, made.cookie) is None

    def test_ends_earlier_where_the_tenant_says_so(self, stage):
        lifetimes = Lifetimes(session_idle=HOUR, session_absolute=2 * HOUR)
        stage.settle(slug="strict", policy=Policy(lifetimes=lifetimes))
        made = an_account()
        stage.write(lambda work: work.accounts.add(made), tenant="strict")
        session = stage.write(
            lambda work: start(work, account_id=made.id, amr=("pwd",), browser=""), tenant="strict"
        ).session
        assert session.idle_ends_at - session.started_at == HOUR
        assert session.ends_at - session.started_at == 2 * HOUR

    def test_is_nothing_in_another_tenant(self, stage):
        stage.settle(slug="globex")
        made = started(stage)
        assert stage.read(lambda work: standing(work, digest(made.cookie)), tenant="globex") is None

    def test_knows_no_cookie_that_was_never_given(self, stage):
        assert stage.read(lambda work: standing(work, b"x" * 32)) is None


class TestTouch:
    def test_moves_the_idle_end_on_once_a_minute(self, both):
        made = started(both)
        both.clock.advance(MINUTE - timedelta(seconds=1))
        both.write(lambda work: touch(work, made.session))
        assert stands(both, made.cookie) == made.session
        both.clock.advance(timedelta(seconds=1))
        both.write(lambda work: touch(work, made.session))
        moved = stands(both, made.cookie)
        assert moved.last_seen_at == both.clock.now()
        assert moved.idle_ends_at == both.clock.now() + 12 * HOUR

    def test_does_not_raise_what_has_ended(self, both):
        made = started(both)
        both.clock.advance(2 * MINUTE)
        both.write(lambda work: work.sessions.end(made.session.id, work.now, "signed_out"))
        both.write(lambda work: touch(work, made.session))
        assert stands(both, made.cookie) is None
        other = started(both)
        both.clock.advance(13 * HOUR)
        both.write(lambda work: touch(work, other.session))
        assert stands(both, other.cookie) is None


class TestProveAgain:
    def test_gives_a_new_secret_and_ends_the_old_one(self, both):
        made = started(both)
        both.clock.advance(HOUR)
        both.told.clear()
        again = both.write(lambda work: prove_again(work, made.session, amr=("pwd", "otp")))
        assert stands(both, made.cookie) is None
        now = both.clock.now()
        assert stands(both, again.cookie) == replace(
            made.session,
            digest=digest(again.cookie),
            auth_time=now,
            amr=("pwd", "otp"),
            acr="byl:2",
            last_seen_at=now,
            idle_ends_at=now + 12 * HOUR,
        )
        assert both.told == [
            SessionRenewed(subject=made.session.id, account=made.session.account_id, acr="byl:2")
        ]

    def test_does_not_move_the_absolute_end(self, stage):
        made = started(stage)
        stage.clock.advance(30 * 24 * HOUR - HOUR)
        stage.write(
            lambda work: work.sessions.touch(made.session.id, work.now, made.session.ends_at)
        )
        session = stands(stage, made.cookie)
        again = stage.write(lambda work: prove_again(work, session, amr=("pwd",)))
        assert again.session.ends_at == again.session.idle_ends_at == made.session.ends_at

    def test_refuses_with_conflict_one_that_has_ended_or_was_renewed(self, both):
        made = started(both)
        both.write(lambda work: prove_again(work, made.session, amr=("pwd",)))
        with pytest.raises(Refusal, match="conflict"):
            both.write(lambda work: prove_again(work, made.session, amr=("pwd",)))
        both.clock.advance(13 * HOUR)
        with pytest.raises(Refusal, match="conflict"):
            both.write(lambda work: prove_again(work, made.session, amr=("pwd",)))


class TestListing:
    def test_gives_an_operator_the_standing_sessions(self, stage):
        reader = an_operator("sessions.read")
        who = account(stage)
        first, second = started(stage, who), started(stage)
        assert stage.read(lambda work: of_account(work, who), actor=reader) == (first.session,)
        rows = stage.read(lambda work: page(work, SessionsPage()), actor=reader).rows
        assert {row.id for row in rows} == {first.session.id, second.session.id}
        stage.clock.advance(12 * HOUR)
        assert stage.read(lambda work: page(work, SessionsPage()), actor=reader).rows == ()

    def test_gives_an_operator_one_by_its_id(self, stage):
        made = started(stage)
        reader = an_operator("sessions.read")
        assert stage.read(lambda work: detail(work, made.session.id), actor=reader) == made.session
        with pytest.raises(Refusal, match="not_found"):
            stage.read(lambda work: detail(work, b"x" * 16), actor=reader)

    def test_refuses_an_actor_who_may_not(self, stage):
        who = account(stage)
        made = started(stage, who)
        for actor in (a_person(who), an_operator("accounts.read"), STRANGER):
            with pytest.raises(Refusal, match="forbidden"):
                stage.read(lambda work: detail(work, made.session.id), actor=actor)
            with pytest.raises(Refusal, match="forbidden"):
                stage.read(lambda work: of_account(work, who), actor=actor)
            with pytest.raises(Refusal, match="forbidden"):
                stage.read(lambda work: page(work, SessionsPage()), actor=actor)

    def test_gives_a_person_their_own(self, stage):
        who = account(stage)
        made = started(stage, who)
        started(stage)
        mine = stage.read(lambda work: own_sessions(work, who), actor=a_person(who))
        assert mine == (made.session,)

    def test_refuses_to_give_those_of_others(self, stage):
        who = account(stage)
        for actor in (a_person(b"x" * 16), an_operator("sessions.read"), STRANGER):
            with pytest.raises(Refusal, match="not_found"):
                stage.read(lambda work: own_sessions(work, who), actor=actor)
