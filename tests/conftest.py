"""What every test of the tree has in common: nothing of the machine it runs on leaks in."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.support.plugin"]

# How long an example takes tells of the machine, not of us.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _without_settings_of_the_machine(monkeypatch):
    """Take away BYLEAVE_* settings, so that a developer's own do not decide a test."""
    for name in list(os.environ):
        if name.startswith("BYLEAVE_") and not name.startswith(
            ("BYLEAVE_TEST_", "BYLEAVE_CHROMIUM")
        ):
            monkeypatch.delenv(name)
