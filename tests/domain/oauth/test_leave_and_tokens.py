"""No token is ever valid outside its consent; a thousand events, both engines in lockstep."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.databases import opened
from tests.support.leave_machine import LeaveAndTokens
from tests.support.stage import Stage

EVENTS = 1000
STEPS = 25


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(600)
class TestLeaveAndTokens:
    def test_agree_on_both_engines_after_any_sequence(self, sqlite_database, postgres_template):
        url = postgres_template.copy()
        other = opened(url)
        try:
            stages = (Stage(sqlite_database), Stage(other))
            for stage in stages:
                stage.settle()
            machine = type("Staged", (LeaveAndTokens,), {"stages": stages, "events": 0})
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=2 * EVENTS // STEPS,
                    stateful_step_count=STEPS,
                    suppress_health_check=list(HealthCheck),
                ),
            )
            assert machine.events >= EVENTS
        finally:
            other.close()
            postgres_template.drop(url)
