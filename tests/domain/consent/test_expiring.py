"""What ends on each day, and which leave: counted to a bound, the first to end first."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from domain.consent.expiring import Expiring, calendar, ending
from domain.kernel.errors import Refusal
from tests.support.ground import an_operator

READER = an_operator("consents.read")
DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


def ask(given, use_case, *request, actor=READER):
    return given.read(lambda work: use_case(work, *request), actor=actor)


class TestCalendar:
    def test_counts_each_day_from_now_on(self, given):
        days = ask(given, calendar)
        assert [each.count for each in days] == [3] + [0] * 30
        assert days[0].begins_at == given.clock.now() + MOMENT
        assert all(one.until == other.begins_at for one, other in pairwise(days))
        given.clock.advance(timedelta(hours=1))
        assert ask(given, calendar)[0].count == 0

    def test_has_the_day_on_which_leave_for_thirty_days_ends(self, given):
        given.clock.advance(-30 * DAY)
        assert ask(given, calendar)[-1].count == 3

    def test_refuses_with_invalid_input_and_forbidden(self, given):
        for days in (0, 32):
            with pytest.raises(Refusal, match="invalid_input"):
                ask(given, calendar, days)
        with pytest.raises(Refusal, match="forbidden"):
            ask(given, calendar, actor=an_operator())


class TestEnding:
    def test_lists_what_ends_within_and_on_one_day(self, given):
        now = given.clock.now()
        assert len(ask(given, ending, Expiring()).rows) == 3
        assert len(ask(given, ending, Expiring(day=now)).rows) == 3
        assert ask(given, ending, Expiring(timedelta(minutes=59))).rows == ()
        assert ask(given, ending, Expiring(day=now + DAY)).rows == ()
        assert ask(given, ending, Expiring(day=now - DAY)).rows == ()

    def test_refuses_with_invalid_input_and_forbidden(self, given):
        for within in (timedelta(), 401 * DAY):
            with pytest.raises(Refusal, match="invalid_input"):
                ask(given, ending, Expiring(within))
        for day in (given.clock.now() + 402 * DAY, datetime.max.replace(tzinfo=UTC)):
            with pytest.raises(Refusal, match="invalid_input"):
                ask(given, ending, Expiring(day=day))
        with pytest.raises(Refusal, match="forbidden"):
            ask(given, ending, Expiring(), actor=an_operator())
