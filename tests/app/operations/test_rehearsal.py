"""Rehearsals: the newest backup is put back, looked over, and told of."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from app.operations import doctor_machine
from app.operations.backup.make import back_up
from app.operations.backup.rehearse import (
    Rehearsed,
    backups_in,
    last_told,
    nightly,
    rehearse,
    tell,
)
from app.operations.findings import Grade
from app.operations.runs import job_named, run_by_hand
from domain.kernel.clock import SystemClock
from domain.operators.install import Install, install
from persistence.backup import content
from tests.laws.holdings import SYSTEM
from tests.laws.world import a_world
from tests.support.clock import START
from tests.support.house import BASE_URL


class TestRehearsal:
    def test_proves_that_the_nightly_backup_starts_and_keeps_the_newest(self, house, tmp_path):
        a_world(house)
        folder = tmp_path / "backups"
        settings = replace(house.settings, backup_dir=folder, backup_keep=2)
        before = content.counts(settings.database_url)
        for _ in range(3):
            assert nightly(settings, house.clock) >= sum(before.values()) // 2
            house.clock.advance(timedelta(days=1))
        assert len(backups_in(folder)) == 2
        at, holds = last_told(folder)
        assert (holds, at) == (True, house.clock.now() - timedelta(days=1))
        after = content.counts(settings.database_url)
        assert after == before | {"installation": 1}  # the key's mark, which a test's house lacks
        assert not list(settings.data_dir.glob("rehearsal-*"))

    def test_tells_of_a_backup_that_does_not_start(self, sqlite_house, backup):
        whole = backup.read_bytes()
        backup.write_bytes(whole[:-5])
        done = rehearse(sqlite_house.settings, backup, sqlite_house.clock)
        assert (done.holds, "cut off" in done.faults[0]) == (False, True)

    @pytest.mark.skipif(os.name != "posix", reason="only there can one ask whether a process lives")
    def test_deletes_the_places_of_rehearsals_that_were_killed(self, sqlite_house, backup):
        """Each holds the whole database as it was: whoever was erased since is in it."""
        folder = sqlite_house.settings.data_dir
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        left, before, under_way = (
            folder / f"rehearsal-{pid}-x" for pid in (ended.pid, os.getpid(), os.getppid())
        )
        for place in (left, before, under_way):
            place.mkdir()
            (place / "byleave.db").write_bytes(b"as it was")
        rehearse(sqlite_house.settings, backup, sqlite_house.clock)
        assert list(folder.glob("rehearsal-*")) == [under_way]

    def test_finds_a_trail_that_was_changed(self, sqlite_house, tmp_path):
        a_world(sqlite_house)
        with sqlite3.connect(sqlite_house.settings.sqlite_file) as connection:
            connection.execute("UPDATE audit_event SET result = 'refused' WHERE result = 'done'")
        connection.close()
        file = back_up(sqlite_house.settings, tmp_path / "one.byleave", START).file
        done = rehearse(sqlite_house.settings, file, sqlite_house.clock)
        assert "body_changed" in done.faults[0]

    def test_is_no_work_without_a_folder(self, sqlite_house):
        assert nightly(sqlite_house.settings, sqlite_house.clock) == 0

    def test_is_a_job(self, sqlite_house, tmp_path):
        sqlite_house.call.now(install, Install(BASE_URL), tenant=None, actor=SYSTEM)
        settings = replace(sqlite_house.settings, backup_dir=tmp_path / "backups")
        call = sqlite_house.call
        call._powers = {**call._powers, "settings": settings}
        job = job_named("backup")
        run = run_by_hand(job, call=call, clock=sqlite_house.clock, base_url=BASE_URL, actor=SYSTEM)
        assert (run.error, run.rows > 0) == ("", True)
        (found,) = doctor_machine.rehearsals(settings)
        assert found.grade is Grade.KNOW  # by a test's clock it was long ago
        tell(tmp_path / "backups", replace(_rehearsed(), faults=("it is broken",)))
        (found,) = doctor_machine.rehearsals(settings)
        assert found.grade is Grade.MEND
        tell(tmp_path / "backups", _rehearsed())
        (found,) = doctor_machine.rehearsals(settings)
        assert found.grade is Grade.WELL


def _rehearsed():
    return Rehearsed("one", SystemClock().now().isoformat(), START.isoformat(), 1, 1, ())
