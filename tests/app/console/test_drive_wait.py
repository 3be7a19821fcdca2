"""The page of the test drive notices its drive, however quickly its tab began it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from app.console.pages.test_drive import _Request
from app.operations.test_drive import Run, Wish

PAGE = "app.console.pages.test_drive"
EARLIER = Run(id="earlier", owner="grant", slug="harbour", wish=Wish(()), state="", verifier="v")
UNDER_WAY = replace(EARLIER, id="now", state="awaited")


@pytest.fixture
def waiting(monkeypatch):
    """Wait from a state of the drives on; return what looks again, and where it went."""
    looks, went = [], []
    timer = SimpleNamespace(deactivate=lambda: None)
    monkeypatch.setattr(f"{PAGE}.ui.timer", lambda _, look: looks.append(look) or timer)

    def begin(newest):
        held = [newest]
        context = SimpleNamespace(
            identity=SimpleNamespace(session="grant"),
            tenant=SimpleNamespace(slug="harbour"),
            tools=SimpleNamespace(drives=SimpleNamespace(newest=lambda *_: held[0])),
            go=lambda _, run: went.append(run),
        )
        _Request.wait(SimpleNamespace(context=context))

        def look(now):
            held[0] = now
            looks[-1]()
            return went

        return look

    return begin


@pytest.mark.parametrize("first", [None, EARLIER, UNDER_WAY])
def test_shows_the_drive_that_comes_back(waiting, first):
    """The tab's request may be served before the page hears of the press that opened it."""
    look = waiting(first)
    assert look(first) == []
    assert look(UNDER_WAY) == []
    assert look(replace(UNDER_WAY, state="")) == ["now"]
