"""A real window that says why there is none: what a person sees who clicked the icon."""

import os

import pytest

from tests.support.screen import PATIENCE, VirtualScreen
from tests.support.window import Desktop

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif("BYLEAVE_TEST_DESKTOP" not in os.environ, reason="run `make test-desktop`"),
]


@pytest.fixture
def screen():
    made = VirtualScreen()
    yield made
    made.close()


@pytest.fixture
def desktop(screen, tmp_path):
    """A window over a database that is none."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "byleave.db").write_bytes(b"x" * 9000)
    made = Desktop(screen, folder)
    yield made
    made.end()


def test_says_what_is_wrong_and_how_to_go_on(screen, desktop):
    window = screen.window("Byleave")
    desktop.sees("byleave.db cannot be read")
    desktop.sees("byleave restore")
    screen.press(window, "alt+F4")
    assert desktop.process.wait(PATIENCE) == 3
