"""Brief reads that one turn of an event loop asks for on SQLite are read in a row."""

import asyncio
import sqlite3

import pytest

from app.runtime.log import REQUEST_ID
from domain.kernel.errors import Refusal, RefusalKind
from persistence.outage import Outage
from tests.support.slips import ADD, ALL, a_slip, words

NO = RefusalKind("test_no", "No.", "There is no way out of a test.")


@pytest.fixture
def begun(slips_on_sqlite, monkeypatch):
    """How many reads were begun with a transaction of their own."""
    seen, read = [], slips_on_sqlite.read
    monkeypatch.setattr(slips_on_sqlite._turns, "_read", lambda job: seen.append(1) or read(job))
    return seen


def brief(database, job):
    return database.reading(job, brief=True)


def broken():
    fault = sqlite3.OperationalError("disk I/O error")
    fault.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return fault


def failing(fault):
    def job(_db):
        raise fault

    return job


async def test_what_is_asked_together_is_read_in_one_transaction(slips_on_sqlite, begun):
    asked = [brief(slips_on_sqlite, lambda _db, n=n: n) for n in range(8)]
    assert not begun
    assert await asyncio.gather(*asked) == list(range(8))
    assert len(begun) == 1
    assert await brief(slips_on_sqlite, lambda _db: 9) == 9
    assert len(begun) == 2


async def test_what_is_not_brief_is_read_at_once(slips_on_sqlite, begun):
    turns = []
    asyncio.get_running_loop().call_soon(turns.append, 1)
    assert await slips_on_sqlite.reading(lambda _db: 9) == 9
    assert (begun, turns) == ([], [])


async def test_a_read_sees_what_was_kept_before_it_was_asked(slips_on_sqlite):
    first = brief(slips_on_sqlite, lambda db: len(db.all(ALL)))
    slips_on_sqlite.write(lambda db: db.add(ADD, **a_slip("a")))
    second = brief(slips_on_sqlite, lambda db: len(db.all(ALL)))
    assert await second == 1
    assert await first in {0, 1}
    slips_on_sqlite.write(lambda db: db.add(ADD, **a_slip("b")))
    assert await brief(slips_on_sqlite, lambda db: len(db.all(ALL))) == 2


@pytest.mark.parametrize(
    "fault",
    [Refusal(NO), ValueError(), sqlite3.DatabaseError("malformed"), asyncio.CancelledError()],
)
async def test_a_fault_is_told_to_its_own_caller_alone(slips_on_sqlite, fault):
    slips_on_sqlite.write(lambda db: db.add(ADD, **a_slip("a")))
    jobs = (words_of, failing(fault), words_of)
    before, wrong, after = await asyncio.gather(
        *(brief(slips_on_sqlite, job) for job in jobs), return_exceptions=True
    )
    assert wrong is fault
    assert before == after == ["a"]


async def test_a_fault_of_the_file_too(slips_on_sqlite):
    slips_on_sqlite.write(lambda db: db.add(ADD, **a_slip("a")))
    jobs = (words_of, failing(broken()), words_of)
    before, wrong, after = await asyncio.gather(
        *(brief(slips_on_sqlite, job) for job in jobs), return_exceptions=True
    )
    assert isinstance(wrong, Outage)
    assert before == after == ["a"]
    assert words(slips_on_sqlite) == ["a"]


async def test_a_file_that_cannot_be_read_is_told_to_all(slips_on_sqlite, monkeypatch):
    monkeypatch.setattr(slips_on_sqlite._turns, "_read", failing(Refusal(NO)))
    asked = [brief(slips_on_sqlite, words_of) for _ in range(3)]
    ends = await asyncio.gather(*asked, return_exceptions=True)
    assert [getattr(end, "kind", None) for end in ends] == [NO, NO, NO]


async def test_what_is_answered_stays_so_when_the_end_fails(slips_on_sqlite, monkeypatch):
    def read(job):
        job(None)
        raise Refusal(NO)

    monkeypatch.setattr(slips_on_sqlite._turns, "_read", read)
    assert await brief(slips_on_sqlite, lambda _db: 1) == 1


async def test_who_went_away_stops_nobody(slips_on_sqlite):
    gone = brief(slips_on_sqlite, words_of)
    gone_too = brief(slips_on_sqlite, failing(ValueError()))
    stays = brief(slips_on_sqlite, words_of)
    gone.cancel()
    gone_too.cancel()
    assert await stays == []


async def test_a_fault_that_no_future_takes_harms_nobody(slips_on_sqlite):
    wrong = brief(slips_on_sqlite, failing(StopIteration()))
    assert await brief(slips_on_sqlite, words_of) == []
    with pytest.raises(RuntimeError, match="StopIteration"):
        await wrong


async def test_a_row_of_reads_is_of_no_single_request(slips_on_sqlite):
    mark = REQUEST_ID.set("one of many")
    assert await brief(slips_on_sqlite, lambda _db: REQUEST_ID.get()) == ""
    REQUEST_ID.reset(mark)


def test_each_loop_has_its_own(slips_on_sqlite):
    async def left_behind():
        brief(slips_on_sqlite, words_of)

    async def one():
        return await brief(slips_on_sqlite, words_of)

    asyncio.run(left_behind())
    assert asyncio.run(one()) == []


def words_of(db):
    return db.all(ALL)
