import contextlib
import sqlite3
import stat
import threading

import psycopg
import pytest
from sqlalchemy import bindparam, update
from sqlalchemy import text as sql

from persistence.engine import open_database, read_url
from persistence.faults import Unfit
from persistence.health import ready
from persistence.sqlite import connect
from persistence.statements import Prepared
from tests.support.databases import opened
from tests.support.slips import ADD, ALL, SLIP, a_slip


class TestReadUrl:
    @pytest.mark.parametrize(
        "text", ["", "byleave", "mysql://host/name", "sqlite://", "sqlite:///:memory:"]
    )
    def test_refuses_what_is_not_kept_and_names_the_setting(self, text):
        with pytest.raises(Unfit, match="BYLEAVE_DATABASE_URL"):
            read_url(text)

    def test_does_not_show_a_password(self):
        with pytest.raises(Unfit) as caught:
            read_url("mysql://ada:hunter2@host/name")
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


@pytest.mark.postgres
class TestPostgres:
    @pytest.fixture
    def engine_name(self):
        return "postgres"

    def cut(self, slips):
        """End every connection of this database but the one that does it."""
        with psycopg.connect(slips.conninfo, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    def test_reads_on_after_its_connections_were_cut(self, slips):
        slips.write(lambda db: db.add(ADD, **a_slip("a")))
        self.cut(slips)
        for _ in range(4):
            assert slips.read(lambda db: db.all(ALL)) == ["a"]

    def test_writes_on_after_its_connections_were_cut(self, slips):
        self.cut(slips)
        done = 0
        for number in range(12):
            # Each of the four writers finds out once.
            with contextlib.suppress(psycopg.OperationalError):
                slips.write(lambda db, number=number: db.add(ADD, **a_slip(f"{number:02}")))
                done += 1
        assert done >= 8
        assert len(slips.read(lambda db: db.all(ALL))) == done

    def test_runs_a_job_again_that_was_ended_for_another_ones_sake(self, slips):
        one, other = a_slip("a"), a_slip("b")
        slips.write(lambda db: [db.add(ADD, **slip) for slip in (one, other)] and None)
        count = Prepared(
            update(SLIP).where(SLIP.c.id == bindparam("id")).values(count=SLIP.c.count + 1)
        )
        meeting = threading.Barrier(2)

        def crossing(first, second):
            met = []

            def act(db):
                db.run(count, id=first["id"])
                if not met:
                    met.append(1)
                    meeting.wait(10)
                db.run(count, id=second["id"])

            return act

        futures = [
            slips.writer.submit(crossing(one, other)),
            slips.writer.submit(crossing(other, one)),
        ]
        for future in futures:
            future.result(20)
        rows = slips.read(lambda db: db.all(Prepared(SLIP.select())))
        assert [row[2] for row in rows] == [2, 2]
        assert sum(server.fallbacks for server in slips.writer.servers) == 1

    def test_sends_rows_nobody_waits_for_in_one_statement(self, slips, database_url):
        def act(db):
            for word in "abc":
                db.add(ADD, **a_slip(word))

        seen = []
        database = opened(database_url)
        for server in database.writer.servers:
            connection = server._connection
            connection.cursor_factory = type(
                "Listening",
                (connection.cursor_factory,),
                {
                    "execute": lambda cursor, text, *rest: (
                        seen.append(text) or psycopg.Cursor.execute(cursor, text, *rest)
                    )
                },
            )
        database.write(act)
        database.close()
        assert len(seen) == 1
        assert seen[0].count("INSERT INTO slip") == 3
        assert slips.read(lambda db: db.all(ALL)) == ["a", "b", "c"]

    def test_hears_what_another_replica_announces(self, slips, database_url):
        heard = threading.Event()
        names = []
        other = opened(database_url)
        other.hear(lambda tenant_id: (names.append(tenant_id), heard.set()))
        for _ in range(50):
            slips.write(lambda db: db.announce(b"acme"))
            if heard.wait(0.1):
                break
        other.close()
        assert names[0] == b"acme"

    def test_does_not_announce_what_was_undone(self, slips, database_url):
        heard = threading.Event()
        names = []
        other = opened(database_url)
        other.hear(lambda tenant_id: (names.append(tenant_id), heard.set()))

        def act(db):
            db.announce(b"undone")
            raise ZeroDivisionError

        for _ in range(50):
            with pytest.raises(ZeroDivisionError):
                slips.write(act)
            slips.write(lambda db: db.announce(b"done"))
            if heard.wait(0.1):
                break
        other.close()
        assert set(names) == {b"done"}


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
