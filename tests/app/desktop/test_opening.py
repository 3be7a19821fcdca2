"""Which settings a window takes."""

from contextlib import ExitStack

import platformdirs
import pytest

from app.desktop import opening
from app.desktop.alone import alone
from app.desktop.memory import PORTS, Memory, keep
from app.desktop.opening import settings_for
from app.desktop.windows import Kind, a_kind
from app.settings import SettingsError


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch, tmp_path):
    for name in ("DATA_DIR", "DATABASE_URL", "BASE_URL", "HOST", "PORT", "PLANES", "CONFIG"):
        monkeypatch.delenv(f"BYLEAVE_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def wanted(**flags):
    return settings_for({"data_dir": None, "port": None, **flags})


class TestSettings:
    def test_by_default_are_a_folder_of_its_own_and_a_port_that_is_free(self):
        settings, memory = wanted()
        assert settings.data_dir.name == "desktop"
        assert settings.data_dir.parent == type(settings.data_dir)(
            platformdirs.user_data_dir("byleave", appauthor=False)
        )
        assert settings.port == memory.port
        assert settings.port in PORTS
        assert settings.base_url == f"http://localhost:{settings.port}"
        assert settings.host == "127.0.0.1"
        assert settings.embedded

    def test_the_port_is_remembered(self, tmp_path):
        keep(tmp_path, Memory(8299))
        assert wanted(data_dir=str(tmp_path))[0].port == 8299

    def test_a_port_that_is_named_counts_before_it(self, tmp_path):
        keep(tmp_path, Memory(8299))
        settings, memory = wanted(data_dir=str(tmp_path), port="8300")
        assert (settings.port, memory.port) == (8300, 8300)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("BYLEAVE_DATABASE_URL", "postgresql://localhost/x"),
            ("BYLEAVE_BASE_URL", "https://id.example.org"),
            ("BYLEAVE_PLANES", "console"),
            ("BYLEAVE_HOST", "127.0.0.1"),
        ],
    )
    def test_refuse_what_is_for_a_server(self, monkeypatch, name, value):
        monkeypatch.setenv(name, value)
        with pytest.raises(SettingsError, match=name):
            wanted()


class TestSecondStart:
    @pytest.fixture
    def opened(self, monkeypatch):
        """What was opened, where the opening itself is not looked at."""
        made = []
        monkeypatch.setattr(opening, "_first", lambda *given: made.append(given))
        return made

    def start(self, folder):
        settings, memory = wanted(data_dir=str(folder))
        opening.open_desktop(settings, memory, Kind.NATIVE)

    def test_waits_for_a_first_that_has_only_begun(self, opened, monkeypatch, tmp_path, capsys):
        answers = iter([False, False, True])
        monkeypatch.setattr(opening, "knock", lambda _folder: next(answers))
        with alone(tmp_path):
            self.start(tmp_path)
        assert "brought to the front" in capsys.readouterr().out
        assert (opened, next(answers, None)) == ([], None)

    def test_takes_the_place_of_a_first_that_ends(self, opened, monkeypatch, tmp_path):
        with ExitStack() as first:
            first.enter_context(alone(tmp_path))
            # It is gone once somebody knocked in vain.
            monkeypatch.setattr(opening, "knock", lambda _folder: bool(first.close()))
            self.start(tmp_path)
        assert len(opened) == 1

    def test_gives_up_on_one_that_neither_answers_nor_ends(self, opened, monkeypatch, tmp_path):
        monkeypatch.setattr(opening, "SECOND_SECONDS", 0.0)
        with alone(tmp_path), pytest.raises(SettingsError, match="end that one first"):
            self.start(tmp_path)
        assert opened == []


class TestKind:
    def test_is_a_word_of_four(self):
        assert a_kind(" App ") is Kind.APP
        with pytest.raises(SettingsError, match="auto, native, app, browser"):
            a_kind("tray")
