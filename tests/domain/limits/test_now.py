"""What limits do now."""

from datetime import timedelta

import pytest

from domain.kernel.errors import FORBIDDEN, Refusal
from domain.limits.now import limits_now
from domain.limits.rules import QUIET_HOUR, SANDBOX_FACTOR, SOURCE, SUBJECT, TENANT_ALERT
from domain.limits.spend import failed
from domain.tenants.records import TenantKind
from tests.support.ground import an_operator


@pytest.fixture
def acme(ground):
    return ground.settle(slug="acme")


def fail(ground, times, source=b"network", subject=b"name"):
    for _ in range(times):
        ground.write(lambda work: failed(work, source=source, subject=subject), tenant="acme")


class TestLimitsNow:
    def test_all_is_open_in_a_quiet_hour(self, ground, acme):
        found = ground.do(limits_now, tenant="acme")
        assert [(each.name, each.closed, each.allowed) for each in found.rules] == [
            ("source", 0, SOURCE.failures),
            ("subject", 0, SUBJECT.failures),
        ]
        assert (found.tightened_until, found.failed_today, found.more) == (None, 0, False)

    def test_counts_what_waits_and_names_nothing(self, ground, acme):
        fail(ground, SUBJECT.failures)
        found = ground.do(limits_now, tenant="acme")
        assert [each.closed for each in found.rules] == [0, 1]
        assert found.failed_today == SUBJECT.failures
        assert "name" not in str(found).replace("name=", "")

    def test_forgets_what_is_open_again(self, ground, acme):
        fail(ground, SUBJECT.failures)
        ground.clock.advance(SUBJECT.delay + timedelta(seconds=1))
        assert [each.closed for each in ground.do(limits_now, tenant="acme").rules] == [0, 0]

    def test_tells_that_the_numbers_are_tightened_and_until_when(self, ground, acme):
        for number in range(QUIET_HOUR):
            fail(ground, 1, source=None, subject=number.to_bytes(2))
        found = ground.do(limits_now, tenant="acme")
        assert found.tightened_until == ground.clock.now() + TENANT_ALERT
        assert [each.allowed for each in found.rules] == [SOURCE.alerted, SUBJECT.alerted]

    @pytest.mark.parametrize(("kind", "times"), [("sandbox", SANDBOX_FACTOR), ("production", 1)])
    def test_tells_how_much_wider_they_are_than_elsewhere(self, both_grounds, kind, times):
        both_grounds.settle(slug="acme", kind=TenantKind(kind))
        found = both_grounds.do(limits_now, tenant="acme")
        assert found.times == times
        assert [each.allowed for each in found.rules] == [
            SOURCE.failures * times,
            SUBJECT.failures * times,
        ]

    def test_refuses_an_operator_who_may_not_read_the_tenant(self, ground, acme):
        with pytest.raises(Refusal) as told:
            ground.do(limits_now, tenant="acme", actor=an_operator("clients.read"))
        assert told.value.kind is FORBIDDEN
