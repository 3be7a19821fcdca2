"""The doctor: each cause in a line, with the way to mend it, and nothing changed by looking."""

import os
from collections import namedtuple
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import app.console
from app.operations import doctor_machine
from app.operations.doctor import Doctor, look_over
from app.operations.findings import Grade, know, mend, note, well, worst
from app.runtime.words import Dictionary, in_words
from domain.kernel.clock import SystemClock
from domain.kernel.errors import Refusal, because
from domain.kernel.nodes import Node
from domain.kernel.run_book import JobRun
from domain.kernel.work import system
from domain.operators.install import Install, install
from domain.operators.jobs import claim, finish, pause
from domain.operators.nodes import beat
from persistence.outage import SILENT, Outage
from tests.support.disks import files_no_longer_than, filled, small_disk
from tests.support.house import BASE_URL, a_house

ACTOR = system("test")
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def house(sqlite_template, tmp_path):
    made = a_house(sqlite_template.copy(tmp_path), tmp_path)
    made.call.now(install, Install(BASE_URL), tenant=None, actor=ACTOR)
    yield made
    made.close()


def found(house, about):
    return [each for each in look_over(house) if each.about == about]


def one(house, about):
    (finding,) = found(house, about)
    return finding


def do(house, use_case, request):
    return house.call.now(use_case, request, tenant=None, actor=ACTOR)


class TestMachine:
    @pytest.mark.parametrize(
        ("free", "grade"), [(9e8, Grade.MEND), (4e9, Grade.KNOW), (6e9, Grade.WELL)]
    )
    def test_tells_how_much_room_is_left(self, house, monkeypatch, free, grade):
        usage = Usage(1e12, 1, free)
        monkeypatch.setattr(doctor_machine.shutil, "disk_usage", lambda _path: usage)
        assert one(house, "disk").grade is grade

    def test_looks_a_full_disk_over_and_says_so(self, sqlite_template, tmp_path):
        with small_disk(tmp_path / "disk", 8) as disk:
            made = a_house(sqlite_template.copy(disk), tmp_path)
            made.call.now(install, Install(BASE_URL), tenant=None, actor=ACTOR)
            with filled(disk):
                finding = one(made, "disk")
            made.close()
        assert (finding.grade, finding.sentence) == (Grade.MEND, "Only 0.0 GB are left: make room.")

    def test_tells_why_storage_takes_no_writes(self, house):
        assert found(house, "database") == []
        with files_no_longer_than(0), pytest.raises(Refusal):
            do(house, pause, "tidy")
        told = one(house, "database")
        assert (told.grade, told.sentence) == (Grade.MEND, house.database.writer.trouble)

    def test_tells_what_it_can_while_storage_is_silent(self, house, monkeypatch):
        def gone(*_args, **_how):
            raise Outage(SILENT)

        monkeypatch.setattr(house.database, "read", gone)
        assert one(house, "database").sentence == SILENT
        assert one(house, "disk")

    def test_tells_when_the_last_backup_was_made(self, house):
        none = one(house, "backup")
        assert (none.grade, none.way) == (Grade.KNOW, "byleave backup FILE")
        folder = house.settings.data_dir / "backups"
        assert none.values == {"folder": str(folder)}  # one that lies elsewhere is not seen
        folder.mkdir()
        file = folder / "one.byleave"
        file.write_bytes(b"x")
        assert one(house, "backup").grade is Grade.WELL
        old = (SystemClock().now() - timedelta(days=3)).timestamp()
        os.utime(file, (old, old))
        assert one(house, "backup").grade is Grade.KNOW

    @pytest.mark.skipif(os.name != "posix", reason="only there can one ask whether a process lives")
    def test_tells_of_what_a_killed_rehearsal_left(self, house):
        assert not found(house, "rehearsal of a backup")
        left = house.settings.data_dir / f"rehearsal-{os.getpid()}-x"
        left.mkdir()
        finding = one(house, "rehearsal of a backup")
        assert (finding.grade, finding.way) == (Grade.KNOW, "byleave rehearse")
        assert finding.values == {"place": str(left)}

    @pytest.mark.parametrize(("seconds", "grade"), [(9, Grade.MEND), (1, Grade.WELL)])
    def test_compares_the_clock_with_the_databases(self, house, monkeypatch, seconds, grade):
        there = house.clock.now() + timedelta(seconds=seconds)
        monkeypatch.setattr(doctor_machine, "database_time", lambda _database: there)
        assert one(house, "clock").grade is grade

    def test_knows_one_clock_where_the_database_is_here(self, house):
        assert "one clock" in one(house, "clock").sentence

    @pytest.mark.parametrize(
        ("url", "grade"),
        [
            ("https://id.example", Grade.WELL),
            ("http://localhost:8180", Grade.NOTE),
            ("http://id.example", Grade.MEND),
        ],
    )
    def test_tells_how_people_reach_it(self, house, url, grade):
        settings = replace(house.settings, base_url=url)
        assert doctor_machine.address(settings).grade is grade


class TestHouse:
    def test_notes_what_a_client_was_let_off_and_calls_it_no_fault(self, house):
        told = found(house, "client byleave/console")
        assert {each.grade for each in told} == {Grade.NOTE}

    def test_tells_of_a_job_that_is_held_failed_or_late(self, house):
        assert one(house, "job tidy").way == "byleave serve"
        now = house.clock.now()
        run = JobRun("tidy", now, "here", now)
        do(house, claim, run)
        do(house, finish, replace(run, finished_at=now, rows=0))
        assert one(house, "job tidy").grade is Grade.WELL
        house.clock.advance(timedelta(hours=1))
        assert one(house, "job tidy").grade is Grade.KNOW
        do(house, finish, replace(run, finished_at=now, error="JobFault"))
        assert one(house, "job tidy").grade is Grade.MEND
        do(house, pause, "tidy")
        held = one(house, "job tidy")
        assert (held.grade, held.way) == (Grade.KNOW, "byleave job resume tidy")

    def test_says_nothing_of_the_nightly_backup_where_no_folder_is_set(self, house, tmp_path):
        assert found(house, "job backup") == []
        nightly = replace(house, settings=replace(house.settings, backup_dir=tmp_path))
        assert one(nightly, "job backup").grade is Grade.KNOW

    def test_tells_of_processes_of_several_versions_and_of_one_that_is_gone(self, house):
        now = house.clock.now()
        for name, version in (("a", "1"), ("b", "2")):
            do(house, beat, Node(name, "host", "console", version, now, now))
        assert "1, 2" in one(house, "nodes").sentence
        house.clock.advance(timedelta(minutes=1))
        do(house, beat, Node("b", "host", "console", "2", now, house.clock.now()))
        assert "a ended without a word" in one(house, "nodes").sentence

    def test_advises_to_rotate_an_old_key(self, house):
        assert one(house, "keys of byleave").grade is Grade.WELL
        house.clock.advance(timedelta(days=181))
        old = one(house, "keys of byleave")
        assert (old.grade, "keys rotate signing" in old.sentence) == (Grade.KNOW, True)


class TestDoctor:
    async def test_remembers_for_a_while_and_looks_anew_when_asked(self, house):
        doctor = Doctor(house)
        at, first = await doctor.lately()
        house.clock.advance(timedelta(minutes=1))
        assert await doctor.lately() == (at, first)
        assert (await doctor.now())[0] > at
        house.clock.advance(timedelta(minutes=5))
        assert (await doctor.lately())[0] == house.clock.now()


class TestReasons:
    GERMAN = Dictionary(Path(app.console.__file__).parent / "words").words(["de"])

    def said(self, finding):
        values = {name: in_words(each, self.GERMAN) for name, each in finding.values.items()}
        return self.GERMAN(finding.template, **values)

    def test_of_our_own_are_said_in_the_readers_language_and_typed_ones_as_they_are(self, house):
        found = one(house, "client byleave/console")
        assert "The console is a part of Byleave itself." in found.sentence
        assert "Die Konsole ist ein Teil von Byleave selbst." in self.said(found)
        typed = replace(found, values={**found.values, "reason": because("Typed {by} hand")})
        assert "Typed {by} hand" in self.said(typed)

    def test_numbers_are_written_by_the_mark_of_the_language(self, house, monkeypatch):
        usage = Usage(1e12, 1, 51.4e9)
        monkeypatch.setattr(doctor_machine.shutil, "disk_usage", lambda _path: usage)
        free = one(house, "disk")
        assert free.sentence == "51.4 GB are left where the data lies."
        assert self.said(free) == "51,4 GB sind frei, wo die Daten liegen."

    def test_of_storage_too(self, house, monkeypatch):
        def gone(*_args, **_how):
            raise Outage(SILENT)

        monkeypatch.setattr(house.database, "read", gone)
        assert self.said(one(house, "database")) == "Die Datenbank antwortet nicht."


def test_the_worst_finding_is_the_verdict():
    assert worst(()) is Grade.WELL
    assert worst((well("a", "b"), note("a", "b"))) is Grade.WELL
    assert worst((note("a", "b"), know("a", "b"))) is Grade.KNOW
    assert worst((mend("a", "b"), know("a", "b"))) is Grade.MEND
