"""Two acts on the leave of one person at once: both devices, or they and somebody else."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from domain.accounts.erase import erase
from domain.consent.end import Revoke, Withdraw, revoke, withdraw
from domain.consent.records import ConsentFilter, ConsentStatus, Duration
from domain.kernel.errors import Refusal
from domain.kernel.paging import PageRequest
from domain.kernel.work import system
from domain.login.conclude import conclude
from persistence.statements import Prepared
from tests.support.databases import HELD_UP
from tests.support.sign_ins import STRANGER, Walk, a_person, open_shop, person

CLI = system("cli")
WAITS = Prepared(text(f"SELECT count(*) {HELD_UP}"))


@pytest.fixture
def engine_name():
    """On Postgres alone: SQLite has one writer, two works are never open at once there."""
    return "postgres"


@pytest.fixture
def alice(both):
    both.shop, made = open_shop(both), a_person(both)
    return made


@pytest.fixture(params=["just proven", "signed in before"])
def walk(both, alice, request):
    made = Walk(both, both.shop)
    made.sign_in()
    if request.param == "signed in before":
        made = Walk(both, both.shop, session=made.session)
        made.begin()
    return made


def until(done):
    ends_at = time.monotonic() + 60
    while not done():
        assert time.monotonic() < ends_at
        time.sleep(0.01)


def left(both, alice):
    """Return what the ledger has of them, and their open grants."""
    entries = both.read(
        lambda work: work.consents.page(ConsentFilter(current=False), PageRequest(50))
    ).rows
    return entries, both.read(lambda work: work.grants.of(alice.id))


def while_open(both, first, then):
    """Run an act in a work that stays open until another act is done or waits for it.

    Args:
        first: an act and its actor.
        then: an act and its actor.

    Returns:
        What the second one returned.
    """
    done, go_on = threading.Event(), threading.Event()

    def hold(work):
        first[0](work)
        done.set()
        go_on.wait(60)

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(both.write, hold, actor=first[1])
        assert done.wait(60)
        other = pool.submit(both.write, then[0], actor=then[1])
        until(lambda: other.done() or both.read(lambda work: work.db.one(WAITS))[0])
        go_on.set()
        one.result()
        return other.result()


@pytest.mark.postgres
class TestEraseMeanwhile:
    def test_a_decision_that_is_under_way_is_erased_too(self, both, alice, walk):
        wanted = walk._decision(("orders.read",), Duration.HOUR, {})
        deciding = (lambda work: conclude(work, wanted)), STRANGER
        while_open(both, deciding, ((lambda work: erase(work, alice.id)), CLI))
        assert left(both, alice) == ((), ())

    def test_a_decision_that_comes_too_late_is_none(self, both, alice, walk):
        wanted = walk._decision(("orders.read",), Duration.HOUR, {})
        deciding = (lambda work: conclude(work, wanted)), STRANGER
        with pytest.raises(Refusal) as caught:
            while_open(both, ((lambda work: erase(work, alice.id)), CLI), deciding)
        assert caught.value.code == "interaction_gone"
        assert left(both, alice) == ((), ())


@pytest.mark.postgres
class TestEndMeanwhile:
    @pytest.fixture
    def given(self, both, alice):
        walk = Walk(both, both.shop)
        walk.sign_in()
        walk.conclude("orders.read")
        return Withdraw(alice.id, both.shop.id)

    def withdrawing(self, given):
        return (lambda work: withdraw(work, given)), person(given.account_id)

    def test_leave_that_is_withdrawn_on_two_devices_is_so_once(self, both, given):
        first = self.withdrawing(given)
        assert while_open(both, first, self.withdrawing(given)) == 0
        assert {
            each.status
            for each in both.read(lambda w: w.consents.history(given.account_id, given.client_id))
        } == {
            ConsentStatus.GIVEN,
            ConsentStatus.WITHDRAWN,
        }

    def test_leave_that_an_operator_ends_at_once_is_no_refusal_to_its_person(self, both, given):
        revoking = (lambda work: revoke(work, Revoke(given.account_id, given.client_id, "x"))), CLI
        assert while_open(both, revoking, self.withdrawing(given)) == 0

    def test_leave_that_is_renewed_at_once_is_withdrawn_all_the_same(self, both, given):
        again = Walk(both, both.shop)
        again.sign_in(prompt=("consent",))
        wanted = again._decision(("orders.read",), Duration.DAY, {})
        deciding = (lambda work: conclude(work, wanted)), STRANGER
        assert while_open(both, deciding, self.withdrawing(given)) == 3
        states = both.read(lambda work: work.consents.states(given.account_id, given.client_id))
        assert {each.status for each in states} == {ConsentStatus.WITHDRAWN}
        assert both.read(lambda work: work.grants.of(given.account_id)) == ()

    def test_leave_that_is_withdrawn_while_it_is_renewed_is_given_again(self, both, given):
        """Whoever renewed it was shown a fault: a part of what they decided was written already."""
        again = Walk(both, both.shop)
        again.sign_in(prompt=("consent",))
        wanted = again._decision(("orders.read",), Duration.DAY, {})
        one = replace(given, item="orders.read")
        withdrawing = (lambda work: withdraw(work, one)), person(given.account_id)
        deciding = (lambda work: conclude(work, wanted)), STRANGER
        assert while_open(both, withdrawing, deciding).finished is not None
        states = both.read(lambda work: work.consents.states(given.account_id, given.client_id))
        assert {each.status for each in states} == {ConsentStatus.GIVEN}
