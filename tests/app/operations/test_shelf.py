"""What lies in the folder for backups, and one that is made by hand."""

from dataclasses import replace

import pytest

from app.operations.backup.by_hand import ByHand
from app.operations.backup.make import back_up
from app.operations.backup.rehearse import Rehearsed, last_told, tell
from app.operations.backup.shelf import Kept, file_of, shelf
from domain.kernel.errors import Refusal
from domain.operators.install import Install, install
from domain.operators.jobs import last_runs
from tests.laws.holdings import SYSTEM
from tests.support.clock import START
from tests.support.house import BASE_URL

ONE = "byleave-20260301T000000000000Z.byleave"
MADE = Rehearsed(ONE, START.isoformat(), START.isoformat(), 12, 3, ())


@pytest.fixture
def settings(sqlite_house, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    return replace(sqlite_house.settings, backup_dir=folder)


class TestShelf:
    def test_is_bare_without_a_folder(self, sqlite_house):
        found = shelf(sqlite_house.settings)
        assert (found.folder, found.kept, found.rehearsed) == (False, (), None)

    def test_tells_what_lies_there_newest_first_and_the_last_rehearsal(self, settings):
        folder = settings.backup_dir
        made = back_up(settings, folder / ONE, START)
        (folder / ONE.replace("0301", "0302")).write_bytes(b"no backup at all")
        tell(folder, MADE)
        broken, kept = shelf(settings).kept
        assert (kept.file, kept.size, kept.made_at) == (ONE, made.size, START)
        assert (kept.engine, kept.key) == ("sqlite", made.head.key)
        assert broken.made_at is None
        assert shelf(settings).rehearsed == MADE

    @pytest.mark.parametrize(
        "head",
        [
            b"[" * 60_000,
            b'{"engine":"sqlite","revision":"","made_at":5,"version":"","key":"","salt":""}',
            b'{"engine":"","revision":"","made_at":"2026-03-01","version":"\\u001b","key":"","salt":""}',
        ],
        ids=["deep", "a number", "what a terminal would obey"],
    )
    def test_shows_nothing_of_a_head_that_somebody_made_up(self, settings, head):
        said = len(head).to_bytes(4, "big") + head
        (settings.backup_dir / ONE).write_bytes(b"BYLEAVE BACKUP 1\n" + said)
        assert shelf(settings).kept == (Kept(ONE, 0),)

    def test_leaves_out_what_is_no_file_of_its_own(self, settings):
        folder, key = settings.backup_dir, settings.master_key_file
        (folder / ONE).symlink_to(key)
        (folder / ONE.replace("0301", "0302")).mkdir()
        assert shelf(settings).kept == ()
        with pytest.raises(Refusal, match="not_found"):
            file_of(settings, ONE)

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"holds": true, "at": "x"}', "[" * 100_000])
    def test_passes_over_a_rehearsal_that_cannot_be_read(self, settings, text):
        (settings.backup_dir / "last-rehearsal.json").write_text(text, "utf-8")
        assert shelf(settings).rehearsed is None
        assert last_told(settings.backup_dir) is None


class TestFileOf:
    def test_finds_what_lies_there_by_its_whole_name(self, settings):
        file = settings.backup_dir / ONE
        file.write_bytes(b"x")
        assert file_of(settings, ONE) == file

    @pytest.mark.parametrize(
        "name", ["", "..", "../data/byleave.db", f"./{ONE}", "last-rehearsal.json", "\x00", ONE]
    )
    def test_leads_nowhere_else(self, settings, sqlite_house, name):
        for where in (settings, sqlite_house.settings):
            with pytest.raises(Refusal, match="not_found"):
                file_of(where, name)


class TestByHand:
    @pytest.fixture
    def house(self, sqlite_house):
        sqlite_house.call.now(install, Install(BASE_URL), tenant=None, actor=SYSTEM)
        return sqlite_house

    def test_is_entered_at_once_and_ended_when_it_is_made(self, house, settings):
        beside = []
        begin = ByHand(house.call, house.clock, settings, beside.append)
        run = begin.start(SYSTEM)

        def newest():
            return house.call.now(last_runs, ("backup",), tenant=None, actor=SYSTEM)[0]

        assert newest() == run
        with pytest.raises(Refusal, match="backup_runs"):
            begin.start(SYSTEM)
        beside.pop()()
        assert (newest().finished_at, newest().error) == (house.clock.now(), "")

    def test_refuses_without_a_folder(self, house):
        begin = ByHand(house.call, house.clock, house.settings, lambda _act: None)
        with pytest.raises(Refusal, match="backup_nowhere"):
            begin.start(SYSTEM)
