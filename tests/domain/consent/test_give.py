"""What a decision writes and tells, and what its token is worth elsewhere."""

import pytest

from domain.consent.entries import append
from domain.consent.events import ConsentGiven, ConsentRefused, ConsentSuperseded
from domain.consent.records import Duration
from domain.consent.refusals import DISPLAY_CHANGED, INVALID_CONSENT_TOKEN
from domain.consent.token import consume
from domain.kernel.errors import Refusal
from domain.kernel.secrets import new_secret
from domain.login.records import StepKind
from tests.support.factories import a_consent
from tests.support.sign_ins import Walk, a_person, after, current, open_shop


def told(stage, event):
    return [each for each in stage.told if type(each) is event]


def grants(stage):
    return stage.read(lambda work: work.grants.of(stage.alice.id, stage.shop.id))


class TestGive:
    def test_supersedes_what_stood_and_cuts_live_grants(self, given):
        walk = Walk(given, given.shop)
        walk.sign_in(prompt=("consent",))
        after(given, minutes=1)
        walk.decide("orders.read", duration=Duration.ONCE)
        walk.finish()
        assert {event.item for event in told(given, ConsentSuperseded)} == {
            "openid", "orders.read", "orders.write",
        }  # fmt: skip
        assert all(event.shortens for event in told(given, ConsentSuperseded))
        ends = {grant.live_scope(given.clock.now()) != () for grant in grants(given)}
        assert ends == {True}
        after(given, minutes=10)
        assert [grant.live_scope(given.clock.now()) for grant in grants(given)] == [(), ()]

    def test_a_leave_that_lasts_longer_than_the_one_before_touches_no_grant(self, given):
        before = grants(given)
        walk = Walk(given, given.shop)
        walk.sign_in(prompt=("consent",))
        after(given, minutes=1)
        walk.decide("orders.read", duration=Duration.UNTIL_WITHDRAWN)
        walk.finish()
        superseded = told(given, ConsentSuperseded)
        assert superseded
        assert not any(event.shortens for event in superseded)
        kept = {grant.id: grant for grant in grants(given)}
        assert [kept[grant.id] for grant in before] == list(before)

    def test_tells_what_was_given_and_what_was_not(self, stage):
        shop = open_shop(stage)
        a_person(stage)
        walk = Walk(stage, shop)
        walk.sign_in()
        walk.decide()
        assert {event.item for event in told(stage, ConsentGiven)} == {"openid", "orders.write"}
        (refused,) = told(stage, ConsentRefused)
        assert (refused.item, refused.reason) == ("orders.read", "not_selected")

    def test_covers_nothing_later_when_given_once(self, stage):
        shop = open_shop(stage)
        a_person(stage)
        walk = Walk(stage, shop)
        walk.sign_in()
        walk.decide("orders.read", duration=Duration.ONCE)
        walk.finish()
        walk.begin()
        assert walk.next().kind is StepKind.CONSENT

    def test_asks_again_after_twelve_months_of_until_withdrawn(self, stage):
        shop, alice = open_shop(stage), a_person(stage)
        walk = Walk(stage, shop)
        walk.sign_in()
        walk.decide(duration=Duration.UNTIL_WITHDRAWN)
        entry = current(stage, alice, shop)["openid"]
        assert (entry.expires_at - stage.clock.now()).days == 365

    def test_refuses_a_page_that_is_not_the_question_any_more(self, stage):
        shop = open_shop(stage)
        a_person(stage)
        walk = Walk(stage, shop)
        walk.sign_in()
        with pytest.raises(Refusal) as refused:
            walk.decide("orders.read", display_hash="0" * 64)
        assert refused.value.kind is DISPLAY_CHANGED


class TestConsume:
    def test_refuses_a_token_that_was_never_made(self, given):
        where = {
            "interaction_id": given.walk.id,
            "account_id": given.alice.id,
            "client_id": given.shop.id,
            "session_id": given.alice.id,
        }
        with pytest.raises(Refusal) as refused:
            given.write(lambda work: consume(work, new_secret(), **where))
        assert refused.value.kind is INVALID_CONSENT_TOKEN


class TestAppend:
    def test_refuses_a_second_writer(self, given):
        """conflict"""
        stale = current(given, given.alice, given.shop)["openid"]
        one = a_consent(given.alice.id, given.shop.id, item="openid", previous=stale.id)
        given.write(lambda work: append(work, one))
        other = a_consent(given.alice.id, given.shop.id, item="openid", previous=stale.id)
        with pytest.raises(Refusal, match="conflict"):
            given.write(lambda work: append(work, other))


class TestUntickedAgain:
    def test_takes_back_what_stood_and_is_remembered(self, given):
        """Rulings 18: an unticked box counts as answered, also where leave stood before."""
        walk = Walk(given, given.shop)
        walk.sign_in(prompt=("consent",))
        walk.decide(duration=Duration.DAY)
        walk.finish()
        entry = current(given, given.alice, given.shop)["orders.read"]
        assert (entry.status.value, entry.reason) == ("withdrawn", "not_selected")
        walk.begin()
        assert walk.next().kind is StepKind.DONE
        after(given, hours=23)
        walk.begin()
        assert walk.next().kind is not StepKind.CONSENT
