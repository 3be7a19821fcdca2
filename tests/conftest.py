"""What every test of the tree has in common: nothing of the machine it runs on leaks in."""

import os

import pytest

pytest_plugins = ["tests.support.plugin"]


@pytest.fixture(autouse=True)
def _without_settings_of_the_machine(monkeypatch):
    """Take away BYLEAVE_* settings, so that a developer's own do not decide a test."""
    for name in list(os.environ):
        if name.startswith("BYLEAVE_") and not name.startswith(
            ("BYLEAVE_TEST_", "BYLEAVE_CHROMIUM")
        ):
            monkeypatch.delenv(name)
