"""What the tests of the log start from."""

import pytest


@pytest.fixture
def log(both_grounds):
    both_grounds.settle(slug="acme")
    return both_grounds
