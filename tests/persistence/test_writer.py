import asyncio
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.kernel.errors import BUSY, Refusal, kind
from persistence.faults import RefusedAfterChange, WriteInsideWrite
from persistence.sqlite import SqliteDatabase
from tests.support.slips import ADD, ALL, COUNT, DROP, GET, NOTE, SPEND, TAKE, a_slip

NO = kind("test_no", "No.", "There is no way out of a test.")


def kept(slips, word=None):
    slip = a_slip(word)
    slips.write(lambda db: db.add(ADD, **slip))
    return slip["id"]


def words(slips):
    return slips.read(lambda db: db.all(ALL))


def count_of(slips, id_):
    return slips.read(lambda db: db.one(GET, id=id_))[2]


class Gate:
    """Holds the writer's threads, so that jobs gather behind them."""

    def __init__(self, database):
        self._open = threading.Event()
        self._held = [database.writer.submit(self._wait) for _ in database.writer.servers]
        for _ in database.writer.servers:
            self._arrived.acquire(timeout=10)

    _arrived = threading.Semaphore(0)

    def _wait(self, _db):
        self._arrived.release()
        self._open.wait(10)

    def open(self):
        self._open.set()
        for held in self._held:
            held.result(10)


class TestWrite:
    def test_commits_on_return(self, slips):
        assert slips.write(lambda db: db.add(ADD, **a_slip("a")) or 7) == 7
        assert words(slips) == ["a"]

    def test_undoes_everything_on_a_fault(self, slips):
        def act(db):
            db.add(ADD, **a_slip("a"))
            db.all(ALL)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            slips.write(act)
        assert words(slips) == []

    def test_sees_what_it_added_itself(self, slips):
        def act(db):
            for word in "abc":
                db.add(ADD, **a_slip(word))
            return db.all(ALL)

        assert slips.write(act) == ["a", "b", "c"]

    def test_keeps_more_rows_than_one_statement_merges(self, slips):
        def act(db):
            for number in range(21):
                db.add(ADD, **a_slip(f"{number:02}"))

        slips.write(act)
        assert len(words(slips)) == 21

    def test_undoes_all_rows_when_the_last_one_is_at_fault(self, slips):
        def act(db):
            for number in range(20):
                db.add(ADD, **a_slip(f"{number:02}"))
            db.add(ADD, **a_slip("00"))

        with pytest.raises(Exception, match=r"(?i)unique"):
            slips.write(act)
        assert words(slips) == []

    def test_goes_on_after_a_fault(self, slips):
        for _ in range(6):
            with pytest.raises(ZeroDivisionError):
                slips.write(lambda _db: 1 / 0)
        kept(slips, "a")
        assert words(slips) == ["a"]

    def test_is_not_possible_in_a_read(self, slips):
        with pytest.raises(Exception, match=r"(?i)read-?only"):
            slips.read(lambda db: db.run(ADD, **a_slip()))
        assert words(slips) == []

    def test_does_not_wait_for_another_of_its_own_queue(self, slips):
        with pytest.raises(WriteInsideWrite):
            slips.write(lambda _db: slips.write(lambda db: db.all(ALL)))


class TestRefusal:
    def test_keeps_its_evidence(self, slips):
        id_ = kept(slips)

        def act(db):
            db.run(SPEND, id=id_)
            db.add(NOTE, **a_slip("note"))
            raise Refusal(NO)

        with pytest.raises(Refusal):
            slips.write(act)
        assert count_of(slips, id_) == 1
        assert "note" in words(slips)

    def test_keeps_what_was_consumed(self, slips):
        id_ = kept(slips, "a")

        def act(db):
            db.one(TAKE, id=id_)
            raise Refusal(NO)

        with pytest.raises(Refusal):
            slips.write(act)
        assert words(slips) == []

    @pytest.mark.parametrize(
        "change",
        [
            lambda db, id_: db.run(COUNT, id=id_),
            lambda db, id_: db.one(DROP, id=id_),
            lambda db, id_: db.all(DROP, id=id_),
            lambda db, id_: db.add(ADD, **a_slip("more")),
        ],
        ids=["run", "one", "all", "add"],
    )
    def test_after_a_change_is_a_fault_and_undoes_all(self, slips, change):
        id_ = kept(slips, "a")

        def act(db):
            db.run(SPEND, id=id_)
            change(db, id_)
            raise Refusal(NO)

        with pytest.raises(RefusedAfterChange) as caught:
            slips.write(act)
        assert isinstance(caught.value.__cause__, Refusal)
        assert words(slips) == ["a"]
        assert count_of(slips, id_) == 0

    def test_after_a_compare_and_set_that_was_lost_keeps_its_evidence(self, slips):
        id_ = kept(slips)

        def act(db):
            db.run(SPEND, id=id_)
            if not db.run(COUNT, id=bytes(16)):
                raise Refusal(NO)

        with pytest.raises(Refusal):
            slips.write(act)
        assert count_of(slips, id_) == 1


class TestAfterCommit:
    def test_acts_once_the_commit_is_there(self, slips):
        seen = []

        def act(db):
            db.add(ADD, **a_slip("a"))
            db.after_commit(lambda: seen.append(words(slips)) or None)

        if slips.name == "sqlite":
            slips.write(act)
            assert seen == [["a"]]
        else:
            slips.write(lambda db: db.after_commit(lambda: seen.append(1)))
            assert seen == [1]

    def test_does_not_act_when_the_job_was_undone(self, slips):
        seen = []

        def act(db):
            db.after_commit(lambda: seen.append(1))
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            slips.write(act)
        assert seen == []

    def test_acts_after_a_refusal_too(self, slips):
        seen = []

        def act(db):
            db.after_commit(lambda: seen.append(1))
            raise Refusal(NO)

        with pytest.raises(Refusal):
            slips.write(act)
        assert seen == [1]

    def test_logs_a_fault_and_keeps_the_commit(self, slips, caplog):
        def act(db):
            db.add(ADD, **a_slip("a"))
            db.after_commit(lambda: 1 / 0)

        with caplog.at_level(logging.ERROR):
            slips.write(act)
        assert words(slips) == ["a"]
        assert "after the commit" in caplog.text


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
        errors = [type(future.exception(10)) for future in futures]
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
        assert changing.result(10) == 1
        assert isinstance(refused.exception(10), Refusal)

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
        assert before.exception(10) is None
        assert after.exception(10) is None
        assert lost.exception(10) is not None
        assert words(slips) == ["a", "b"]
        assert slips.writer.servers[0].fallbacks == 1

    def test_takes_at_most_64_jobs_into_one_transaction(self, slips_on_sqlite):
        groups = []
        server = slips_on_sqlite.writer.servers[0]
        serve = server.serve
        server.serve = lambda jobs: groups.append(len(jobs)) or serve(jobs)
        gate = Gate(slips_on_sqlite)
        futures = [slips_on_sqlite.writer.submit(lambda db: db.all(ALL)) for _ in range(100)]
        gate.open()
        for future in futures:
            future.result(10)
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
        assert [future.result(10) for future in futures] == [2, 2, 2]


class TestQueue:
    def test_refuses_when_too_many_wait(self, sqlite_template, tmp_path):
        sqlite_template.copy(tmp_path)
        database = SqliteDatabase(tmp_path / "byleave.db", queue=3)
        gate = Gate(database)
        futures = [database.writer.submit(lambda _db: 1) for _ in range(3)]
        assert database.writer.waiting() == 3
        with pytest.raises(Refusal) as caught:
            database.writer.submit(lambda _db: 1)
        assert caught.value.kind is BUSY
        gate.open()
        assert [future.result(10) for future in futures] == [1, 1, 1]
        database.close()

    def test_finishes_what_waits_when_it_closes(self, slips):
        gate = Gate(slips)
        futures = [slips.writer.submit(lambda _db: 1) for _ in range(20)]
        closing = threading.Thread(target=slips.close)
        closing.start()
        gate.open()
        closing.join(10)
        assert [future.result(0) for future in futures] == [1] * 20

    def test_refuses_once_it_is_closed(self, slips):
        slips.close()
        with pytest.raises(Refusal):
            slips.write(lambda _db: 1)

    def test_commits_the_job_of_a_caller_who_went_away(self, slips):
        gate = Gate(slips)
        future = slips.writer.submit(lambda db: db.add(ADD, **a_slip("a")))
        assert future.cancel()
        gate.open()
        deadline = time.monotonic() + 10
        while words(slips) != ["a"]:
            assert time.monotonic() < deadline
            time.sleep(0.01)


class TestAwaited:
    async def test_writes_are_answered_after_their_commit(self, slips):
        async def one(word):
            await slips.writing(lambda db: db.add(ADD, **a_slip(word)), durable=True)
            return word in await slips.reading(lambda db: db.all(ALL))

        assert all(await asyncio.gather(*(one(f"{number:02}") for number in range(64))))

    async def test_refusals_reach_their_caller(self, slips):
        def act(_db):
            raise Refusal(NO)

        with pytest.raises(Refusal):
            await slips.writing(act)
        with pytest.raises(Refusal):
            await slips.reading(act)

    async def test_a_caller_who_went_away_harms_nobody(self, slips):
        gate = Gate(slips)
        gone = asyncio.ensure_future(slips.writing(lambda db: db.add(ADD, **a_slip("gone"))))
        stays = asyncio.ensure_future(slips.writing(lambda db: db.add(ADD, **a_slip("stays"))))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        gate.open()
        await stays
        assert gone.cancelled()

    def test_an_event_loop_that_closed_harms_nobody(self, slips):
        gate = Gate(slips)

        async def leave():
            task = asyncio.ensure_future(slips.writing(lambda db: db.add(ADD, **a_slip("left"))))
            await asyncio.sleep(0)
            task.cancel()

        asyncio.run(leave())
        gate.open()
        kept(slips, "next")
        assert "next" in words(slips)


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
