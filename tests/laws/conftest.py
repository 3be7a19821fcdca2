"""The world the laws are held in."""

import pytest

from tests.laws.use_cases import use_cases
from tests.laws.world import WorldTemplate


@pytest.fixture(scope="session")
def world_template(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    return WorldTemplate(sqlite_template.copy(folder), folder)


@pytest.fixture
def world(world_template, tmp_path):
    """A world of the test's own."""
    with world_template.copy(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def shared_world(world_template, tmp_path_factory):
    """A world for whatever changes nothing."""
    with world_template.copy(tmp_path_factory.mktemp("shared")) as made:
        yield made


@pytest.fixture
def world_of(request):
    """Return the world for a row: its own if its use case writes, else the shared one."""

    def pick(row):
        own = use_cases()[row.name].writes
        return request.getfixturevalue("world" if own else "shared_world")

    return pick
