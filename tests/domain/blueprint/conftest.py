"""An installation that is set up."""

import pytest


@pytest.fixture
def house(ground):
    ground.install()
    return ground
