"""Jobs that share a transaction."""

from concurrent.futures import ThreadPoolExecutor

from domain.kernel.errors import Refusal, RefusalKind
from persistence.sqlite import SqliteDatabase
from tests.support.slips import (
    ADD,
    ALL,
    COUNT,
    GET,
    SPEND,
    TAKE,
    Gate,
    a_slip,
    count_of,
    kept,
    words,
)

NO = RefusalKind("test_no", "No.", "There is no way out of a test.")


class TestGroup:
    def test_isolates_the_one_at_fault_and_the_one_that_refuses(self, slips):
        id_ = kept(slips, "kept")

        def good(word):
            return lambda db: db.add(ADD, **a_slip(word)) or word

        def faulty(db):
            db.add(ADD, **a_slip("faulty"))
            raise ZeroDivisionError

        def refusing(db):
            db.run(SPEND, id=id_)
            raise Refusal(NO)

        gate = Gate(slips)
        jobs = [good("a"), faulty, good("b"), refusing, good("c"), good("d")]
        futures = [slips.writer.submit(job, durable=place == 0) for place, job in enumerate(jobs)]
        gate.open()
        errors = [type(future.exception(60)) for future in futures]
        none = type(None)
        assert errors == [none, ZeroDivisionError, none, Refusal, none, none]
        assert words(slips) == ["a", "b", "c", "d", "kept"]
        assert count_of(slips, id_) == 1
        assert sum(server.fallbacks for server in slips.writer.servers) == 0

    def test_gives_each_job_a_fresh_db(self, slips):
        id_ = kept(slips)

        def refusing(db):
            db.run(SPEND, id=id_)
            raise Refusal(NO)

        gate = Gate(slips)
        changing = slips.writer.submit(lambda db: db.run(COUNT, id=id_))
        refused = slips.writer.submit(refusing)
        gate.open()
        assert changing.result(60) == 1
        assert isinstance(refused.exception(60), Refusal)

    def test_runs_the_jobs_one_by_one_when_the_transaction_is_lost(self, slips_on_sqlite):
        slips = slips_on_sqlite
        tries = []

        def losing(db):
            tries.append(1)
            db.add(ADD, **a_slip("lost"))
            db._connection.execute("ROLLBACK")  # as SQLite itself does on a full disk
            raise OSError("disk full")

        gate = Gate(slips)
        before = slips.writer.submit(lambda db: db.add(ADD, **a_slip("a")))
        lost = slips.writer.submit(losing)
        after = slips.writer.submit(lambda db: db.add(ADD, **a_slip("b")))
        gate.open()
        assert before.exception(60) is None
        assert after.exception(60) is None
        assert lost.exception(60) is not None
        assert words(slips) == ["a", "b"]
        assert slips.writer.servers[0].fallbacks == 1

    def test_keeps_nothing_that_ran_after_a_lost_transaction(self, slips_on_sqlite):
        slips = slips_on_sqlite

        def losing(db):
            db._connection.execute("ROLLBACK")  # and says nothing of it

        def faulty(db):
            db.add(ADD, **a_slip("faulty"))
            raise ZeroDivisionError

        gate = Gate(slips)
        futures = [
            slips.writer.submit(job)
            for job in (losing, faulty, lambda db: db.add(ADD, **a_slip("good")))
        ]
        gate.open()
        errors = [type(future.exception(60)).__name__ for future in futures]
        assert errors == ["OperationalError", "ZeroDivisionError", "NoneType"]
        assert words(slips) == ["good"]
        assert slips.writer.servers[0].fallbacks == 1

    def test_needs_no_savepoint_where_nothing_is_undone(self, slips_on_sqlite):
        said = []
        slips_on_sqlite.write(lambda db: db._connection.set_trace_callback(said.append))
        gate = Gate(slips_on_sqlite)
        futures = [slips_on_sqlite.writer.submit(lambda db: db.all(ALL)) for _ in range(3)]
        gate.open()
        for future in futures:
            future.result(60)
        slips_on_sqlite.write(lambda db: db._connection.set_trace_callback(None))
        assert not [each for each in said if "SAVEPOINT" in each]
        assert said[-4:].count("COMMIT") == 1

    def test_takes_at_most_64_jobs_into_one_transaction(self, slips_on_sqlite):
        groups = []
        server = slips_on_sqlite.writer.servers[0]
        serve = server.serve
        server.serve = lambda jobs: groups.append(len(jobs)) or serve(jobs)
        gate = Gate(slips_on_sqlite)
        futures = [slips_on_sqlite.writer.submit(lambda db: db.all(ALL)) for _ in range(100)]
        gate.open()
        for future in futures:
            future.result(60)
        assert groups == [1, 64, 36]  # the first one is the gate itself


class TestDurability:
    def level(self, db):
        return db._connection.execute("PRAGMA synchronous").fetchone()[0]

    def test_is_full_where_the_job_asks_and_normal_elsewhere(self, slips_on_sqlite):
        normal, full = 1, 2
        assert slips_on_sqlite.write(self.level) == normal
        assert slips_on_sqlite.write(self.level, durable=True) == full
        assert slips_on_sqlite.write(self.level) == normal

    def test_of_a_group_is_that_of_its_strictest_member(self, slips_on_sqlite):
        gate = Gate(slips_on_sqlite)
        futures = [
            slips_on_sqlite.writer.submit(self.level, durable=place == 2) for place in range(3)
        ]
        gate.open()
        assert [future.result(60) for future in futures] == [2, 2, 2]


class TestContention:
    def test_atomic_consume_gives_one_of_forty_the_slip(self, slips):
        id_ = kept(slips, "a")
        with ThreadPoolExecutor(40) as pool:
            got = list(pool.map(lambda _: slips.write(lambda db: db.one(TAKE, id=id_)), range(40)))
        assert [each for each in got if each] == ["a"]

    def test_is_never_seen_by_32_threads_that_read_and_write(self, slips):
        id_ = kept(slips)

        def act(_):
            for _ in range(10):
                slips.read(lambda db: db.one(GET, id=id_), snapshot=True)
                slips.write(lambda db: (db.one(GET, id=id_), db.run(COUNT, id=id_)))

        with ThreadPoolExecutor(32) as pool:
            list(pool.map(act, range(32)))
        assert count_of(slips, id_) == 320

    def test_of_two_processes_on_one_file_is_waited_out(self, slips_on_sqlite):
        other = SqliteDatabase(slips_on_sqlite.path)
        id_ = kept(slips_on_sqlite)

        def act(database):
            for _ in range(50):
                database.write(lambda db: db.run(COUNT, id=id_))

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(act, (slips_on_sqlite, other)))
        other.close()
        assert count_of(slips_on_sqlite, id_) == 100
