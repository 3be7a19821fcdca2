"""Backups: one sealed file of one moment, put back whole or not at all, and nothing ended revives."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.operations.backup.make import back_up
from app.operations.backup.restore import restore
from app.wiring import open_house
from domain.accounts.records import AccountStatus
from domain.sessions.rules import RESTORED as REASON
from domain.tenants.records import KeyPurpose, KeyState
from persistence.backup import chunks, content
from persistence.backup.chunks import Head
from persistence.engine import open_database
from persistence.faults import Unfit
from persistence.mapping import table_of
from persistence.migrations import State, schema_state
from persistence.migrations.history import lay_out, revisions
from persistence.sealing import KeyRing, MasterKey
from persistence.sqlite_link import make_file
from persistence.statements import Prepared
from persistence.tables.consent import ConsentCurrentRow
from persistence.tables.oauth import ClientGrantRow
from persistence.tables.sessions import SessionRow
from tests.laws.furnish import add_person
from tests.laws.holdings import SYSTEM
from tests.laws.world import a_world
from tests.support.backups import KEY, place
from tests.support.clock import START

LATER = START + timedelta(days=1)
SESSION, GRANT = table_of(SessionRow), table_of(ClientGrantRow)
CURRENT = table_of(ConsentCurrentRow)


def one(settings, statement):
    database = open_database(settings.database_url)
    try:
        return database.read(lambda db: db.one(Prepared(statement, lambda found: found)))
    finally:
        database.close()


def count(table, *where):
    return select(func.count()).select_from(table).where(*where)


def keys_of(house, slug):
    """Return the token keys of a tenant."""
    return house.database.read(
        lambda db: house.works.open(db, slug, SYSTEM).tenant_keys.signing(KeyPurpose.TOKEN)
    )


class TestRestore:
    def test_brings_everything_back_and_revives_nothing(self, house, elsewhere, tmp_path):
        world = a_world(house)
        before = content.counts(house.settings.database_url)
        file = back_up(house.settings, tmp_path / "one.byleave", START).file
        done = restore(elsewhere, file, house.clock)
        for table in ("account", "client", "password", "identifier", "scope", "tenant", "notice"):
            assert done.rows[table] == before[table] > 0, table
        assert schema_state(elsewhere.database_url) is State.CURRENT
        assert done.ended["sessions"] > 0
        assert one(elsewhere, count(SESSION, SESSION.c.ended_at.is_(None))) == 0
        assert one(elsewhere, count(GRANT, GRANT.c.closed_at.is_(None))) == 0
        assert one(elsewhere, count(GRANT, GRANT.c.close_reason == REASON)) == done.ended["grants"]
        assert one(elsewhere, count(CURRENT, CURRENT.c.status == "given")) == 0
        assert done.ended["leave"] > 0
        assert [done.rows[t] for t in ("refresh_token", "opaque_token", "interaction")] == [0] * 3
        slug = world.a.slug
        active = {key.kid for key in keys_of(house, slug) if key.state is KeyState.ACTIVE}
        opened = open_house(elsewhere, house.clock)
        try:
            states = {key.kid: key.state for key in keys_of(opened, slug)}
        finally:
            opened.close()
        assert {states.get(kid, KeyState.RETIRED) for kid in active} == {KeyState.RETIRED}
        assert KeyState.ACTIVE in states.values()

    def test_takes_one_moment_while_others_write(self, house, elsewhere, tmp_path):
        world = a_world(house)
        stop, made = threading.Event(), []

        def write():
            while not stop.is_set():
                world.a.write(lambda work: made.append(_add_person(work, len(made))))

        writer = threading.Thread(target=write)
        writer.start()
        try:
            file = back_up(house.settings, tmp_path / "one.byleave", START).file
        finally:
            stop.set()
            writer.join()
        done = restore(elsewhere, file, house.clock)
        assert done.rows["account"] <= content.counts(house.settings.database_url)["account"]
        assert done.rows["password"] == done.rows["account"] - _without_password(house)


def _without_password(house):
    rows = content.counts(house.settings.database_url)
    return rows["account"] - rows["password"]


def _add_person(work, number):
    return add_person(work, f"person-{number}", AccountStatus.ENABLED)


class TestRefuses:
    def test_another_key(self, backup, tmp_path):
        with pytest.raises(Unfit, match="sealed under master key"):
            restore(place(tmp_path / "second", raw=bytes(32)), backup)
        assert not (tmp_path / "second" / "byleave.db").exists()

    def test_a_file_that_was_cut_at_any_place(self, backup, tmp_path):
        there = place(tmp_path / "second")
        whole = backup.read_bytes()
        for length in (0, 10, 17, 60, 400, len(whole) // 2, len(whole) - 1):
            backup.write_bytes(whole[:length])
            with pytest.raises(Unfit):
                restore(there, backup)
        assert not there.sqlite_file.exists()

    def test_a_file_that_ends_before_its_last_chunk(self, tmp_path):
        key, file = MasterKey(KEY), tmp_path / "big"
        head = Head("sqlite", revisions()[-1], "2026", "1", key.id.hex(), chunks.new_salt())
        with file.open("wb") as target:
            sealing = chunks.Sealing(target, head, key)
            sealing.write(bytes(chunks.CHUNK))
            sealing.write(b"more")
            cut = target.tell()
            sealing.finish()
        assert _read(file, key) == bytes(chunks.CHUNK) + b"more"
        file.write_bytes(file.read_bytes()[:cut])
        with pytest.raises(chunks.BackupBroken, match="cut off"):
            _read(file, key)

    def test_chunks_in_another_order(self, tmp_path):
        key, file = MasterKey(KEY), tmp_path / "big"
        head = Head("sqlite", revisions()[-1], "2026", "1", key.id.hex(), chunks.new_salt())
        with file.open("wb") as target:
            sealing = chunks.Sealing(target, head, key)
            start = target.tell()
            sealing.write(bytes(chunks.CHUNK * 2 + 1))
            sealing.finish()
        whole, size = file.read_bytes(), 4 + chunks.CHUNK + 16
        first, second = whole[start : start + size], whole[start + size : start + 2 * size]
        file.write_bytes(whole[:start] + second + first + whole[start + 2 * size :])
        with pytest.raises(chunks.BackupBroken, match="changed"):
            _read(file, key)

    def test_a_file_in_which_one_bit_differs(self, backup, tmp_path):
        there = place(tmp_path / "second")
        whole = backup.read_bytes()
        for at in (3, 15, 40, 120, 300, len(whole) // 2, len(whole) - 1):
            backup.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(Unfit):
                restore(there, backup)
        backup.write_bytes(whole + b"x")
        with pytest.raises(Unfit, match="changed"):
            restore(there, backup)
        assert not there.sqlite_file.exists()

    def test_a_newer_schema_and_a_newer_form(self, tmp_path):
        key, file, there = MasterKey(KEY), tmp_path / "newer", place(tmp_path / "second")
        head = Head("sqlite", "9999", "2026", "9.9", key.id.hex(), chunks.new_salt())
        with file.open("wb") as target:
            chunks.Sealing(target, head, key).finish()
        with pytest.raises(Unfit, match="newer Byleave"):
            restore(there, file)
        file.write_bytes(file.read_bytes().replace(b"BACKUP 1\n", b"BACKUP 2\n"))
        with pytest.raises(Unfit, match="newer Byleave"):
            restore(there, file)

    def test_a_place_that_holds_something(self, house, tmp_path):
        a_world(house)
        file = back_up(house.settings, tmp_path / "one.byleave", START).file
        with pytest.raises(Unfit, match="There is data"):
            restore(house.settings, file)

    def test_a_backup_of_the_other_engine(self, backup, tmp_path):
        other = replace(place(tmp_path / "second"), database_url="postgresql://nowhere/x")
        with pytest.raises(Unfit, match="is of sqlite"):
            restore(other, backup)

    def test_a_file_that_is_there_already_or_no_backup_at_all(self, sqlite_house, backup, tmp_path):
        with pytest.raises(Unfit, match="already"):
            back_up(sqlite_house.settings, backup, START)
        other = tmp_path / "letter"
        other.write_text("Dear Sir")
        with pytest.raises(Unfit, match="no backup"):
            restore(place(tmp_path / "second"), other)


class TestEarlierSchema:
    def test_is_migrated_after(self, tmp_path):
        first, there = place(tmp_path / "first"), place(tmp_path / "second")
        make_file(first.sqlite_file)
        lay_out(first.database_url, revisions()[-2])
        key, file = MasterKey(KEY), tmp_path / "older"
        head = Head(
            "sqlite", revisions()[-2], START.isoformat(), "1", key.id.hex(), chunks.new_salt()
        )
        with file.open("wb") as target:
            sealing = chunks.Sealing(target, head, key)
            content.pour_sqlite(first.sqlite_file, sealing.write)
            sealing.finish()
        restore(there, file)
        assert schema_state(there.database_url) is State.CURRENT


def _read(file, key):
    with file.open("rb") as source:
        head = chunks.read_head(source)
        found = chunks.fitting_key(head, KeyRing(key))
        return b"".join(chunks.opened(source, head, found))
