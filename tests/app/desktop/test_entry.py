"""The menu entry on Linux."""

import sys

import pytest

from app.desktop.entry import install_entry, remove_entry, text

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems have other menus")


@linux
class TestEntry:
    def test_is_written_with_its_icon_and_taken_away_again(self, tmp_path, monkeypatch):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        entry, icon = install_entry()
        assert entry == tmp_path / "applications" / "byleave.desktop"
        assert "<svg" in icon.read_text("utf-8")
        assert "desktop\n" in entry.read_text("utf-8")
        assert install_entry() == [entry, icon]
        assert remove_entry() == [entry, icon]
        assert remove_entry() == []


class TestText:
    def test_names_the_program(self):
        assert "\nExec=/opt/byleave/bin/byleave desktop\n" in text(
            ["/opt/byleave/bin/byleave", "desktop"]
        )

    def test_quotes_what_a_menu_would_misread(self):
        assert '\nExec="/home/a b/100%%/\\$x" desktop\n' in text(["/home/a b/100%/$x", "desktop"])
