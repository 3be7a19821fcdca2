"""Console pages opened and closed by the thousand leave the process as heavy as it was."""

import os

import pytest

from domain.operators.records import Role
from tests.app.console.leafing import leaf, settled
from tests.app.console.staffing import an_operator, running
from tests.laws.world import WorldTemplate
from tests.support.proofs import record_proof

COMMAND = "pytest -m long tests/proofs/test_console_pages.py"
FIRST = 1000
PAGES = int(os.environ.get("PROOF_CONSOLE_PAGES", "5000"))
AT_A_TIME = 250
"""Then all are let go of: the heap is as large as the most that were ever open together."""

BOUND_MB = 25
"""What may come on top between the first weighing and the last: the allocator's own unrest."""

pytestmark = [pytest.mark.long, pytest.mark.timeout(5400)]


async def test_leave_memory_flat(sqlite_template, tmp_path):
    (tmp_path / "made").mkdir()
    template = WorldTemplate(sqlite_template.copy(tmp_path / "made"), tmp_path / "made")
    with template.copy(tmp_path / "data") as world:
        boss = an_operator(world, "boss", (Role.OWNER, None))
        with running(world, tmp_path) as whole:
            headers = whole.headers(whole.cookie(boss))
            weights, done = {}, 0
            for mark in range(AT_A_TIME, PAGES + 1, AT_A_TIME):
                await leaf(whole, headers, AT_A_TIME)
                done = mark
                held, weights[mark] = await settled(whole)
                print(mark, "pages opened,", held, "held,", weights[mark], "MB", flush=True)
                assert held == 0
    grown = weights[done] - weights[FIRST]
    holds = grown <= BOUND_MB
    figures = f"{weights[FIRST]} MB after {FIRST}, {weights[done]} MB after {done}"
    record_proof(
        f"Console: memory after {done} pages opened and closed",
        f"{figures}; {grown:+} MB from {FIRST} on, bound {BOUND_MB} MB; no page held",
        COMMAND,
        holds=holds,
    )
    assert holds
