"""A thousand concurrent refreshes of one token, at two processes' writers."""

import time

import pytest

from tests.support.proofs import record_proof
from tests.support.refreshing import storm

COMMAND = "pytest -m long tests/proofs/test_refreshes.py"
CROWD = 1000

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


@pytest.mark.parametrize("late", [False, True], ids=["within the grace", "past the grace"])
def test_leave_one_family_or_none(database_url, engine_name, late):
    began = time.perf_counter()
    seen = storm(database_url, CROWD, late=late)
    took = time.perf_counter() - began
    name = "past the grace" if late else "within the grace"
    holds = len(seen.heirs) <= 1 and seen.alive <= (0 if late else 1)
    record_proof(
        f"Tokens: {CROWD} concurrent refreshes of one token, {name} ({engine_name})",
        f"{len(seen.heirs)} successor handed out {seen.heirs.total()} times, "
        f"{seen.refused.total()} refused, {seen.alive} token alive; {took:.1f} s",
        COMMAND,
        holds=holds,
    )
    assert holds
