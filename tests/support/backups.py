"""Houses that are backed up, and empty places to put a backup."""

import pytest

from app.operations.backup.make import back_up
from app.runtime.powers.strength import LADDER
from app.settings import load_settings
from tests.support.clock import START
from tests.support.house import BASE_URL, a_house

KEY = bytes(range(32))


def put_key(folder, raw=KEY):
    (folder / "keys").mkdir(parents=True)
    file = folder / "keys" / "master"
    file.write_bytes(raw)
    file.chmod(0o600)


def place(folder, url=None, raw=KEY):
    """Return settings of an empty place with a master key."""
    put_key(folder, raw)
    (folder / "password-strength").write_text(f"{LADDER[0]}\n", "utf-8")
    flags = {"data_dir": str(folder), "base_url": BASE_URL, "database_url": url}
    return load_settings(flags, env={}, folder=folder)


@pytest.fixture
def house(database_url, tmp_path):
    folder = tmp_path / "first"
    put_key(folder)
    made = a_house(database_url, folder)
    yield made
    made.close()


@pytest.fixture
def elsewhere(engine_name, tmp_path, request):
    """An empty place of the same engine."""
    if engine_name == "sqlite":
        yield place(tmp_path / "second")
        return
    template = request.getfixturevalue("postgres_template")
    url = template.copy(empty=True)
    yield place(tmp_path / "second", url)
    template.drop(url)


@pytest.fixture
def sqlite_house(sqlite_template, tmp_path):
    folder = tmp_path / "first"
    put_key(folder)
    made = a_house(sqlite_template.copy(tmp_path), folder)
    yield made
    made.close()


@pytest.fixture
def backup(sqlite_house, tmp_path):
    return back_up(sqlite_house.settings, tmp_path / "one.byleave", START).file
