"""Withdraw, revoke, expire, forget: who may, what is told, and that tokens die with it."""

import threading

import pytest

from domain.consent.end import Revoke, Withdraw, end_for_account, expire_due, revoke, withdraw
from domain.consent.events import (
    ConsentExpired,
    ConsentRevoked,
    ConsentWithdrawn,
)
from domain.consent.forget import Forget, forget_refusal
from domain.consent.records import ConsentStatus
from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id
from domain.kernel.work import Actor, ActorKind
from domain.login.records import StepKind
from persistence.stores.consent import ConsentStore
from tests.support.sign_ins import Walk, a_person, after, current, open_shop, person

OPERATOR = Actor(
    ActorKind.OPERATOR, "acc_op", permissions=frozenset({"consents.read", "consents.revoke"})
)
NOBODY = Actor(ActorKind.OPERATOR, "acc_op")


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

    def test_refuses_with_conflict_what_others_change_each_time(self, given, monkeypatch):
        monkeypatch.setattr(ConsentStore, "append", lambda _self, _entry: False)
        request = Withdraw(given.alice.id, given.shop.id)
        with pytest.raises(Refusal, match="conflict"):
            given.write(lambda work: withdraw(work, request), actor=person(given.alice.id))
        assert set(statuses(given).values()) == {"given"}

    def test_ends_nothing_of_what_is_erased_at_that_moment(self, given, monkeypatch):
        def erased(store, entry):
            store.erase_bodies(entry.account_id)
            return False

        monkeypatch.setattr(ConsentStore, "append", erased)
        request = Withdraw(given.alice.id, given.shop.id, "openid")
        ended = given.write(lambda work: withdraw(work, request), actor=person(given.alice.id))
        assert ended == 0

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
