"""One window over one folder."""

import stat

import pytest

from app.desktop.alone import LOCK, RUNNING, alone, announce, knock
from app.settings import SettingsError
from domain.kernel.secrets import Secret


class TestAlone:
    def test_the_second_is_told_so(self, tmp_path):
        with alone(tmp_path) as first, alone(tmp_path) as second:
            assert (first, second) == (True, False)

    def test_the_next_may_come_once_the_first_is_gone(self, tmp_path):
        for _ in range(2):
            with alone(tmp_path) as held:
                assert held

    def test_the_second_leaves_the_firsts_note(self, tmp_path):
        with alone(tmp_path):
            announce(tmp_path, 1, Secret("key"))
            with alone(tmp_path):
                pass
            assert (tmp_path / RUNNING).exists()
        assert not (tmp_path / RUNNING).exists()

    def test_the_note_is_for_its_owner_alone(self, tmp_path):
        announce(tmp_path, 1, Secret("key"))
        assert stat.S_IMODE((tmp_path / RUNNING).stat().st_mode) == 0o600

    def test_a_lock_that_cannot_be_opened_is_named(self, tmp_path):
        (tmp_path / LOCK).mkdir()
        with (
            pytest.raises(SettingsError, match=f"{LOCK} cannot be written: Is a directory"),
            alone(tmp_path),
        ):
            pass


class TestKnock:
    @pytest.mark.parametrize("note", [None, "", "{}", "[]", '{"port": "x", "key": "k"}'])
    def test_nobody_answers_where_nobody_is(self, tmp_path, note):
        if note is not None:
            (tmp_path / RUNNING).write_text(note)
        assert not knock(tmp_path)

    def test_nobody_answers_at_a_port_that_was_left(self, tmp_path):
        announce(tmp_path, 9, Secret("key"))
        assert not knock(tmp_path)
