"""Who may read the ledger, and what it shows."""

from datetime import timedelta

import pytest

from domain.consent.end import Withdraw, withdraw
from domain.consent.ledger import LedgerRequest, mine, of_account, page, show
from domain.consent.records import ConsentFilter, ConsentStatus
from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id
from domain.kernel.work import Actor, ActorKind
from tests.support.sign_ins import current

OPERATOR = Actor(ActorKind.OPERATOR, "acc_op", permissions=frozenset({"consents.read"}))
NOBODY = Actor(ActorKind.OPERATOR, "acc_op")


class TestLedger:
    def test_shows_the_history_of_an_item_to_an_operator(self, given):
        given.write(lambda work: withdraw(work, Withdraw(given.alice.id, given.shop.id)))
        entry = current(given, given.alice, given.shop)["orders.read"]
        shown = given.read(lambda work: show(work, entry.id), actor=OPERATOR)
        assert [each.status.value for each in shown] == ["withdrawn", "given"]
        wanted = LedgerRequest(ConsentFilter(statuses=(ConsentStatus.WITHDRAWN,)))
        rows = given.read(lambda work: page(work, wanted), actor=OPERATOR).rows
        assert len(rows) == 3

    def test_tells_what_ends_before_a_moment_by_its_end(self, given):
        end = given.clock.now() + timedelta(hours=2)
        for before, rows in ((end, 3), (given.clock.now(), 0)):
            wanted = LedgerRequest(ConsentFilter(expiring_before=before))
            found = given.read(lambda work, w=wanted: page(work, w), actor=OPERATOR)
            assert len(found.rows) == rows

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
