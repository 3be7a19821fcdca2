"""What was erased does not stay in SQLite's log: it is folded into the file every few minutes."""

import time

import pytest

from persistence import sqlite
from tests.support.factories import a_client

NEEDLE = "a label that will be taken back"


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(sqlite, "FOLD_EVERY", 0.0)


def log_of(stage):
    path = stage.database.path
    return path.with_name(path.name + "-wal")


def keep_and_erase(stage):
    client = a_client(label=NEEDLE)
    stage.write(lambda work: work.clients.add(client))
    stage.write(lambda work: work.clients.remove(client.id))


class TestLog:
    def test_holds_what_was_erased_until_it_is_folded(self, stage):
        keep_and_erase(stage)
        assert NEEDLE.encode() in log_of(stage).read_bytes()

    def test_holds_nothing_of_it_afterwards(self, stage, short):
        keep_and_erase(stage)
        assert log_of(stage).stat().st_size == 0
        assert NEEDLE.encode() not in stage.database.path.read_bytes()

    def test_waits_for_a_reader_and_for_nobody_else(self, stage, short, monkeypatch):
        monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 120_000)  # who waited at all would be seen
        stage.write(lambda work: work.db._connection.execute("PRAGMA busy_timeout = 120000") and 1)
        connection = stage.database._reader()
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM client").fetchone()
        began = time.monotonic()
        keep_and_erase(stage)
        assert time.monotonic() - began < 60
        assert log_of(stage).stat().st_size > 0
        connection.execute("COMMIT")
        stage.write(lambda work: work.clients.add(a_client(client_id="another")))
        assert log_of(stage).stat().st_size == 0
