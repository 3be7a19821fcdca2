"""A ticket works once, and not for long."""

from concurrent.futures import ThreadPoolExecutor

from app.desktop.tickets import LIFETIME, Tickets
from tests.support.clock import FixedClock


class TestTickets:
    def test_a_ticket_is_good_once(self):
        tickets = Tickets(FixedClock())
        shown = tickets.issue().reveal()
        assert [tickets.use(shown), tickets.use(shown)] == [True, False]

    def test_runs_out(self):
        clock = FixedClock()
        tickets = Tickets(clock)
        shown = tickets.issue().reveal()
        clock.advance(LIFETIME)
        assert not tickets.use(shown)

    def test_a_later_ticket_leaves_the_earlier_good(self):
        tickets = Tickets(FixedClock())
        first, second = tickets.issue().reveal(), tickets.issue().reveal()
        assert [tickets.use(second), tickets.use(first)] == [True, True]

    def test_another_word_is_none(self):
        tickets = Tickets(FixedClock())
        tickets.issue()
        assert [tickets.use(""), tickets.use("x" * 43)] == [False, False]

    def test_of_many_at_once_one_comes_in(self):
        tickets = Tickets(FixedClock())
        shown = tickets.issue().reveal()
        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(tickets.use, [shown] * 64)) == 1
