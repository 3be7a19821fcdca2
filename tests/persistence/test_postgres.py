"""What only Postgres does: lost connections, deadlocks, merged rows, notices."""

import contextlib
import threading

import psycopg
import pytest
from sqlalchemy import bindparam, func, select, update

from domain.kernel.errors import BUSY, Refusal
from persistence import notices, postgres_link
from persistence.engine import read_url
from persistence.faults import Unfit
from persistence.outage import Outage
from persistence.postgres import PostgresDatabase, PostgresWriter
from persistence.statements import Prepared
from tests.support.databases import opened
from tests.support.slips import ADD, ALL, SLIP, a_slip


@pytest.mark.postgres
class TestPostgres:
    @pytest.fixture
    def engine_name(self):
        return "postgres"

    def cut(self, slips):
        """End every connection of this database but the one that does it, and wait until they have."""
        with psycopg.connect(slips.conninfo, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    def test_searches_by_index_on_all_connections(self, slips):
        how = Prepared(select(func.current_setting("enable_seqscan")), str)
        assert slips.read(lambda db: db.one(how)) == "off"
        assert slips.write(lambda db: db.one(how)) == "off"

    def test_reads_on_after_its_connections_were_cut(self, slips):
        slips.write(lambda db: db.add(ADD, **a_slip("a")))
        self.cut(slips)
        for _ in range(4):
            assert slips.read(lambda db: db.all(ALL)) == ["a"]

    def test_writes_on_after_its_connections_were_cut(self, slips):
        self.cut(slips)
        for number in range(12):
            slips.write(lambda db, number=number: db.add(ADD, **a_slip(f"{number:02}")))
        assert len(slips.read(lambda db: db.all(ALL))) == 12

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
                    meeting.wait(60)
                db.run(count, id=second["id"])

            return act

        futures = [
            slips.writer.submit(crossing(one, other)),
            slips.writer.submit(crossing(other, one)),
        ]
        for future in futures:
            future.result(60)
        rows = slips.read(lambda db: db.all(Prepared(SLIP.select())))
        assert [row[2] for row in rows] == [2, 2]
        assert sum(server.fallbacks for server in slips.writer.servers) >= 1

    def test_sends_rows_nobody_waits_for_in_one_exchange(self, slips, exchanges):
        def act(db):
            for word in "abc":
                db.add(ADD, **a_slip(word))

        slips.write(act)
        assert [len(each) for each in exchanges] == [3]
        assert all(text.startswith("INSERT INTO slip") for text in exchanges[0])
        assert slips.read(lambda db: db.all(ALL)) == ["a", "b", "c"]

    def test_opens_and_ends_a_transaction_without_an_exchange_of_its_own(self, slips, exchanges):
        def act(db):
            db.all(ALL)
            db.add(ADD, **a_slip("a"))

        slips.write(act)
        begin, first, *_ = exchanges[0]
        assert begin == "BEGIN"
        assert first.startswith("SELECT")
        assert exchanges[1][0].startswith("INSERT")
        assert exchanges[1][1] == "COMMIT"
        assert len(exchanges) == 2

    def test_keeps_nothing_of_rows_of_which_one_cannot_stand(self, slips):
        slips.write(lambda db: db.add(ADD, **a_slip("b")))

        def act(db):
            for word in "abc":
                db.add(ADD, **a_slip(word))

        with pytest.raises(psycopg.errors.UniqueViolation):
            slips.write(act)
        assert slips.read(lambda db: db.all(ALL)) == ["b"]

    def test_says_so_when_a_job_goes_on_after_a_statement_that_failed(self, slips):
        slips.write(lambda db: db.add(ADD, **a_slip("b")))

        def act(db):
            db.run(ADD, **a_slip("a"))
            with contextlib.suppress(psycopg.errors.UniqueViolation):
                db.run(ADD, **a_slip("b"))
            return "kept"

        with pytest.raises(psycopg.errors.InFailedSqlTransaction):
            slips.write(act)
        assert slips.read(lambda db: db.all(ALL)) == ["b"]
        slips.write(lambda db: db.add(ADD, **a_slip("c")))

    def test_a_fault_of_who_carries_rows_keeps_nobody_waiting(self, slips, monkeypatch):
        with monkeypatch.context() as broken:
            broken.setattr(PostgresWriter, "_carry", lambda _writer, _gathered: iter([1 / 0]))
            for _ in range(2):
                with pytest.raises(ZeroDivisionError):
                    slips.writer.submit(lambda db: db.add(ADD, **a_slip("a"))).result(60)
        slips.writer.submit(lambda db: db.add(ADD, **a_slip("b"))).result(60)
        assert slips.read(lambda db: db.all(ALL)) == ["b"]

    def test_hears_what_another_replica_announces(self, slips, database_url):
        heard = threading.Event()
        names = []
        other = opened(database_url)
        other.hear(lambda tenant_id: (names.append(tenant_id), heard.set()))
        for _ in range(300):
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

        for _ in range(300):
            with pytest.raises(ZeroDivisionError):
                slips.write(act)
            slips.write(lambda db: db.announce(b"done"))
            if heard.wait(0.1):
                break
        other.close()
        assert set(names) == {b"done"}

    def test_listens_again_after_its_connection_was_cut(self, slips, database_url, monkeypatch):
        monkeypatch.setattr(notices, "_PAUSE", 0.01)
        heard = threading.Event()
        other = opened(database_url)
        other.hear(lambda _tenant_id: heard.set())
        self.cut(slips)
        for _ in range(300):
            with contextlib.suppress(psycopg.OperationalError):
                slips.write(lambda db: db.announce(b"acme"))
            if heard.wait(0.1):
                break
        other.close()
        assert heard.is_set()

    def test_says_so_when_it_is_too_old(self, database_url, monkeypatch):
        monkeypatch.setattr(postgres_link, "_LEAST_VERSION", 999999)
        with pytest.raises(Unfit, match="too old"):
            PostgresDatabase(read_url(database_url))

    def test_says_so_when_it_is_gone_for_good(self, slips, monkeypatch):
        def gone(_info):
            raise Unfit("Postgres does not answer.")

        self.cut(slips)
        monkeypatch.setattr("persistence.postgres_wire.connect", gone)
        for _ in range(8):
            with pytest.raises(Outage):
                slips.read(lambda db: db.all(ALL))
            with pytest.raises(Outage):
                slips.write(lambda db: db.add(ADD, **a_slip()))

    def test_says_so_when_a_new_connection_is_lost_at_once(self, slips, monkeypatch):
        def lost(_connection):
            raise psycopg.OperationalError("the connection is lost")

        self.cut(slips)
        monkeypatch.setattr("persistence.postgres_wire.Wire", lost)
        for _ in range(8):
            with pytest.raises(Outage):
                slips.read(lambda db: db.all(ALL))
            with pytest.raises(Outage):
                slips.write(lambda db: db.add(ADD, **a_slip()))

    def test_gives_up_a_job_that_is_ended_again_and_again(self, slips):
        tries = []

        def act(db):
            tries.append(1)
            db.all(ALL)
            raise psycopg.errors.SerializationFailure

        with pytest.raises(Refusal) as caught:
            slips.write(act)
        assert caught.value.kind is BUSY
        assert len(tries) == 5

    def test_does_not_quote_a_row_in_an_error(self, slips):
        slips.write(lambda db: db.add(ADD, **a_slip("hunter2")))
        with pytest.raises(psycopg.errors.UniqueViolation) as caught:
            slips.write(lambda db: db.add(ADD, **a_slip("hunter2")))
        assert "hunter2" not in str(caught.value)
        assert "hunter2" not in repr(caught.value)
