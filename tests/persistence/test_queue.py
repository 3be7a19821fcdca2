"""The way into the writer, and back to the caller."""

import asyncio
import contextlib
import sys
import threading
import time

import pytest

from domain.kernel.errors import BUSY, Refusal, RefusalKind
from persistence.sqlite import SqliteDatabase
from persistence.writer import Crew, Outcome
from tests.support.slips import (
    ADD,
    ALL,
    Gate,
    a_slip,
    kept,
    words,
)

NO = RefusalKind("test_no", "No.", "There is no way out of a test.")


class Answering:
    """Serves every job at once, without a database."""

    def serve(self, jobs):
        return [Outcome(job, value=1) for job in jobs]

    def close(self):
        pass


@pytest.fixture
def hasty():
    """Threads take turns as often as they can, so that races show."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


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
        assert [future.result(60) for future in futures] == [1, 1, 1]
        database.close()

    def test_finishes_what_waits_when_it_closes(self, slips):
        gate = Gate(slips)
        futures = [slips.writer.submit(lambda _db: 1) for _ in range(20)]
        closing = threading.Thread(target=slips.close)
        closing.start()
        gate.open()
        closing.join(60)
        assert [future.result(0) for future in futures] == [1] * 20

    def test_answers_a_job_that_had_room_before_it_closed(self):
        crew = Crew("closing", Answering, bound=9)
        closing = threading.Thread(target=crew.close)

        class Slow:
            """Somebody closes between the look whether there is room and the job's entry."""

            def __init__(self, queue):
                self.queue = queue

            def __getattr__(self, name):
                return getattr(self.queue, name)

            def put(self, job):
                if job is not None:
                    closing.start()
                    closing.join(0.2)
                self.queue.put(job)

        crew._queue = Slow(crew._queue)
        assert crew.submit(lambda _db: 1).result(60) == 1
        closing.join(60)

    def test_leaves_no_job_unanswered_that_comes_as_it_closes(self, hasty):
        for _ in range(300):
            crew = Crew("closing", Answering, bound=10**9, size=2)
            start, came = threading.Barrier(4), []

            def come(crew=crew, start=start, came=came):
                start.wait()
                with contextlib.suppress(Refusal):
                    while True:
                        came.append(crew.submit(lambda _db: 1))

            coming = [threading.Thread(target=come) for _ in range(3)]
            for each in coming:
                each.start()
            start.wait()
            crew.close()
            for each in coming:
                each.join(60)
            assert [each for each in came if not each.done()] == []

    def test_refuses_once_it_is_closed(self, slips):
        slips.close()
        with pytest.raises(Refusal):
            slips.write(lambda _db: 1)

    def test_commits_the_job_of_a_caller_who_went_away(self, slips):
        gate = Gate(slips)
        future = slips.writer.submit(lambda db: db.add(ADD, **a_slip("a")))
        assert future.cancel()
        gate.open()
        deadline = time.monotonic() + 60
        while words(slips) != ["a"]:
            assert time.monotonic() < deadline
            time.sleep(0.01)


class TestAwaited:
    async def test_writes_are_answered_after_their_commit(self, slips):
        async def one(word):
            await slips.writing(lambda db: db.add(ADD, **a_slip(word)), durable=True)
            return word in await slips.reading(lambda db: db.all(ALL))

        assert all(await asyncio.gather(*(one(f"{number:02}") for number in range(64))))

    async def test_writes_that_are_ready_together_share_one_transaction(self, slips_on_sqlite):
        groups = []
        server = slips_on_sqlite.writer.servers[0]
        serve = server.serve
        server.serve = lambda jobs: groups.append(len(jobs)) or serve(jobs)
        await asyncio.gather(*(slips_on_sqlite.writing(lambda db: db.all(ALL)) for _ in range(8)))
        assert groups == [8]

    async def test_refuses_when_too_many_are_about_to_leave(self, sqlite_template, tmp_path):
        sqlite_template.copy(tmp_path)
        database = SqliteDatabase(tmp_path / "byleave.db", queue=3)

        async def one():
            return await database.writing(lambda _db: 1)

        ends = await asyncio.gather(*(one() for _ in range(5)), return_exceptions=True)
        database.close()
        assert ends[:3] == [1, 1, 1]
        assert [getattr(end, "kind", None) for end in ends[3:]] == [BUSY, BUSY]

    async def test_refuses_what_was_about_to_leave_when_it_closed(self, slips_on_sqlite):
        leaving = slips_on_sqlite.writing(lambda _db: 1)
        slips_on_sqlite.writer.close()
        with pytest.raises(Refusal) as caught:
            await leaving
        assert caught.value.kind is BUSY

    async def test_refusals_reach_their_caller(self, slips):
        def act(_db):
            raise Refusal(NO)

        with pytest.raises(Refusal):
            await slips.writing(act)
        with pytest.raises(Refusal):
            await slips.reading(act)

    async def test_a_fault_that_no_future_takes_harms_nobody(self, slips):
        def act(_db):
            raise StopIteration

        wrong = slips.writing(act)
        right = [slips.writing(lambda db, word=word: db.add(ADD, **a_slip(word))) for word in "abc"]
        async with asyncio.timeout(60):
            await asyncio.gather(*right)
            with pytest.raises(RuntimeError, match="StopIteration"):
                await wrong

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
