"""Fixtures of a furnished installation: made once for a run, a copy for each test."""

import pytest

from tests.laws.world import WorldTemplate


@pytest.fixture(scope="session")
def world_template(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    return WorldTemplate(sqlite_template.copy(folder), folder)


@pytest.fixture
def world(world_template, tmp_path):
    """A world of the test's own."""
    with world_template.copy(tmp_path / "world") as made:
        yield made
