"""A whole walk, and what must not be skipped on it."""

import pytest

from domain.clients.records import ClientStatus
from domain.consent.records import Duration
from domain.kernel.errors import Refusal
from domain.login.begin import Begin
from domain.login.events import SignedIn
from domain.login.records import StepKind
from domain.login.silent import silent
from domain.oauth.subject import subject
from tests.support.factories import a_client, a_request, digest
from tests.support.sign_ins import SCOPES, Walk, a_person, after, run


class TestWalk:
    def test_goes_identify_prove_consent_done(self, walk):
        walk.begin()
        seen = [walk.next().kind]
        walk.identify()
        seen.append(walk.next().kind)
        walk.prove()
        seen.append(walk.next().kind)
        walk.decide("orders.read")
        seen.append(walk.next().kind)
        done = walk.finish()
        assert seen == [StepKind.IDENTIFY, StepKind.PROVE, StepKind.CONSENT, StepKind.DONE]
        assert done.code is not None
        assert walk.stage.told[-1].name != "login.failed"

    def test_shows_nobody_the_same_steps(self, walk):
        walk.begin()
        walk.identify("nobody-at-all")
        step = walk.next()
        assert (step.kind, step.options, step.score) == (StepKind.PROVE, ("register",), (0, 2))

    def test_asks_nothing_again_that_was_answered(self, walk):
        walk.sign_in()
        walk.decide("orders.read")
        walk.finish()
        walk.begin()
        assert walk.next().kind is StepKind.DONE
        walk.token = None
        assert walk.finish().code is not None

    def test_asks_a_new_scope_only_for_itself(self, walk):
        walk.sign_in(scope=("openid",))
        walk.decide()
        walk.finish()
        walk.begin()
        assert [item.scope for item in walk.question.items] == ["orders.write", "orders.read"]

    def test_asks_again_for_all_of_it_on_prompt_consent(self, walk):
        walk.sign_in()
        walk.decide()
        walk.finish()
        walk.begin(prompt=("consent",))
        assert {item.scope for item in walk.question.items} == set(SCOPES)
        walk.decide("orders.read")
        assert walk.finish().code is not None

    def test_asks_for_the_password_again_on_prompt_login(self, walk):
        walk.sign_in()
        before = walk.session
        after(walk.stage, minutes=1)
        walk.begin(prompt=("login",))
        assert walk.next().kind is StepKind.IDENTIFY
        walk.identify()
        renewed = walk.prove().started.session
        assert renewed.digest != before
        assert walk.next().kind is StepKind.CONSENT

    def test_asks_for_the_password_again_after_max_age(self, walk):
        walk.sign_in()
        after(walk.stage, seconds=61)
        walk.begin(max_age=60)
        assert walk.next().kind is StepKind.IDENTIFY
        walk.begin(max_age=62)
        assert walk.next().kind is StepKind.CONSENT

    def test_begins_with_registration_on_prompt_create(self, walk):
        walk.begin(prompt=("create",))
        step = walk.next()
        assert (step.kind, step.options) == (StepKind.REGISTER, ("identify",))

    def test_fails_for_somebody_else_than_the_hint_says(self, walk):
        walk.sign_in(hint_sub="somebody-else")
        step = walk.next()
        assert (step.kind, step.failure) == (StepKind.FAILED, "login_required")

    def test_goes_on_for_the_person_the_hint_names(self, walk):
        account = walk.sign_in().started.session.account_id
        sub = walk.stage.read(lambda work: subject(work, walk.client, account))
        walk.begin(hint_sub=sub)
        assert walk.next().kind is StepKind.CONSENT

    def test_fails_for_a_client_disabled_meanwhile(self, walk):
        walk.sign_in()
        disabled = a_client(
            **{
                **{f: getattr(walk.client, f) for f in walk.client.__slots__},
                "status": ClientStatus.DISABLED,
                "version": 2,
            }
        )
        walk.stage.write(lambda work: work.clients.change(disabled))
        step = walk.next()
        assert (step.kind, step.failure) == (StepKind.FAILED, "unauthorized_client")

    def test_runs_out(self, walk):
        walk.begin()
        after(walk.stage, minutes=30)
        assert walk.next().kind is StepKind.EXPIRED

    def test_ends_the_session_of_another_account_in_this_browser(self, walk):
        a_person(walk.stage, "bob")
        first = walk.sign_in().started.session
        walk.begin(prompt=("login",))
        walk.identify("bob")
        walk.prove()
        session = walk.stage.read(lambda work: work.sessions.get(first.id))
        assert session.end_reason == "replaced"

    def test_counts_no_answer_of_the_person_before(self, walk):
        """What one person answered in a flow is not answered for the next one."""
        a_person(walk.stage, "bob")
        walk.sign_in(prompt=("consent",))
        walk.decide("orders.read")
        walk.identify("bob")
        walk.prove()
        assert walk.next().kind is StepKind.CONSENT
        with pytest.raises(Refusal, match="wrong_step"):
            walk.finish()

    def test_gives_the_leave_of_one_person_to_nobody_else(self, walk):
        a_person(walk.stage, "bob")
        walk.sign_in()
        token = walk.decide("orders.read").token
        walk.identify("bob")
        walk.prove()
        walk.decide()
        with pytest.raises(Refusal, match="invalid_consent_token"):
            walk.finish(token)

    def test_starts_a_new_session_id_at_each_proof(self, walk):
        one = walk.sign_in().started
        two = Walk(walk.stage, walk.client).sign_in().started
        assert one.session.id != two.session.id
        assert one.cookie != two.cookie
        assert any(isinstance(event, SignedIn) for event in walk.stage.told)


class TestSilent:
    def ask(self, walk, **asked):
        request = a_request(walk.client.id, scope=SCOPES, prompt=("none",), **asked)
        return run(walk.stage, silent, Begin(digest(), request, session_digest=walk.session))

    def test_says_login_required_without_a_session(self, walk):
        assert self.ask(walk).error == "login_required"

    def test_says_consent_required_when_something_is_not_answered(self, walk):
        walk.sign_in()
        assert self.ask(walk).error == "consent_required"

    def test_gives_a_code_when_all_is_answered(self, walk):
        walk.sign_in()
        walk.decide()
        walk.finish()
        answer = self.ask(walk)
        assert (answer.error, answer.code is None) == ("", False)

    def test_gives_nothing_after_the_leave_ended(self, walk):
        """Silence is not leave: A17."""
        walk.sign_in()
        walk.decide(duration=Duration.HOUR)
        walk.finish()
        after(walk.stage, hours=1)
        assert self.ask(walk).error == "consent_required"

    def test_gives_nothing_to_somebody_else_than_the_hint_says(self, walk):
        walk.sign_in()
        assert self.ask(walk, hint_sub="somebody-else").error == "login_required"


class TestTwoTabs:
    """Both stood at the sign-in page before anybody had signed in."""

    @pytest.fixture
    def tabs(self, walk):
        other = Walk(walk.stage, walk.client)
        walk.begin()
        other.begin()
        return walk, other

    def test_of_one_person_both_go_on(self, tabs):
        first, second = tabs
        first.identify()
        before = first.prove().started.session
        second.session = first.session
        second.identify()
        first.session = second.prove().started.session.digest
        assert first.next().kind is StepKind.CONSENT
        first.decide()
        assert second.next().kind is StepKind.DONE
        assert walk_session(first, before.id).ended_at is None

    def test_of_two_people_the_first_proves_it_again(self, tabs):
        first, second = tabs
        a_person(first.stage, "bob")
        first.identify()
        before = first.prove().started.session
        second.session = first.session
        second.identify("bob")
        second.prove()
        assert first.next().kind is StepKind.PROVE
        assert walk_session(first, before.id).end_reason == "replaced"

    def test_who_registers_in_the_second_ends_the_session_of_the_first(self, tabs):
        first, second = tabs
        first.identify()
        before = first.prove().started.session
        second.session = first.session
        second.register("dora")
        assert walk_session(first, before.id).end_reason == "replaced"


def walk_session(walk, session_id):
    return walk.stage.read(lambda work: work.sessions.get(session_id))
