import contextlib
import sqlite3
import stat
import threading

import pytest
from sqlalchemy import text as sql

from domain.kernel.errors import BUSY, Refusal
from persistence.engine import open_database, read_url
from persistence.faults import Unfit
from persistence.health import ready
from persistence.sqlite_link import connect
from persistence.statements import Prepared
from tests.support.slips import ADD, ALL, a_slip


class TestReadUrl:
    @pytest.mark.parametrize(
        "text", ["", "byleave", "mysql://host/name", "sqlite://", "sqlite:///:memory:"]
    )
    def test_refuses_what_is_not_kept_and_names_the_setting(self, text):
        with pytest.raises(Unfit, match="BYLEAVE_DATABASE_URL"):
            read_url(text)

    @pytest.mark.parametrize(
        "text",
        ["mysql://ada:hunter2@host/name", "postgresql://:hunter2", "postgresql://h:hunter2/n"],
    )
    def test_does_not_show_a_password(self, text):
        with pytest.raises(Unfit) as caught:
            read_url(text)
        assert "hunter2" not in str(caught.value)


class TestOpen:
    def test_refuses_a_folder_that_is_not_there(self, tmp_path):
        with pytest.raises(Unfit, match="There is no folder"):
            open_database(f"sqlite:///{tmp_path}/none/byleave.db")

    @pytest.mark.postgres
    def test_refuses_a_server_that_does_not_answer(self, tmp_path):
        with pytest.raises(Unfit, match="Postgres does not answer") as caught:
            open_database(f"postgresql://ada:hunter2@/none?host={tmp_path}")
        assert "hunter2" not in str(caught.value)

    def test_opens_what_the_url_names(self, database_url):
        database = open_database(database_url)
        assert database_url.startswith(database.name)
        database.close()


class TestSqlite:
    def test_is_for_its_owner_alone(self, slips_on_sqlite):
        slips_on_sqlite.write(lambda db: db.add(ADD, **a_slip()))
        folder = slips_on_sqlite.path.parent
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.glob("byleave.db*")
        }
        assert set(modes.values()) == {0o600}
        assert "byleave.db-wal" in modes

    def test_keeps_its_settings_on_every_connection(self, slips_on_sqlite):
        def settings(db):
            names = ("journal_mode", "foreign_keys", "secure_delete", "busy_timeout", "temp_store")
            return [db._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

        assert slips_on_sqlite.write(settings) == ["wal", 1, 1, 5000, 2]
        assert slips_on_sqlite.read(settings) == ["wal", 1, 1, 5000, 2]

    def test_gives_each_thread_a_reader_of_its_own(self, slips_on_sqlite):
        seen = []

        def look():
            seen.append(slips_on_sqlite.read(lambda db: id(db._connection)))
            seen.append(slips_on_sqlite.read(lambda db: id(db._connection)))

        threads = [threading.Thread(target=look) for _ in range(2)]
        for thread in threads:
            thread.start()
            thread.join()
        assert seen[0] == seen[1] != seen[2] == seen[3]

    def test_leaves_one_whole_file_when_it_closes(self, slips_on_sqlite):
        slips_on_sqlite.write(lambda db: db.add(ADD, **a_slip("a")))
        slips_on_sqlite.close()
        with sqlite3.connect(slips_on_sqlite.path) as connection:
            assert connection.execute("SELECT word FROM slip").fetchall() == [("a",)]
        connection.close()

    def test_does_not_keep_what_was_erased(self, slips_on_sqlite):
        slips_on_sqlite.write(lambda db: db.add(ADD, **a_slip("remember-me-not")))
        slips_on_sqlite.write(lambda db: db._connection.execute("DELETE FROM slip") and None)
        slips_on_sqlite.close()
        assert b"remember-me-not" not in slips_on_sqlite.path.read_bytes()

    def test_does_not_make_a_missing_file_by_connecting(self, tmp_path):
        with pytest.raises(sqlite3.OperationalError):
            connect(tmp_path / "none.db")
        assert list(tmp_path.iterdir()) == []


class TestSnapshot:
    def test_sees_one_moment(self, slips):
        def look(db):
            before = db.all(ALL)
            thread = threading.Thread(
                target=lambda: slips.write(lambda other: other.add(ADD, **a_slip("new")))
            )
            thread.start()
            thread.join()
            return before, db.all(ALL)

        assert slips.read(look, snapshot=True) == ([], [])
        assert slips.read(lambda db: db.all(ALL)) == ["new"]

    def test_ends_with_its_job(self, slips):
        with pytest.raises(ZeroDivisionError):
            slips.read(lambda db: (db.all(ALL), 1 / 0), snapshot=True)
        slips.write(lambda db: db.add(ADD, **a_slip("a")))
        assert slips.read(lambda db: db.all(ALL), snapshot=True) == ["a"]


class TestReady:
    async def test_has_nothing_to_say_when_all_is_well(self, database):
        assert await ready(database) is None

    async def test_names_the_command_when_the_schema_is_not_this_one(self, slips):
        slips.write(lambda db: db.run(_OLDER))
        assert "byleave migrate" in await ready(slips)

    async def test_says_so_when_nothing_answers(self, slips):
        slips.write(lambda db: db.run(_GONE))
        assert await ready(slips) == "The database does not answer."


def _plain(text):
    return Prepared(sql(text))


_OLDER = _plain("UPDATE alembic_version SET version_num = '0001'")
_GONE = _plain("ALTER TABLE alembic_version RENAME TO gone")


class TestBusy:
    def test_is_what_a_file_held_by_another_process_means(self, slips_on_sqlite):
        slips_on_sqlite.write(
            lambda db: db._connection.execute("PRAGMA busy_timeout = 20") and None
        )
        with contextlib.closing(connect(slips_on_sqlite.path)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Refusal) as caught:
                slips_on_sqlite.write(lambda db: db.add(ADD, **a_slip("a")))
            other.execute("ROLLBACK")
        assert caught.value.kind is BUSY
        slips_on_sqlite.write(lambda db: db.add(ADD, **a_slip("b")))
        assert slips_on_sqlite.read(lambda db: db.all(ALL)) == ["b"]

    async def test_is_told_by_readiness(self, database, monkeypatch):
        async def busy(_job):
            raise Refusal(BUSY)

        monkeypatch.setattr(database, "reading", busy)
        assert "Too much is going on" in await ready(database)
