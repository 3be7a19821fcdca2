"""Withdraw, revoke, expire, forget: who may, what is told, and that tokens die with it."""

import threading

import pytest

from domain.consent.end import Revoke, Withdraw, end_for_account, expire_due, revoke, withdraw
from domain.consent.entries import append
from domain.consent.events import (
    ConsentExpired,
    ConsentGiven,
    ConsentRefused,
    ConsentRevoked,
    ConsentSuperseded,
    ConsentWithdrawn,
)
from domain.consent.forget import Forget, forget_refusal
from domain.consent.ledger import LedgerRequest, mine, of_account, page, show
from domain.consent.records import ConsentFilter, ConsentStatus, Duration
from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id
from domain.kernel.work import Actor, ActorKind
from domain.login.records import StepKind
from tests.support.factories import a_consent
from tests.support.sign_ins import Walk, a_person, after, current, open_shop, person

OPERATOR = Actor(
    ActorKind.OPERATOR, "acc_op", permissions=frozenset({"consents.read", "consents.revoke"})
)
NOBODY = Actor(ActorKind.OPERATOR, "acc_op")


@pytest.fixture
def given(stage):
    """Alice gave the shop all it asked for, for an hour; a grant rests on it."""
    shop = open_shop(stage)
    alice = a_person(stage)
    walk = Walk(stage, shop)
    walk.sign_in()
    walk.decide("orders.read", duration=Duration.HOUR)
    walk.finish()
    stage.shop, stage.alice, stage.walk = shop, alice, walk
    return stage


def told(stage, event):
    return [each for each in stage.told if type(each) is event]


def grants(stage):
    return stage.read(lambda work: work.grants.of(stage.alice.id, stage.shop.id))


def statuses(stage):
    return {item: entry.status.value for item, entry in current(stage, stage.alice, stage.shop).items()}  # fmt: skip


class TestWithdraw:
    def test_ends_all_of_it_and_the_grant(self, given):
        request = Withdraw(given.alice.id, given.shop.id)
        ended = given.write(lambda work: withdraw(work, request), actor=person(given.alice.id))
        assert ended == 3
        assert set(statuses(given).values()) == {"withdrawn"}
        assert grants(given) == ()
        assert {event.item for event in told(given, ConsentWithdrawn)} == {
            "openid", "orders.read", "orders.write",
        }  # fmt: skip

    def test_ends_one_item_and_narrows_the_grant(self, given):
        request = Withdraw(given.alice.id, given.shop.id, "orders.read")
        given.write(lambda work: withdraw(work, request), actor=person(given.alice.id))
        (grant,) = grants(given)
        assert grant.live_scope(given.clock.now()) == ("openid", "orders.write")

    def test_closes_the_grant_with_a_needed_item(self, given):
        request = Withdraw(given.alice.id, given.shop.id, "orders.write")
        given.write(lambda work: withdraw(work, request), actor=person(given.alice.id))
        assert grants(given) == ()

    def test_refuses_the_leave_of_somebody_else(self, given):
        """not_found"""
        bob = a_person(given, "bob")
        with pytest.raises(Refusal, match="not_found"):
            given.write(lambda work: withdraw(work, Withdraw(bob.id, given.shop.id)))

    def test_refuses_a_person_who_takes_back_for_another(self, given):
        bob, request = a_person(given, "bob"), Withdraw(given.alice.id, given.shop.id)
        with pytest.raises(Refusal, match="not_found"):
            given.write(lambda work: withdraw(work, request), actor=person(bob.id))
        assert set(statuses(given).values()) == {"given"}

    def test_takes_down_as_expired_what_time_ended_before(self, given):
        after(given, hours=1)
        given.write(lambda work: withdraw(work, Withdraw(given.alice.id, given.shop.id)))
        assert set(statuses(given).values()) == {"expired"}
        assert told(given, ConsentWithdrawn) == []
        assert len(told(given, ConsentExpired)) == 3

    def test_asks_again_afterwards(self, given):
        given.write(lambda work: withdraw(work, Withdraw(given.alice.id, given.shop.id)))
        given.walk.begin()
        assert given.walk.next().kind is StepKind.CONSENT


class TestRevoke:
    def ask(self, given, actor=OPERATOR, **changes):
        wanted = {
            "account_id": given.alice.id,
            "client_id": given.shop.id,
            "note": "The contract ended.",
            **changes,
        }
        return given.write(lambda work: revoke(work, Revoke(**wanted)), actor=actor)

    def test_ends_the_leave_with_a_reason(self, given):
        assert self.ask(given) == 3
        entry = current(given, given.alice, given.shop)["openid"]
        assert (entry.status, entry.reason, entry.note) == (
            ConsentStatus.REVOKED, "operator", "The contract ended.",
        )  # fmt: skip
        assert grants(given) == ()
        assert len(told(given, ConsentRevoked)) == 3

    def test_refuses_without_the_permission(self, given):
        with pytest.raises(Refusal, match="forbidden"):
            self.ask(given, NOBODY)
        assert len(grants(given)) == 1

    @pytest.mark.parametrize("note", ["", "  ", "x" * 201])
    def test_refuses_without_a_fitting_reason(self, given, note):
        with pytest.raises(Refusal, match="invalid_input"):
            self.ask(given, note=note)

    def test_refuses_what_is_not_here(self, given):
        with pytest.raises(Refusal, match="not_found"):
            self.ask(given, account_id=new_id())

    def test_refuses_what_is_not_in_force(self, given):
        self.ask(given)
        with pytest.raises(Refusal) as refused:
            self.ask(given)
        assert refused.value.code == "consent_not_given"

    def test_leaves_no_code_after_its_commit_however_it_falls(self, given):
        """H14: revoke races finish; a code that was issued hangs on a closed grant."""
        walk = Walk(given, given.shop)
        walk.sign_in(prompt=("consent",))
        walk.decide("orders.read")
        start = threading.Barrier(2)
        outcome = {}

        def finish():
            start.wait()
            try:
                outcome["code"] = walk.finish().code
            except Refusal as refusal:
                outcome["refused"] = refusal.code

        thread = threading.Thread(target=finish)
        thread.start()
        start.wait()
        self.ask(given)
        thread.join()
        assert grants(given) == ()
        assert outcome.keys() <= {"code", "refused"}


class TestExpireDue:
    def test_takes_down_each_item_once(self, given):
        after(given, hours=1)
        assert given.write(expire_due) == 3
        assert given.write(expire_due) == 0
        assert len(told(given, ConsentExpired)) == 3
        assert set(statuses(given).values()) == {"expired"}

    def test_leaves_what_is_not_due(self, given):
        after(given, minutes=59, seconds=59)
        assert given.write(expire_due) == 0

    def test_works_in_batches(self, given):
        after(given, hours=1)
        assert given.write(lambda work: expire_due(work, 2)) == 2
        assert given.write(lambda work: expire_due(work, 2)) == 1

    def test_is_not_what_makes_it_end(self, given):
        """H15: one second past the end nothing is alive, although no job ran."""
        after(given, hours=1)
        assert grants(given)[0].live_scope(given.clock.now()) == ()
        given.walk.begin()
        assert given.walk.next().kind is StepKind.CONSENT


class TestEndForAccount:
    def test_ends_all_leave_of_an_erased_account(self, given):
        ended = given.write(
            lambda work: end_for_account(work, given.alice.id, reason="account_erased")
        )
        assert ended == 3
        assert current(given, given.alice, given.shop)["openid"].reason == "account_erased"


class TestForgetRefusal:
    def test_lets_the_application_ask_again(self, stage):
        shop, alice = open_shop(stage), a_person(stage)
        walk = Walk(stage, shop)
        walk.sign_in()
        walk.decide()
        walk.finish()
        request = Forget(alice.id, shop.id, "orders.read")
        stage.write(lambda work: forget_refusal(work, request), actor=person(alice.id))
        walk.begin()
        assert [item.scope for item in walk.question.items] == ["orders.read"]

    def test_refuses_what_was_not_refused(self, given):
        request = Forget(given.alice.id, given.shop.id, "orders.read")
        with pytest.raises(Refusal, match="not_found"):
            given.write(lambda work: forget_refusal(work, request))

    def test_refuses_a_person_who_forgets_for_another(self, given):
        request = Forget(given.alice.id, given.shop.id, "orders.read")
        with pytest.raises(Refusal, match="not_found"):
            given.write(lambda work: forget_refusal(work, request), actor=person(bytes(16)))


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
        ends = {grant.live_scope(given.clock.now()) != () for grant in grants(given)}
        assert ends == {True}
        after(given, minutes=10)
        assert [grant.live_scope(given.clock.now()) for grant in grants(given)] == [(), ()]

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


class TestAppend:
    def test_refuses_a_second_writer(self, given):
        """conflict"""
        stale = current(given, given.alice, given.shop)["openid"]
        one = a_consent(given.alice.id, given.shop.id, item="openid", previous=stale.id)
        given.write(lambda work: append(work, one))
        other = a_consent(given.alice.id, given.shop.id, item="openid", previous=stale.id)
        with pytest.raises(Refusal, match="conflict"):
            given.write(lambda work: append(work, other))


class TestLedger:
    def test_shows_the_history_of_an_item_to_an_operator(self, given):
        given.write(lambda work: withdraw(work, Withdraw(given.alice.id, given.shop.id)))
        entry = current(given, given.alice, given.shop)["orders.read"]
        shown = given.read(lambda work: show(work, entry.id), actor=OPERATOR)
        assert [each.status.value for each in shown] == ["withdrawn", "given"]
        wanted = LedgerRequest(ConsentFilter(statuses=(ConsentStatus.WITHDRAWN,)))
        rows = given.read(lambda work: page(work, wanted), actor=OPERATOR).rows
        assert len(rows) == 3

    @pytest.mark.parametrize("act", [page, of_account, show])
    def test_refuses_without_the_permission(self, given, act):
        argument = LedgerRequest() if act is page else given.alice.id
        with pytest.raises(Refusal, match="forbidden"):
            given.read(lambda work: act(work, argument), actor=NOBODY)

    def test_refuses_an_entry_that_is_not_here(self, given):
        with pytest.raises(Refusal, match="not_found"):
            given.read(lambda work: show(work, new_id()), actor=OPERATOR)

    def test_shows_a_person_their_own(self, given):
        assert len(given.read(lambda work: mine(work, given.alice.id))) == 3
