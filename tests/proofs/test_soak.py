"""A server in steady use for twenty minutes is at its end what it was after five."""

from __future__ import annotations

import os

import pytest

from tests.support.proofs import record_proof
from tests.support.soaking import MORE_HELD, MORE_MEMORY, Plan, Sample, Watched, soak

MINUTES = float(os.environ.get("PROOF_SOAK_MINUTES", "20"))
COMMAND = "pytest -m long tests/proofs/test_soak.py"


def told(watched: Watched, engine: str, minutes: float) -> None:
    """Keep the figure."""
    memory, files, threads = (watched.medians(name) for name in ("memory", "files", "threads"))
    done = watched.done
    units = sum(done.values()) - done["page"] - done["page closed"] - done["socket lost"]
    amiss = watched.amiss()
    record_proof(
        f"Watch: memory, descriptors and threads of a server in use ({engine})",
        f"resident {memory[0]:.0f} to {memory[1]:.0f} MB (bound {MORE_MEMORY - 1:+.0%}), descriptors "
        f"{files[0]:.0f} to {files[1]:.0f}, threads {threads[0]:.0f} to {threads[1]:.0f} (bound "
        f"±{MORE_HELD}), {len(watched.wrong)} wrong answers in {minutes:.0f} minutes; medians of the "
        f"second quarter and of the last; {watched.core:.0%} of a core, {units} checked units of "
        f"which {done['login']} whole logins, {done['page']} console pages with sockets, "
        f"{max(each.pages for each in watched.samples)} open at once, {done['socket lost']} lost",
        COMMAND,
        holds=not amiss,
        why=", ".join(amiss),
    )


def a_sample(at: int, *, memory: float = 200.0, files: int = 90, threads: int = 20) -> Sample:
    return Sample(float(at), memory, files, threads, pages=0, cpu=at / 2)


class TestGrown:
    def test_what_is_steady_is_flat(self):
        assert Watched([a_sample(at, memory=200 + at % 3) for at in range(120)]).grown() == []

    def test_what_was_taken_while_warming_up_is_no_growth(self):
        samples = [a_sample(at, memory=100 if at < 29 else 200) for at in range(120)]
        assert Watched(samples).grown() == []

    @pytest.mark.parametrize("measure", ["memory", "files", "threads"])
    def test_a_slow_leak_is_seen(self, measure):
        leak = [a_sample(at, **{measure: 100 + at // 4}) for at in range(120)]
        assert [each.partition(" ")[0] for each in Watched(leak).grown()] == [measure]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_twenty_seconds_of_it_are_answered_rightly(tmp_path):
    plan = Plan(20, every=1, pages=10, opened=2, people=5)
    watched = soak(tmp_path, plan)
    assert watched.wrong == []
    assert watched.done["login"] > 5
    assert watched.done["opaque_token"] > 20
    assert watched.done["page closed"] == watched.done["page"] > 10


@pytest.mark.long
@pytest.mark.timeout(MINUTES * 60 + 900)
def test_twenty_minutes_leave_it_as_it_was_on_sqlite(tmp_path):
    watched = soak(tmp_path, Plan(MINUTES * 60))
    told(watched, "SQLite", MINUTES)
    assert watched.amiss() == []


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.timeout(MINUTES * 60 + 900)
def test_twenty_minutes_leave_it_as_it_was_on_postgres(tmp_path, postgres_template):
    url = postgres_template.copy(empty=True)
    try:
        watched = soak(tmp_path, Plan(MINUTES * 60), postgres=url)
    finally:
        postgres_template.drop(url)
    told(watched, "Postgres", MINUTES)
    assert watched.amiss() == []
