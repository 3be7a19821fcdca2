"""The world the laws are held in."""

import pytest

from tests.laws.use_cases import use_cases
from tests.support.worlds import world, world_template

__all__ = ["shared_world", "world", "world_of", "world_template"]


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
