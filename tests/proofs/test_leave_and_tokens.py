"""A hundred thousand events between a person, an application and their tokens, on both engines."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.databases import opened
from tests.support.leave_machine import LeaveAndTokens
from tests.support.proofs import record_proof
from tests.support.stage import Stage

COMMAND = "pytest -m long tests/proofs/test_leave_and_tokens.py"
EVENTS = int(os.environ.get("BYLEAVE_TEST_EVENTS", "100000"))
"""How many are wanted; fewer for a first look."""

STEPS = 50
MOST = 100
"""Examples of one turn."""

pytestmark = [pytest.mark.long, pytest.mark.timeout(4 * 3600)]


def run(stages, where):
    """Run until there were enough events; a run that is stopped has told how far it came."""
    for stage in stages:
        stage.settle()
    machine = type("Staged", (LeaveAndTokens,), {"stages": stages, "events": 0})
    while machine.events < EVENTS:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=max(1, min(MOST, (EVENTS - machine.events) // STEPS)),
                stateful_step_count=STEPS,
                database=None,
                phases=(Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
            ),
        )
        print(machine.events, "events", flush=True)
        record_proof(
            f"Tokens: no token is ever valid outside its consent ({where})",
            f"no exception found in {machine.events} random events; give, refuse, withdraw, revoke, "
            "expire, refresh, replay, sign out, disable, erase, wait",
            COMMAND,
        )


def test_no_token_is_ever_valid_outside_its_consent(sqlite_database):
    run((Stage(sqlite_database),), "SQLite")


@pytest.mark.postgres
def test_both_engines_tell_the_same(sqlite_database, postgres_template):
    url = postgres_template.copy()
    other = opened(url)
    try:
        run((Stage(sqlite_database), Stage(other)), "SQLite and Postgres in lockstep")
    finally:
        other.close()
        postgres_template.drop(url)
