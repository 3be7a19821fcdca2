from datetime import timedelta

import pytest

from domain.kernel.errors import Refusal
from domain.limits.budget import Budget, spend_call
from domain.tenants.records import TenantKind

THREE = Budget("test", 3, timedelta(minutes=1))
ONE, OTHER = b"1" * 16, b"2" * 16


def call(stage, caller=ONE):
    return stage.write(lambda work: spend_call(work, caller, THREE))


class TestSpendCall:
    def test_says_what_is_left_and_until_when(self, stage):
        assert [call(stage).left for _ in range(2)] == [2, 1]
        stage.clock.advance(timedelta(seconds=20))
        spent = call(stage)
        assert (spent.left, spent.resets_in) == (0, timedelta(seconds=40))

    def test_refuses_with_budget_spent_and_the_wait(self, stage):
        for _ in range(3):
            call(stage)
        with pytest.raises(Refusal) as refusal:
            call(stage)
        assert refusal.value.code == "budget_spent"
        assert refusal.value.retry_after == timedelta(minutes=1)

    def test_lets_fifty_times_as_many_pass_where_tests_are_run(self, stage):
        stage.settle(slug="play", kind=TenantKind.SANDBOX)
        spent = stage.write(lambda work: spend_call(work, ONE, THREE), tenant="play")
        assert spent.left == 149

    def test_counts_each_caller_by_itself_and_starts_anew(self, stage):
        for _ in range(3):
            call(stage)
        assert call(stage, OTHER).left == 2
        stage.clock.advance(timedelta(minutes=1))
        assert call(stage).left == 2
