import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import column, create_engine, insert, table, text

from domain.audit.records import LeafSource
from domain.audit.sequence import chain
from persistence.engine import read_url
from persistence.faults import Unfit
from persistence.mapping import table_of
from persistence.migrations import State, migrate, schema_state
from persistence.tables import SCHEMA
from persistence.tables.tenants import TenantRow
from persistence.types import Raw, Utc
from tests.support.clock import START
from tests.support.databases import HELD_UP, opened
from tests.support.factories import a_leaf, a_tenant, digest
from tests.support.stage import Stage

TENANT = table_of(TenantRow)


@pytest.fixture
def empty_url(engine_name, tmp_path, request):
    """A database without a table, on each engine in turn."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path}/new.db"
        return
    template = request.getfixturevalue("postgres_template")
    url = template.copy(empty=True)
    yield url
    template.drop(url)


@contextmanager
def connected(url):
    target = read_url(url)
    if target.get_backend_name() != "sqlite":
        target = target.set(drivername="postgresql+psycopg")
    engine = create_engine(target)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def run(url, *statements):
    with connected(url) as connection:
        for statement in statements:
            connection.execute(text(statement))


def differences(url):
    target = read_url(url)
    if target.get_backend_name() != "sqlite":
        target = target.set(drivername="postgresql+psycopg")
    engine = create_engine(target)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        found = compare_metadata(context, SCHEMA)
    engine.dispose()
    return found


class TestMigrate:
    def test_makes_the_schema_of_an_empty_database_and_no_snapshot(self, empty_url):
        assert schema_state(empty_url) is State.EMPTY
        assert migrate(empty_url, now=START) is None
        assert schema_state(empty_url) is State.CURRENT

    def test_makes_exactly_what_the_tables_say(self, database_url):
        assert differences(database_url) == []

    def test_does_nothing_the_second_time(self, database_url):
        assert migrate(database_url, now=START) is None
        assert schema_state(database_url) is State.CURRENT

    def test_refuses_a_database_of_a_newer_version(self, database_url):
        run(database_url, "UPDATE alembic_version SET version_num = '9999'")
        assert schema_state(database_url) is State.AHEAD
        with pytest.raises(Unfit, match="newer Byleave"):
            migrate(database_url, now=START)

    def test_refuses_the_tables_of_something_else(self, empty_url):
        run(empty_url, "CREATE TABLE other (id INTEGER)")
        with pytest.raises(Unfit, match="something else"):
            migrate(empty_url, now=START)

    @pytest.mark.parametrize("damage", [slice(0, 100), slice(100, 4096)], ids=["head", "tables"])
    def test_refuses_a_file_that_was_damaged(self, sqlite_template, tmp_path, damage):
        url = sqlite_template.copy(tmp_path)
        file = tmp_path / "byleave.db"
        content = bytearray(file.read_bytes())
        content[damage] = b"x" * len(content[damage])
        file.write_bytes(content)
        with pytest.raises(Unfit, match=r"byleave.db cannot be read .*byleave restore"):
            schema_state(url)

    def test_goes_on_from_where_the_database_stands(self, empty_url, monkeypatch):
        go_back(empty_url)
        assert schema_state(empty_url) is State.BEHIND
        snapshot = migrate(empty_url, now=START)
        assert schema_state(empty_url) is State.CURRENT
        assert differences(empty_url) == []
        assert (snapshot is not None) == empty_url.startswith("sqlite")


class TestSnapshot:
    @pytest.fixture
    def url(self, tmp_path):
        url = f"sqlite:///{tmp_path}/byleave.db"
        go_back(url)
        run(url, "INSERT INTO ticket VALUES (x'01', 'before', 0)")
        return url

    def test_lies_next_to_the_file_for_its_owner_alone(self, url, tmp_path):
        snapshot = migrate(url, now=START)
        assert snapshot == tmp_path / "byleave.db.before-20260301T120000Z"
        assert snapshot.stat().st_mode & 0o777 == 0o600

    def test_holds_what_was_there_before(self, url):
        snapshot = migrate(url, now=START)
        connection = sqlite3.connect(snapshot)
        assert connection.execute("SELECT purpose FROM ticket").fetchall() == [("before",)]
        stored = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        connection.close()
        assert stored == [("0001",)]

    def test_is_not_taken_when_nothing_is_pending(self, url, tmp_path):
        migrate(url, now=START)
        assert migrate(url, now=START + timedelta(seconds=1)) is None
        assert len(list(Path(tmp_path).glob("*.before-*"))) == 1


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path):
    url = f"sqlite:///{tmp_path}/byleave.db"
    go_back(url)
    run(url, "CREATE TABLE interaction (id INTEGER)")  # in the way of the third revision
    with pytest.raises(Exception, match="already exists"):
        migrate(url, now=START)
    connection = sqlite3.connect(tmp_path / "byleave.db")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    stored = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    connection.close()
    assert "account" not in tables
    assert stored == [("0001",)]


LOG_BEFORE = table(
    "log_leaf",
    *(column(name, Raw()) for name in ("tenant_id", "id", "leaf", "entry_hash")),
    *(column(name) for name in ("source", "seq")),
    column("at", Utc()),
)


def test_leaves_keep_their_places_and_those_without_one_go_on_waiting(empty_url):
    tenant = a_tenant()
    chained = [a_leaf(seq=seq, entry_hash=digest()) for seq in (1, 2, 3)]
    waiting = [a_leaf(source=source) for source in LeafSource]
    go_back(empty_url, "0017")
    with connected(empty_url) as connection:
        values = asdict(tenant) | {"policy": tenant.policy, "branding": tenant.branding}
        connection.execute(insert(TENANT).values(**values, subject_key_sealed=b""))
        for leaf in (*waiting, *reversed(chained)):
            connection.execute(insert(LOG_BEFORE).values(tenant_id=tenant.id, **asdict(leaf)))
    migrate(empty_url, now=START)
    database = opened(empty_url)
    try:
        stage = Stage(database)
        assert list(stage.read(lambda work: work.log.after(0, 9))) == chained
        assert list(stage.read(lambda work: work.log.pending(9))) == waiting
        assert stage.read(lambda work: work.log.get(waiting[1].id)) == waiting[1]
        assert list(stage.write(lambda work: chain(work, 9)))[-1].seq == 5
    finally:
        database.close()


class TestBesideAnOlderProcess:
    @pytest.fixture
    def engine_name(self):
        return "postgres"

    @pytest.mark.postgres
    @pytest.mark.parametrize("placing", [True, False])
    def test_a_leaf_under_way_is_there_once(self, empty_url, placing):
        tenant, waiting, coming = a_tenant(), a_leaf(), a_leaf()
        go_back(empty_url, "0017")
        with connected(empty_url) as connection:
            values = asdict(tenant) | {"policy": tenant.policy, "branding": tenant.branding}
            connection.execute(insert(TENANT).values(**values, subject_key_sealed=b""))
            connection.execute(insert(LOG_BEFORE).values(tenant_id=tenant.id, **asdict(waiting)))
        migrating = threading.Thread(target=migrate, args=(empty_url,), kwargs={"now": START})
        with connected(empty_url) as older:
            if placing:
                older.execute(text("UPDATE log_leaf SET seq = 1, entry_hash = leaf"))
            else:
                older.execute(insert(LOG_BEFORE).values(tenant_id=tenant.id, **asdict(coming)))
            migrating.start()
            self.wait_for_a_lock(empty_url)
        migrating.join(60)
        database = opened(empty_url)
        try:
            stage = Stage(database)
            placed = [leaf.id for leaf in stage.read(lambda work: work.log.after(0, 9))]
            pending = [leaf.id for leaf in stage.read(lambda work: work.log.pending(9))]
        finally:
            database.close()
        assert placed == ([waiting.id] if placing else [])
        assert pending == ([] if placing else [waiting.id, coming.id])

    def wait_for_a_lock(self, url):
        ends_at = time.monotonic() + 60
        held = text(f"SELECT count(*) {HELD_UP}")
        while True:
            with connected(url) as connection:
                if connection.execute(held).scalar():
                    return
            assert time.monotonic() < ends_at
            time.sleep(0.02)


def test_every_revision_is_named_by_its_file():
    from persistence.migrations.history import head, revisions
    from persistence.migrations.line import line

    walked = line()
    assert tuple(sorted(each.revision for each in walked.walk_revisions())) == revisions()
    assert walked.get_current_head() == head()


def test_alembic_is_not_loaded_to_learn_that_nothing_is_to_be_done(tmp_path):
    look = f"""
import sys
from persistence.migrations import schema_state
import app.wiring
assert schema_state("sqlite:///{tmp_path}/none.db").value == "empty"
assert "alembic" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", look], check=True)


def go_back(url, revision="0001"):
    """Bring a database to an earlier revision, as an older version would have left it."""
    from persistence.migrations import history
    from persistence.migrations.line import upgrade

    with (
        history._connected(read_url(url))
        if not history._missing(read_url(url))
        else _made(url) as connection
    ):
        upgrade(connection, revision)


def _made(url):
    from persistence.migrations import history
    from persistence.sqlite_link import make_file

    make_file(Path(str(read_url(url).database)))
    return history._connected(read_url(url))
