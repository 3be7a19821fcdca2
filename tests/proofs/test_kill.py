"""A server that is killed at random moments: what it acknowledged stands, nothing is half done."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from persistence.backup.content import sound
from tests.support.killing import Rig
from tests.support.proofs import record_proof

KILLS = 200
START_WITHIN = 3.0
WHOLE_EVERY = 20
"""Kills after which every page, reference and hash is looked at; a quick look comes after each."""
COMMAND = "BYLEAVE_PROOFS=proofs pytest -m long tests/proofs/test_kill.py"


def run(rig: Rig, kills: int) -> list[str]:
    """Kill and restart so often; return what was lost or half done."""
    faults: list[str] = []
    rig.start()
    for count in range(1, kills + 1):
        rig.kill_at_random()
        whole = count % WHOLE_EVERY == 0 or count == kills
        rig.start()
        faults += rig.check()
        faults += _pages(rig, whole=whole)
        if whole:
            rig.cli("audit", "verify")
    faults += rig.check_all()
    rig.kill()
    return faults


def _pages(rig: Rig, *, whole: bool) -> list[str]:
    """Look at the file; only once the server has found it as the kill left it."""
    file = rig.folder / "data" / "byleave.db"
    fine = rig.rows.quick_check() and (rig.postgres or not whole or sound(file))
    return [] if fine else ["SQLite finds fault with the file"]


def told(rig: Rig, engine: str, kills: int, faults: list[str]) -> float:
    """Keep the figures; return the slowest start, in seconds of its own."""
    own = max(start.own for start in rig.starts)
    clock = sorted(start.clock for start in rig.starts)
    holds = not faults and own < START_WITHIN
    record_proof(
        f"Durability: killed at random moments on {engine}",
        f"{kills} kills, {rig.acknowledged} acknowledged changes of {len(rig.people)} people, "
        f"{len(faults)} lost or half done; slowest start {own:.1f} s (bound {START_WITHIN:.0f} s) "
        f"without waiting for cores that others had; by the clock {clock[len(clock) // 2]:.1f} s "
        f"in the middle, {clock[-1]:.1f} s at most",
        COMMAND,
        holds=holds,
        why="" if holds else (faults[0] if faults else "imports at the start"),
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
@pytest.mark.timeout(300)
def test_six_kills_lose_nothing(tmp_path):
    rig = Rig(tmp_path)
    try:
        assert run(rig, 6) == []
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
        faults = run(rig, KILLS)
        slowest = told(rig, "SQLite", KILLS, faults)
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
        faults = run(rig, KILLS)
        slowest = told(rig, "Postgres", KILLS, faults)
        assert faults == []
        assert slowest < START_WITHIN
    finally:
        rig.close()
        postgres_template.drop(url)
