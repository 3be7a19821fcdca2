"""A server that is killed at random moments: what it acknowledged stands, nothing is half done."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time

import pytest

from persistence.backup.content import sound
from tests.support.killing import Rig
from tests.support.proofs import record_proof

KILLS = 200
MINUTES = float(os.environ.get("BYLEAVE_TEST_MINUTES", "inf"))
"""A run on a busy machine may be ended sooner; its figure then says how often it killed."""
START_WITHIN = 3.0
WHOLE_EVERY = 20
"""Kills after which every page, reference and hash is looked at; a quick look comes after each."""
COMMAND = "BYLEAVE_PROOFS=proofs pytest -m long tests/proofs/test_kill.py"


def run(rig: Rig, kills: int) -> tuple[int, list[str]]:
    """Kill and restart so often, or until time is up; return how often, and what was lost."""
    faults: list[str] = []
    ends_at = time.monotonic() + 60 * MINUTES
    count = 0
    rig.start()
    while count < kills and time.monotonic() < ends_at:
        rig.kill_at_random()
        count += 1
        rig.start()
        faults += rig.check()
        faults += _pages(rig)
        if count % WHOLE_EVERY == 0:
            faults += _whole(rig)
    faults += rig.check_all() + _whole(rig)
    rig.kill()
    return count, faults


def _pages(rig: Rig) -> list[str]:
    """Look at the file quickly; only once the server has found it as the kill left it."""
    return [] if rig.rows.quick_check() else ["SQLite finds fault with a page"]


def _whole(rig: Rig) -> list[str]:
    """Look at every page and reference, and make every hash of the trails again."""
    rig.cli("audit", "verify")
    fine = rig.postgres or sound(rig.folder / "data" / "byleave.db")
    return [] if fine else ["SQLite finds fault with the file"]


def told(rig: Rig, engine: str, kills: int, faults: list[str]) -> float:
    """Keep the figures; return the slowest start, in seconds of its own."""
    own = max(start.own for start in rig.starts)
    clock = sorted(start.clock for start in rig.starts)
    holds = not faults and own < START_WITHIN and kills == KILLS
    why = (
        faults[0]
        if faults
        else "the slowest start holds what database and disk took while others had the cores"
    )
    if not faults and own < START_WITHIN:
        why = f"the run was ended before {KILLS} kills"
    record_proof(
        f"Durability: killed at random moments on {engine}",
        f"{kills} kills, {rig.acknowledged} acknowledged changes of {len(rig.people)} people, "
        f"{len(faults)} lost or half done; slowest start {own:.1f} s (bound {START_WITHIN:.0f} s) "
        f"without waiting for cores that others had; by the clock {clock[len(clock) // 2]:.1f} s "
        f"in the middle, {clock[-1]:.1f} s at most",
        COMMAND,
        holds=holds,
        why="" if holds else why,
    )
    return own


def _forget_passwords(rig: Rig) -> None:
    """Lose what was acknowledged: a rig that finds nothing then proves nothing."""
    with contextlib.closing(sqlite3.connect(rig.folder / "data" / "byleave.db")) as connection:
        connection.execute("DELETE FROM password")
        connection.commit()


def _revive_tokens(rig: Rig) -> None:
    with contextlib.closing(sqlite3.connect(rig.folder / "data" / "byleave.db")) as connection:
        connection.execute("UPDATE refresh_token SET consumed_at = NULL")
        connection.commit()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_six_kills_lose_nothing(tmp_path):
    rig = Rig(tmp_path)
    try:
        assert run(rig, 6) == (6, [])
        assert rig.acknowledged > 0
        _forget_passwords(rig)
        _revive_tokens(rig)
        rig.start()
        rig.checked = 0
        found = rig.check()
        assert any("sign-in answers" in fault for fault in found)
        assert any("without a password" in fault for fault in found)
        assert any("is not spent in its row" in fault for fault in found)
    finally:
        rig.close()


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_two_hundred_kills_on_sqlite(tmp_path):
    rig = Rig(tmp_path, seed=2)
    try:
        kills, faults = run(rig, KILLS)
        slowest = told(rig, "SQLite", kills, faults)
        assert faults == []
        assert slowest < START_WITHIN
    finally:
        rig.close()


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.timeout(7200)
def test_two_hundred_kills_on_postgres(tmp_path, postgres_template):
    url = postgres_template.copy()
    rig = Rig(tmp_path, postgres=url, seed=3)
    try:
        kills, faults = run(rig, KILLS)
        slowest = told(rig, "Postgres", kills, faults)
        assert faults == []
        assert slowest < START_WITHIN
    finally:
        rig.close()
        postgres_template.drop(url)
