"""Why no window opens is told where it is seen."""

import pytest

from app.desktop import native, plaint
from app.desktop.plaint import FAULT, told
from app.settings import SettingsError
from domain.kernel.errors import BUSY, Refusal
from persistence.faults import Unfit


class TestTold:
    @pytest.fixture(autouse=True)
    def shown(self, monkeypatch):
        """What a window would say, on a machine that has one and nobody at a terminal."""
        made = []
        monkeypatch.setattr(plaint, "show", made.append)
        monkeypatch.setattr(native, "lacking", lambda: "")
        monkeypatch.setattr(plaint, "_has_terminal", lambda: False)
        return made

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            (SettingsError("--port 1 is taken."), "--port 1 is taken."),
            (Unfit("It is damaged."), "It is damaged."),
            (Refusal(BUSY), f"{Refusal(BUSY).sentence()} {BUSY.way_out}"),
            (KeyError("ours"), FAULT),
        ],
    )
    def test_in_a_window_and_goes_on(self, shown, wrong, sentence):
        with pytest.raises(type(wrong)), told("auto"):
            raise wrong
        assert shown == [sentence]

    @pytest.mark.parametrize("kind", ["app", "browser", "tray"])
    def test_not_where_another_window_is_wanted(self, shown, kind):
        with pytest.raises(Unfit), told(kind):
            raise Unfit("It is damaged.")
        assert shown == []

    def test_not_where_somebody_reads_a_terminal(self, shown, monkeypatch):
        monkeypatch.setattr(plaint, "_has_terminal", lambda: True)
        with pytest.raises(Unfit), told("auto"):
            raise Unfit("It is damaged.")
        assert shown == []

    def test_not_where_no_window_can_be_shown(self, shown, monkeypatch):
        monkeypatch.setattr(native, "lacking", lambda: "there is no screen")
        with pytest.raises(Unfit), told("auto"):
            raise Unfit("It is damaged.")
        assert shown == []

    def test_nothing_where_nothing_is_wrong(self, shown):
        with told("auto"):
            pass
        assert shown == []
