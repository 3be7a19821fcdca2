from datetime import timedelta

import pytest

from domain.limits.keys import source_key, subject_key
from domain.limits.rules import QUIET_HOUR, SOURCE, SUBJECT, tenant_budget


class TestLimits:
    def test_are_the_numbers_that_were_promised(self):
        assert (SOURCE.failures, SOURCE.window) == (20, timedelta(minutes=5))
        assert (SUBJECT.failures, SUBJECT.delay) == (5, timedelta(seconds=300))
        assert SUBJECT.longest == timedelta(hours=1)

    def test_are_fifty_times_as_many_in_a_sandbox(self):
        assert SUBJECT.allowed(alert=False, sandbox=True) == 250
        assert SOURCE.allowed(alert=False, sandbox=True) == 1000

    def test_are_stricter_while_the_tenant_is_under_attack(self):
        for limit in (SOURCE, SUBJECT):
            assert limit.allowed(alert=True, sandbox=False) < limit.failures


class TestClosedFor:
    def test_doubles_up_to_an_hour(self):
        delays = [SUBJECT.closed_for(strikes).total_seconds() for strikes in (0, 1, 2, 3, 4, 9999)]
        assert delays == [300, 600, 1200, 2400, 3600, 3600]

    def test_stays_the_same_for_a_source(self):
        assert {SOURCE.closed_for(strikes) for strikes in range(9)} == {timedelta(minutes=5)}


class TestTenantBudget:
    def test_is_never_less_than_a_quiet_hour(self):
        assert tenant_budget((), sandbox=False) == QUIET_HOUR
        assert tenant_budget((0, 0, 3, 1, 0, 9, 2), sandbox=False) == QUIET_HOUR

    def test_is_five_times_the_usual_of_the_week(self):
        assert tenant_budget((2400, 2400, 2400, 2400, 0, 9**9, 2400), sandbox=False) == 500
        assert tenant_budget((2400,) * 7, sandbox=True) == 500 * 50


class TestKeys:
    @pytest.mark.parametrize("device", [None, b"d" * 32])
    def test_never_meet(self, device):
        assert source_key(b"x" * 32) != subject_key(b"x" * 32, device)

    def test_count_a_known_device_by_itself(self):
        assert len({subject_key(b"x" * 32, device) for device in (None, b"d", b"e")}) == 3
