"""The owner's session in the window of the machine itself."""

import pytest

from domain.accounts.disable import disable
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.operators.first import FirstOperator, first_operator, issue_ticket
from domain.operators.window import OpenWindow, open_window
from tests.support.ground import an_operator

OPEN = OpenWindow("Byleave on Linux")


@pytest.fixture
def house(both_grounds):
    both_grounds.install()
    return both_grounds


def an_owner(house, name="dana"):
    wanted = FirstOperator(house.do(issue_ticket), Secret(name), Secret("a long enough passphrase"))
    return house.do(first_operator, wanted)


class TestOpenWindow:
    def test_starts_a_session_of_the_owner_without_a_proof(self, house):
        owner = an_owner(house)
        started = house.do(open_window, OPEN)
        assert (started.session.account_id, started.session.amr) == (owner.id, ("user",))
        assert started.session.acr == "byl:1"
        kept = house.look(lambda w: w.sessions.get(started.session.id), tenant="byleave")
        assert kept is not None
        assert len(house.told("byleave", "operator.window_opened")) == 1

    def test_takes_the_owner_who_has_been_one_longest(self, house):
        first = an_owner(house)
        an_owner(house, "robin")
        assert house.do(open_window, OPEN).session.account_id == first.id

    def test_has_nobody_to_sign_in_before_the_first_run(self, house):
        assert house.do(open_window, OPEN) is None
        assert house.told("byleave", "operator.window_opened") == ()

    def test_passes_over_an_owner_who_may_not_sign_in(self, house):
        owner = an_owner(house)
        other = an_owner(house, "robin")
        house.do(disable, owner.id, tenant="byleave")
        assert house.do(open_window, OPEN).session.account_id == other.id

    def test_refuses_who_may_not_change_operators(self, house):
        with pytest.raises(Refusal, match="forbidden"):
            house.do(open_window, OPEN, actor=an_operator("operators.read"))

    def test_refuses_before_the_set_up(self, both_grounds):
        with pytest.raises(Refusal, match="not_installed"):
            both_grounds.do(open_window, OPEN)
