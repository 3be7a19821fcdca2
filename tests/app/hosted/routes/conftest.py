"""The assembled product with two furnished tenants, and browsers that visit it."""

import pytest

from app.server import build
from tests.laws.world import WorldTemplate
from tests.support.wire import Browser


@pytest.fixture(scope="session")
def furnished(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("furnished")
    return WorldTemplate(sqlite_template.copy(folder), folder)


@pytest.fixture
def world(furnished, tmp_path):
    with furnished.copy(tmp_path) as made:
        yield made


@pytest.fixture
def app(world):
    return build(world.house)


@pytest.fixture
def visitor(app):
    """A browser that was never here."""
    return Browser(app)


@pytest.fixture
def alices(app, world):
    """Alice's browser, signed in at acme."""
    cookies = {
        "__Host-byl-b": world.a.binding,
        "__Host-byl-s-acme": world.a.cookie.reveal(),
    }
    return Browser(app, cookies)
