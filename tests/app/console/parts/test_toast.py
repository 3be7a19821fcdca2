import pytest

from app.console.parts.toast import Toaster
from domain.kernel.errors import not_found


class TestToaster:
    @pytest.fixture
    def shown(self, window, monkeypatch):
        told = []
        toaster = Toaster(window.words)
        monkeypatch.setattr(toaster, "run_method", lambda *said: told.append(said))
        return toaster, told

    async def test_takes_back_once(self, window, shown):
        toaster, told = shown
        undone = []

        async def undo():
            undone.append(True)

        toaster.undo("Muted.", undo)
        assert told == [("show", "Muted.", "Undo", 10)]
        await window.tell(toaster, "undo")
        await window.tell(toaster, "undo")
        assert undone == [True]

    async def test_has_nothing_to_take_back_after_an_error(self, window, shown):
        toaster, told = shown

        async def undo():
            raise AssertionError

        toaster.undo("Muted.", undo)
        toaster.failed("Something else did not work.")
        await window.tell(toaster, "undo")
        assert told[-1] == ("show", "Something else did not work.", "", 0)

    async def test_says_when_it_could_not_be_taken_back(self, window, shown):
        toaster, told = shown

        async def undo():
            raise not_found("client")

        toaster.undo("Muted.", undo)
        await window.tell(toaster, "undo")
        assert told[-1][0] == "show"
        assert "There is no such" in told[-1][1]
