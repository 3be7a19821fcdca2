"""Storage at fault: who asks is told to come again, nothing acknowledged is lost, and it mends."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg import errors

from domain.kernel.errors import BUSY, STORAGE_UNAVAILABLE, Refusal
from persistence import sqlite, writer
from persistence.health import ready
from persistence.outage import DISK_FULL, READ_ONLY, SILENT, Outage, told_by_sqlite
from persistence.postgres_outage import told_by_postgres
from persistence.sqlite import SqliteDatabase
from tests.support.disks import (
    files_no_longer_than,
    filled,
    largest,
    small_disk,
    taking_no_writes,
)
from tests.support.slips import ADD, ALL, Gate, a_slip, make_table, words

LONG = "x" * 4_000_000
"""Does not fit where little is left."""


def adding(word):
    slip = a_slip(word)
    return lambda db: db.add(ADD, **slip)


def refused(database, job, **how):
    with pytest.raises(Refusal) as caught:
        database.write(job, **how)
    return caught.value


def said(database, word):
    """Return the cause for which a word is not kept; empty when it is."""
    try:
        database.write(adding(word), durable=word.endswith("5"))
    except Outage as outage:
        return outage.cause
    return ""


class TestFullDisk:
    async def test_is_told_and_passes(self, sqlite_template, tmp_path):
        with small_disk(tmp_path / "disk", 8) as disk:
            url = sqlite_template.copy(disk)
            make_table(url)
            database = SqliteDatabase(disk / "byleave.db")
            database.write(adding("a"))
            with filled(disk):
                tried = {f"b{number:03}": said(database, f"b{number:03}") for number in range(300)}
                assert DISK_FULL in set(tried.values()) <= {"", DISK_FULL}
                kept = ["a", *(word for word, cause in tried.items() if not cause)]
                assert words(database) == kept
                assert await ready(database) == DISK_FULL
            assert await ready(database) is None
            database.write(adding("c"))
            assert words(database) == [*kept, "c"]
            database.close()

    def test_is_felt_through_a_limit_too(self, slips_on_sqlite):
        slips = slips_on_sqlite
        slips.write(adding("a"))
        with files_no_longer_than(largest(slips.path)):
            for _ in range(3):
                refusal = refused(slips, adding(LONG))
                assert refusal.kind is STORAGE_UNAVAILABLE
                assert refusal.retry_after is not None
            assert words(slips) == ["a"]
        slips.write(adding("b"))
        assert words(slips) == ["a", "b"]

    def test_takes_nobody_with_it_who_needs_no_room(self, slips_on_sqlite):
        slips = slips_on_sqlite
        slips.write(adding("a"))
        with files_no_longer_than(largest(slips.path)):
            gate = Gate(slips)
            large = slips.writer.submit(adding(LONG))
            none = slips.writer.submit(lambda db: db.all(ALL))
            gate.open()
            assert isinstance(large.exception(60), Outage)
            assert none.result(60) == ["a"]


class TestReadOnly:
    async def test_is_told_and_passes(self, slips_on_sqlite):
        slips = slips_on_sqlite
        slips.write(adding("a"))
        with taking_no_writes(slips.path):
            assert refused(slips, adding("b")).kind is STORAGE_UNAVAILABLE
            assert words(slips) == ["a"]
            assert await ready(slips) is not None
        assert await ready(slips) is None
        slips.write(adding("c"))
        assert words(slips) == ["a", "c"]

    async def test_is_named_where_sqlite_names_it(self, slips_on_sqlite):
        slips = slips_on_sqlite
        slips.write(lambda db: db._connection.execute("PRAGMA query_only = ON") and None)
        assert refused(slips, adding("b")).cause == READ_ONLY
        assert await ready(slips) == READ_ONLY

    def test_of_a_reader_is_its_own_fault(self, slips_on_sqlite):
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            slips_on_sqlite.read(adding("a"))
        assert words(slips_on_sqlite) == []


class TestReading:
    def test_sees_what_is_new_after_a_fault(self, slips_on_sqlite):
        slips = slips_on_sqlite

        def breaks(db):
            db.all(ALL)
            # Where even the end of a read fails, its moment must not stay for ever.
            raise fault_of(sqlite3.SQLITE_IOERR)

        with pytest.raises(Outage):
            slips.read(breaks)
        slips.write(adding("a"))
        assert words(slips) == ["a"]

    def test_tells_that_the_file_cannot_be_opened(self, slips_on_sqlite, monkeypatch):
        def gone(_path):
            raise fault_of(sqlite3.SQLITE_CANTOPEN)

        monkeypatch.setattr(sqlite, "connect", gone)
        with pytest.raises(Outage):
            words(slips_on_sqlite)
        monkeypatch.undo()
        assert words(slips_on_sqlite) == []


class TestWriter:
    def test_says_why_once_and_after_a_while_again(self, slips_on_sqlite, monkeypatch, caplog):
        def fails(_db):
            raise fault_of(sqlite3.SQLITE_FULL)

        for _ in range(3):
            refused(slips_on_sqlite, fails)
        assert [record.getMessage() for record in caplog.records] == [
            f"the database cannot be used: {DISK_FULL}"
        ]
        monkeypatch.setattr(writer, "TELL_AGAIN", 0.0)
        refused(slips_on_sqlite, fails)
        assert len(caplog.records) == 2

    def test_outlives_a_server_that_fails(self, slips_on_sqlite, monkeypatch):
        slips = slips_on_sqlite
        (server,) = slips.writer.servers
        serve = server.serve
        monkeypatch.setattr(server, "serve", lambda _jobs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            slips.write(adding("a"))
        monkeypatch.setattr(server, "serve", serve)
        slips.write(adding("b"))
        assert words(slips) == ["b"]

    def test_takes_another_connection_where_the_last_cannot_undo(self, slips_on_sqlite):
        slips = slips_on_sqlite
        (server,) = slips.writer.servers

        class Stuck:
            in_transaction = True
            closed = False

            def execute(self, _text):
                raise fault_of(sqlite3.SQLITE_IOERR)

            def close(self):
                self.closed = True

        spoilt, server._connection = server._connection, Stuck()
        stuck = server._connection
        slips.write(adding("a"))
        assert stuck.closed
        assert words(slips) == ["a"]
        spoilt.close()


class TestManyWriters:
    @pytest.mark.slow
    def test_of_one_file_are_kept_or_told_to_come_again(self, sqlite_template, tmp_path):
        url = sqlite_template.copy(tmp_path)
        make_table(url)
        together = threading.Barrier(32)

        def write(number):
            # A connection of its own, as 32 processes would have.
            database = SqliteDatabase(tmp_path / "byleave.db")
            kept = []
            together.wait(60)
            for turn in range(20):
                word = f"{number:02}-{turn:02}"
                with contextlib.suppress(Refusal):
                    database.write(adding(word), durable=turn % 5 == 0)
                    kept.append(word)
            database.close()
            return kept

        with ThreadPoolExecutor(32) as pool:
            kept = sorted(word for words in pool.map(write, range(32)) for word in words)
        database = SqliteDatabase(tmp_path / "byleave.db")
        assert words(database) == kept
        assert len(kept) > 320
        database.close()


def fault_of(code):
    fault = sqlite3.OperationalError("what SQLite says")
    fault.sqlite_errorcode = code
    return fault


class TestTold:
    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            (sqlite3.SQLITE_FULL, STORAGE_UNAVAILABLE),
            (sqlite3.SQLITE_IOERR_WRITE, STORAGE_UNAVAILABLE),
            (sqlite3.SQLITE_READONLY_DBMOVED, STORAGE_UNAVAILABLE),
            (sqlite3.SQLITE_CANTOPEN, STORAGE_UNAVAILABLE),
            (sqlite3.SQLITE_BUSY, BUSY),
            (sqlite3.SQLITE_BUSY_SNAPSHOT, BUSY),
            (sqlite3.SQLITE_LOCKED, BUSY),
        ],
    )
    def test_by_sqlite(self, code, kind):
        assert told_by_sqlite(fault_of(code)).kind is kind

    @pytest.mark.parametrize("code", [sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT_UNIQUE])
    def test_leaves_our_own_faults(self, code):
        fault = fault_of(code)
        assert told_by_sqlite(fault) is fault

    @pytest.mark.parametrize(
        ("fault", "cause"),
        [
            (errors.DiskFull(), DISK_FULL),
            (errors.ReadOnlySqlTransaction(), READ_ONLY),
            (errors.AdminShutdown(), SILENT),
            (errors.CannotConnectNow(), SILENT),
            (errors.TooManyConnections(), SILENT),
            (psycopg.OperationalError("the connection is lost"), SILENT),
        ],
    )
    def test_by_postgres(self, fault, cause):
        assert told_by_postgres(fault).cause == cause

    def test_a_crowd_by_postgres(self):
        assert told_by_postgres(errors.QueryCanceled()).kind is BUSY

    def test_leaves_our_own_faults_on_postgres(self):
        for fault in (errors.UndefinedTable(), ValueError(), None):
            assert told_by_postgres(fault) is fault
        mine = errors.ReadOnlySqlTransaction()
        assert told_by_postgres(mine, reading=True) is mine
