"""The journeys' ground: one running house for each engine, a browser, an application to come back to."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from e2e.house import RunningHouse
from e2e.parts import SEARCH, SHOP_PORT, SPA_PORT, ours
from e2e.shop import Counter, Shop
from e2e.slow import SLOW, brake_of
from persistence.engine import read_url
from persistence.postgres_link import conninfo
from tests.support.databases import a_postgres

expect.set_options(timeout=60_000)
LONGEST = 300
"""Seconds for a journey, the start of its house among them."""

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict, playwright: Playwright, browser_name: str
) -> dict:
    """Start the browser that is there: the named one, Playwright's own, else the system's."""
    args = dict(browser_type_launch_args)
    flags = [*args.get("args", ()), "--disable-dev-shm-usage"]
    if browser_name == "chromium":
        named = os.environ.get("BYLEAVE_CHROMIUM")
        own = Path(playwright.chromium.executable_path).exists()
        system = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)  # fmt: skip
        if named or not own:
            args["executable_path"] = named or system
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            flags.append("--no-sandbox")
    return {**args, "args": flags}


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Iterator[Browser]:
    """The browser, as slow as the run wants it."""
    brake = brake_of(browser) if SLOW > 1 else None
    yield browser
    if brake is not None:
        brake.let_go()


class Street:
    """All houses of the run, one for each engine, each started when first asked for."""

    def __init__(self, folder: Path, exits: contextlib.ExitStack) -> None:
        self.folder = folder
        self._exits = exits
        self._houses: dict[str, RunningHouse] = {}
        self._all: list[tuple[str, RunningHouse]] = []
        self._postgres = ""
        self._count = 0

    def all(self, engine: str) -> list[RunningHouse]:
        """Return every house of an engine so far."""
        return [house for kind, house in self._all if kind == engine]

    def house(self, engine: str) -> RunningHouse:
        """Return the engine's furnished house."""
        if engine not in self._houses:
            self._houses[engine] = self.new(engine)
            self._houses[engine].furnish()
        return self._houses[engine]

    def new(self, engine: str) -> RunningHouse:
        """Start a house that nobody has entered yet."""
        self._count += 1
        folder = self.folder / f"{engine}-{self._count}"
        folder.mkdir()
        made = RunningHouse(folder, self._database() if engine == "postgres" else "")
        made.start()
        self._exits.callback(made.stop)
        self._all.append((engine, made))
        return made

    def _database(self) -> str:
        if not self._postgres:
            self._postgres = self._exits.enter_context(a_postgres(f"e2e-{os.getpid()}"))
        name = f"e2e_{os.getpid()}_{self._count}"
        with psycopg.connect(conninfo(read_url(self._postgres)), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return read_url(self._postgres).set(database=name).render_as_string(hide_password=False)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep this part's journeys, give them time, and search what they left behind after they have left it."""
    kept = ours(items)
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = sorted(kept, key=lambda item: SEARCH in item.nodeid)
    for item in items:
        own = item.get_closest_marker("timeout")
        item.add_marker(pytest.mark.timeout((own.args[0] if own else LONGEST) * SLOW), append=False)


@pytest.fixture(scope="session")
def street() -> Iterator[Street]:
    with contextlib.ExitStack() as exits:
        folder = exits.enter_context(tempfile.TemporaryDirectory(prefix="byleave-e2e-"))
        yield Street(Path(folder), exits)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Run the journey on both engines."""
    return str(request.param)


@pytest.fixture
def house(street: Street, engine: str) -> RunningHouse:
    """The engine's house, with the example file applied; journeys share it, people keep them apart."""
    return street.house(engine)


@pytest.fixture(scope="session", autouse=True)
def counter() -> Iterator[Counter]:
    """Where the applications listen for what comes back, whichever journey is the first to go there."""
    made = Counter(SHOP_PORT, SPA_PORT)
    yield made
    made.close()


@pytest.fixture
def shop(house: RunningHouse) -> Iterator[Shop]:
    """The example's confidential client."""
    made = Shop(house)
    yield made
    made.http.close()


@pytest.fixture
def visit_at(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a fresh browser profile each time; every address it asks for is kept for the search."""
    with contextlib.ExitStack() as exits:

        def open_page(house: RunningHouse, **profile: object) -> Page:
            context = browser.new_context(**{"locale": "en-GB", **profile})
            exits.callback(context.close)
            watch(context, house)
            return context.new_page()

        yield open_page


@pytest.fixture
def visit(visit_at: Callable[..., Page], house: RunningHouse) -> Callable[..., Page]:
    """The same, at the journey's house."""
    return functools.partial(visit_at, house)


def watch(context: BrowserContext, house: RunningHouse) -> None:
    """Keep every address that a browser asks for."""
    context.on("request", lambda request: house.urls.add(request.url))
