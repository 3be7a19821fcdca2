"""Storage that fails while people use a real server: a clear 503, nothing lost, and it goes on."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path

import pytest

from persistence.migrations import migrate
from tests.support.clock import START
from tests.support.disks import files_no_longer_than, filled, small_disk
from tests.support.killing import Rig
from tests.support.own_postgres import OwnPostgres
from tests.support.proofs import record_proof

COMMAND = "BYLEAVE_PROOFS=proofs pytest tests/proofs/test_faults.py"
MEGABYTES = 24
PATIENCE = 180.0
CLIENTS = 3
MANY = 32

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def rig(tmp_path):
    """A server on a small disk of its own, with people at work before anything fails."""
    with small_disk(tmp_path / "data", MEGABYTES):
        made = Rig(tmp_path)
        try:
            made.start()
            yield made
        finally:
            made.close()


@pytest.fixture
def own_postgres():
    folder = Path(tempfile.mkdtemp(prefix="blv-own-"))  # a socket's path may be 107 bytes long
    made = OwnPostgres(folder)
    try:
        migrate(made.url, now=START)
        yield made
    finally:
        made.close()


def becomes(rig, ready):
    """Wait until `/readyz` says so; return what it says."""
    ends_at = time.monotonic() + PATIENCE
    wanted = b"HTTP/1.1 200" if ready else b"HTTP/1.1 503"
    while not (said := rig.server.says()).startswith(wanted):
        assert time.monotonic() < ends_at, said
        time.sleep(0.1)
    return said


def at_fault(rig, seconds=2.0):
    """Let clients go on while it lasts; `/readyz` says no and to nobody why."""
    said = becomes(rig, ready=False)
    ends_at = time.monotonic() + PATIENCE
    while not any(" 503" in each for each in list(rig.unexpected)):
        assert time.monotonic() < ends_at, "nobody was told to come again"
        time.sleep(0.1)
    time.sleep(seconds)
    assert b"retry-after" in said.lower()
    assert said.endswith(b"not ready: hosted, protocol, worker"), said


def goes_on(rig):
    """See that it works again, by itself: the same process, and new acts acknowledged."""
    becomes(rig, ready=True)
    assert rig.wait_for(10), "nothing is acknowledged any more"


def looks_over(rig, what):
    """See that nothing was lost, nothing was a fault, and nobody is in the log.

    Returns:
        How many were told to come again.
    """
    lost = rig.check() + rig.check_all()
    statuses = [int(found) for each in rig.unexpected for found in re.findall(r" (\d{3})\b", each)]
    refused = sum(status == 503 for status in statuses)
    faults = sum(status >= 500 for status in statuses) - refused
    record_proof(
        f"Durability: {what}",
        f"{rig.acknowledged} acknowledged changes, {len(lost)} lost or half done; while it lasted "
        f"{refused} answers of 503 and {faults} other faults; went on by itself",
        COMMAND,
        holds=not lost and not faults,
        why=(lost or [""])[0],
    )
    assert lost == []
    assert faults == 0, rig.unexpected
    log = rig.server.log
    assert "database is locked" not in log
    assert not [person.name for person in rig.people if person.name in log]
    assert not [person.refresh for person in rig.people if person.refresh and person.refresh in log]
    assert len(rig.starts) == 1
    return refused


def test_a_full_disk(rig):
    with rig.at_work(CLIENTS):
        assert rig.wait_for(10)
        with filled(rig.folder / "data"):
            at_fault(rig)
        goes_on(rig)
        assert "not ready: The disk of the database is full" in rig.server.log
    assert looks_over(rig, "a full disk under SQLite")
    assert rig.rows.quick_check()


def test_a_disk_that_takes_nothing(rig):
    with rig.at_work(CLIENTS):
        assert rig.wait_for(10)
        with files_no_longer_than(0, rig.server.pid):
            at_fault(rig)
        goes_on(rig)
    assert looks_over(rig, "a disk under SQLite that takes nothing")
    assert rig.rows.quick_check()


def test_thirty_two_clients_at_once(rig):
    with rig.at_work(MANY):
        assert rig.wait_for(4 * MANY)
    lost = rig.check()
    assert lost == []
    assert [each for each in rig.unexpected if re.search(r" 50[0-24-9]\b", each)] == []
    assert "database is locked" not in rig.server.log
    record_proof(
        f"Durability: {MANY} clients that write at once on SQLite",
        f"{rig.acknowledged} acknowledged changes, {len(lost)} lost; "
        f"{len(rig.unexpected)} told to come again, nobody that the database is locked",
        COMMAND,
    )


@pytest.mark.postgres
@pytest.mark.parametrize("how", ["cut", "fast", "immediate"])
def test_a_postgres_that_goes_away(tmp_path, own_postgres, how):
    rig = Rig(tmp_path, postgres=own_postgres.url)
    try:
        rig.start()
        with rig.at_work(CLIENTS):
            assert rig.wait_for(10)
            if how == "cut":
                for _ in range(20):
                    own_postgres.cut()
                    time.sleep(0.1)
            else:
                own_postgres.stop(how)
                at_fault(rig)
                assert "not ready: The database does not answer." in rig.server.log
                own_postgres.start()
            goes_on(rig)
        assert looks_over(rig, NAMES[how]) or how == "cut"
    finally:
        rig.close()


NAMES = {
    "cut": "connections to Postgres cut in the middle of transactions",
    "fast": "Postgres stopped and started",
    "immediate": "Postgres crashed and started",
}
