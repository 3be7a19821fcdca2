"""What the window remembers."""

import socket
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.desktop.frame import Frame
from app.desktop.memory import FILE, PORTS, Memory, a_port, keep, keep_frame, recall
from app.settings import SettingsError


class TestMemory:
    def test_comes_back_as_it_was_kept(self, tmp_path):
        memory = Memory(8200, Frame(1000, 700, 5, 6, maximised=True))
        keep(tmp_path, memory)
        assert recall(tmp_path) == memory

    def test_is_for_its_owner_alone(self, tmp_path):
        keep(tmp_path, Memory(8200))
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600

    def test_a_new_place_leaves_the_port(self, tmp_path):
        keep(tmp_path, Memory(8200))
        keep_frame(tmp_path, Frame(1000, 700))
        assert recall(tmp_path) == Memory(8200, Frame(1000, 700))

    @pytest.mark.parametrize(
        "text",
        [
            "", "{", "[]", "[" * 100_000, '{"port": "8200"}', '{"port": 0}', '{"port": 70000}',
            '{"port": true}',
        ],
    )  # fmt: skip
    def test_a_file_that_is_not_understood_is_as_the_first_start(self, tmp_path, text):
        (tmp_path / FILE).write_text(text)
        assert recall(tmp_path) == Memory()

    def test_what_stands_in_its_place_is_named(self, tmp_path):
        (tmp_path / FILE).mkdir()
        with pytest.raises(SettingsError, match=f"{FILE} cannot be written: Is a directory"):
            keep(tmp_path, Memory(8200))

    def test_a_place_that_cannot_be_kept_stops_nobody(self, tmp_path):
        (tmp_path / FILE).mkdir()
        keep_frame(tmp_path, Frame(1000, 700))

    def test_places_kept_at_once_are_kept_one_after_another(self, tmp_path):
        """The hand that drags the window and the window that closes are two threads."""
        keep(tmp_path, Memory(8200))
        frames = [Frame(1000 + number, 700) for number in range(40)]
        with ThreadPoolExecutor(8) as hands:
            list(hands.map(lambda frame: keep_frame(tmp_path, frame), frames))
        kept = recall(tmp_path)
        assert kept.port == 8200
        assert kept.frame in frames


class TestPort:
    def test_is_one_that_is_free(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", a_port()))
            assert a_port() != taken.getsockname()[1]
        assert a_port() in PORTS
