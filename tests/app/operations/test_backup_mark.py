"""A Postgres into which a backup is put back opens for nobody before all has ended that may have."""

import contextlib
import json
import threading
import time
from dataclasses import replace

import psycopg
import pytest

from app.operations.backup import restore as restoring
from app.operations.backup.restore import restore
from persistence.backup import chunks, content
from persistence.backup.chunks import Head
from persistence.engine import read_url
from persistence.faults import Unfit
from persistence.migrations import State, migrate, schema_state
from persistence.migrations.history import RESTORING, lay_out, revisions
from persistence.postgres_link import conninfo
from persistence.sealing import MasterKey
from persistence.tables import SCHEMA
from tests.support.backups import KEY, place
from tests.support.clock import START


@pytest.mark.postgres
class TestEarlierSchemaOnPostgres:
    """Nobody is let in while a backup of an earlier schema is put back and migrated."""

    @pytest.fixture
    def older(self, postgres_template, tmp_path):
        url = postgres_template.copy(empty=True)
        lay_out(url, revisions()[-2])
        file = tmp_path / "older"
        pour_what_is_there(url, file, revisions()[-2])
        postgres_template.drop(url)
        return file

    @pytest.fixture
    def there(self, postgres_template, tmp_path):
        url = postgres_template.copy(empty=True)
        yield replace(place(tmp_path / "second"), database_url=url)
        postgres_template.drop(url)

    def test_shows_the_mark_until_its_end(self, older, there):
        with Watcher(there.database_url) as watcher:
            restore(there, older)
        assert watcher.seen == [RESTORING, revisions()[-1]]
        assert schema_state(there.database_url) is State.CURRENT

    @pytest.mark.parametrize("step", ["fill_postgres", "lift", "_end"])
    def test_opens_for_nobody_where_it_was_cut_off(self, older, there, monkeypatch, step):
        room = content if step == "fill_postgres" else restoring
        monkeypatch.setattr(room, step, _dies)
        with pytest.raises(ZeroDivisionError):
            restore(there, older)
        with pytest.raises(Unfit, match="cut off"):
            schema_state(there.database_url)
        monkeypatch.undo()
        with pytest.raises(Unfit, match="cut off"):
            restore(there, older)

    def test_can_be_tried_again_where_the_backup_was_refused(self, older, there, monkeypatch):
        def refuses(_address, _pieces):
            raise Unfit("Postgres did not take the backup.")

        monkeypatch.setattr(content, "fill_postgres", refuses)
        with pytest.raises(Unfit, match="did not take"):
            restore(there, older)
        monkeypatch.undo()
        restore(there, older)
        assert schema_state(there.database_url) is State.CURRENT


class Watcher:
    """Looks all the time at which revision a Postgres says that it is.

    Attributes:
        seen: each once, in order; nothing while there was no table.
    """

    def __init__(self, url):
        self.seen = []
        self._url, self._looks, self._ended = url, threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._look)

    def _look(self):
        with psycopg.connect(conninfo(read_url(self._url)), autocommit=True) as server:
            last = False
            while not last:
                last = self._ended.is_set()  # what is so at the end is looked at, too
                with contextlib.suppress(psycopg.errors.UndefinedTable):
                    row = server.execute("SELECT version_num FROM alembic_version").fetchone()
                    if row and row[0] not in self.seen:
                        self.seen.append(row[0])
                self._looks.set()
                time.sleep(0.001)

    def __enter__(self):
        self._thread.start()
        assert self._looks.wait(60)
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()


def _dies(*_args):
    raise ZeroDivisionError


def pour_what_is_there(url, file, revision):
    """Write a backup as the version of that revision would have written it."""
    key = MasterKey(KEY)
    head = Head("postgres", revision, START.isoformat(), "1", key.id.hex(), chunks.new_salt())
    there = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
    with file.open("wb") as target, psycopg.connect(conninfo(read_url(url))) as server:
        sealing = chunks.Sealing(target, head, key)
        for table in SCHEMA.sorted_tables:
            columns = [name for (name,) in server.execute(there, [table.name])]
            if columns:
                told = json.dumps({"table": table.name, "columns": columns}).encode()
                content._put_piece(sealing.write, told)
                content._put_piece(sealing.write, b"")
        content._put_piece(sealing.write, b"")
        sealing.finish()


@pytest.mark.postgres
def test_a_restore_that_was_cut_off_opens_for_nobody(postgres_template):
    url = postgres_template.copy()
    try:
        content.version_is(url, RESTORING)
        with pytest.raises(Unfit, match="cut off"):
            migrate(url, now=START)
    finally:
        postgres_template.drop(url)
