"""Fixtures of storage: `engine_name`, `database_url`, `database`, `stage`, `both`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from persistence.engine import Database
from tests.support.databases import (
    PostgresTemplate,
    SharedPostgres,
    SqliteTemplate,
    a_postgres,
    opened,
)
from tests.support.proofs import FOLDER as PROOFS
from tests.support.stage import Stage

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long proofs out unless the run asks for them by `-m long`."""
    if "long" in config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def pytest_report_header() -> str:
    """Say where the figures of long proofs go."""
    return f"proofs: {PROOFS or 'not kept (name a folder in BYLEAVE_PROOFS)'}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[PostgresTemplate]:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:10]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with a_postgres(run) as uri:
        yield PostgresTemplate(uri, worker)


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Run the test on both engines."""
    return str(request.param)


@pytest.fixture
def database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of the test's own, on each engine in turn."""
    if engine_name == "sqlite":
        yield request.getfixturevalue("sqlite_template").copy(tmp_path)
        return
    template: PostgresTemplate = request.getfixturevalue("postgres_template")
    url = template.copy()
    yield url
    template.drop(url)


@pytest.fixture(scope="session")
def shared_postgres(postgres_template: PostgresTemplate) -> Iterator[SharedPostgres]:
    """One open Postgres database for the tests of a worker, emptied after each."""
    url = postgres_template.copy()
    shared = SharedPostgres(url)
    yield shared
    shared.close()
    postgres_template.drop(url)


@pytest.fixture
def database(
    engine_name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Database]:
    """An open, empty, migrated database, on each engine in turn."""
    if engine_name == "sqlite":
        made = opened(request.getfixturevalue("sqlite_template").copy(tmp_path))
        yield made
        made.close()
        return
    shared: SharedPostgres = request.getfixturevalue("shared_postgres")
    yield shared.database
    shared.empty()


@pytest.fixture
def sqlite_database(sqlite_template: SqliteTemplate, tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite database of the test's own."""
    made = opened(sqlite_template.copy(tmp_path))
    yield made
    made.close()


@pytest.fixture
def stage(sqlite_database: Database) -> Stage:
    """A stage on SQLite with the tenant `acme`: what tests of use cases stand on."""
    made = Stage(sqlite_database)
    made.settle()
    return made


@pytest.fixture
def both(database: Database) -> Stage:
    """A stage with the tenant `acme`, on each engine in turn."""
    made = Stage(database)
    made.settle()
    return made
