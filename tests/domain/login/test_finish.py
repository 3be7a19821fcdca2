"""The end of a walk: what a code rests on, and when there is none."""

from datetime import timedelta

import pytest

from domain.consent.end import Withdraw, withdraw
from domain.consent.records import Duration
from domain.kernel.errors import Refusal
from domain.login.records import InteractionStatus, StepKind
from domain.sessions.end import end
from tests.support.factories import digest
from tests.support.sign_ins import Walk, a_person, current, open_shop, person


class TestFinish:
    def test_refuses_when_an_item_was_revoked_in_between(self, walk):
        """consent_required, and the code is not issued."""
        walk.sign_in()
        walk.decide("orders.read")
        account = walk.next().interaction.account_id
        request = Withdraw(account, walk.client.id, "orders.read")
        walk.stage.write(lambda work: withdraw(work, request), actor=person(account))
        with pytest.raises(Refusal, match="consent_required"):
            walk.finish()
        assert walk.stage.read(lambda work: work.grants.of(account, walk.client.id)) == ()

    def test_refuses_when_the_session_ended_in_between(self, walk):
        session = walk.sign_in().started.session
        walk.decide("orders.read")
        walk.stage.write(lambda work: end(work, session.id, reason="ended_by_operator"))
        with pytest.raises(Refusal, match="wrong_step"):
            walk.finish()

    def test_refuses_while_a_step_is_left(self, walk):
        walk.begin()
        with pytest.raises(Refusal, match="wrong_step"):
            walk.finish()
        walk.identify()
        with pytest.raises(Refusal, match="wrong_step"):
            walk.finish()
        walk.prove()
        with pytest.raises(Refusal, match="wrong_step"):
            walk.finish()

    def test_refuses_a_second_time(self, walk):
        walk.sign_in()
        walk.decide()
        walk.finish()
        with pytest.raises(Refusal, match="interaction_gone"):
            walk.finish()

    def test_refuses_another_browser(self, walk):
        walk.sign_in()
        walk.decide()
        walk.bound = digest()
        with pytest.raises(Refusal, match="interaction_gone"):
            walk.finish()

    def test_refuses_when_the_leave_ended_in_between(self, walk):
        """consent_required: what ended between the decision and the code is not granted."""
        walk.sign_in()
        walk.decide(duration=Duration.ONCE)
        walk.token = None
        with pytest.raises(Refusal) as refused:
            walk.finish()
        assert refused.value.code == "consent_required"

    def test_takes_the_decision_as_the_bound_of_needed_items_held_before(self, walk):
        walk.sign_in(scope=("openid", "orders.write"))
        walk.decide(duration=Duration.MONTH)
        walk.finish()
        walk.begin()
        walk.decide("orders.read", duration=Duration.HOUR)
        walk.finish()
        account = walk.next().interaction.account_id
        grants = walk.stage.read(lambda work: work.grants.of(account, walk.client.id))
        assert grants[0].ends_at == walk.stage.clock.now() + timedelta(hours=1)

    def test_leaves_out_an_unticked_box(self, walk):
        walk.sign_in()
        walk.decide()
        walk.finish()
        account = walk.next().interaction.account_id
        (grant,) = walk.stage.read(lambda work: work.grants.of(account, walk.client.id))
        assert grant.live_scope(walk.stage.clock.now()) == ("openid", "orders.write")

    def test_marks_the_interaction_done(self, walk):
        walk.sign_in()
        walk.decide()
        walk.finish()
        step = walk.next()
        assert (step.kind, step.interaction.status) == (StepKind.DONE, InteractionStatus.DONE)

    def test_goes_to_ones_own_pages_without_a_request(self, stage):
        open_shop(stage)
        a_person(stage)
        own = Walk(stage, None)
        own.sign_in()
        done = own.finish()
        assert (done.request, done.code) == (None, None)


class TestFirstParty:
    def test_shows_no_page_for_needed_items(self, stage):
        shop = open_shop(stage, first_party=True)
        person = a_person(stage)
        walk = Walk(stage, shop)
        walk.sign_in(scope=("openid", "orders.write"))
        assert walk.next().kind is StepKind.DONE
        assert walk.finish().code is not None
        assert current(stage, person, shop) == {}
        (grant,) = stage.read(lambda work: work.grants.of(person.id, shop.id))
        assert grant.session_id is not None
        assert not any(item.rests_on_consent for item in grant.items)

    def test_shows_the_page_when_it_asks_for_more(self, stage):
        shop = open_shop(stage, first_party=True)
        a_person(stage)
        walk = Walk(stage, shop)
        walk.sign_in()
        assert walk.next().kind is StepKind.CONSENT
