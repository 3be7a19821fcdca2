"""The assembled product with two furnished tenants, and browsers that visit it."""

import pytest

from app.server import build
from tests.support.wire import Browser
from tests.support.worlds import world, world_template

__all__ = ["world", "world_template"]


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
