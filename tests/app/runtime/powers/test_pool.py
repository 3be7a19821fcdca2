import asyncio
import threading

import pytest

from app.runtime.powers.pool import HashingPool
from domain.kernel.errors import Refusal


@pytest.fixture
def gate():
    """Hold what runs until the test lets it go."""
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def pool():
    made = HashingPool(threads=2, waiting=3)
    yield made
    made.close()


class TestRun:
    async def test_gives_back_what_the_work_gives(self, pool):
        assert await pool.run(lambda a, *, b: a + b, 1, b=2) == 3
        assert pool.now(sum, [1, 2]) == 3

    async def test_raises_what_the_work_raises(self, pool):
        def act():
            raise Trouble

        with pytest.raises(Trouble):
            await pool.run(act)
        with pytest.raises(Trouble):
            pool.now(act)

    async def test_runs_elsewhere(self, pool):
        assert await pool.run(threading.get_ident) != threading.get_ident()

    async def test_refuses_at_once_when_every_place_is_taken(self, pool, gate):
        held = [asyncio.ensure_future(pool.run(gate.wait)) for _ in range(5)]
        await asyncio.sleep(0)
        with pytest.raises(Refusal) as raised:
            await pool.run(gate.wait)
        assert raised.value.code == "busy"
        assert raised.value.retry_after.total_seconds() > 0
        with pytest.raises(Refusal, match="busy"):
            pool.now(gate.wait)
        gate.set()
        assert await asyncio.gather(*held) == [True] * 5
        assert await pool.run(lambda: "open again") == "open again"

    async def test_never_starts_what_was_given_up_while_it_waited(self, pool, gate):
        started = []
        held = [asyncio.ensure_future(pool.run(gate.wait)) for _ in range(2)]
        late = asyncio.ensure_future(pool.run(started.append, 1))
        await asyncio.sleep(0)
        late.cancel()
        with pytest.raises(asyncio.CancelledError):
            await late
        gate.set()
        await asyncio.gather(*held)
        await asyncio.gather(*[pool.run(lambda: None) for _ in range(5)])
        assert started == []

    async def test_keeps_its_places_however_often_it_was_full(self, pool, gate):
        for _ in range(50):
            assert await pool.run(lambda: 1) == 1
        held = [asyncio.ensure_future(pool.run(gate.wait)) for _ in range(5)]
        await asyncio.sleep(0)
        for _ in range(50):
            with pytest.raises(Refusal, match="busy"):
                await pool.run(gate.wait)
        gate.set()
        await asyncio.gather(*held)
        assert await asyncio.gather(*[pool.run(lambda: 1) for _ in range(5)]) == [1] * 5


class TestClose:
    def test_takes_nothing_more(self):
        pool = HashingPool(threads=1, waiting=0)
        pool.close()
        for _ in range(3):
            with pytest.raises(RuntimeError, match="shutdown"):
                pool.now(lambda: 1)

    async def test_tells_those_who_wait_and_lets_the_others_finish(self, gate):
        pool, begun = HashingPool(threads=1, waiting=1), threading.Event()
        runs = asyncio.ensure_future(pool.run(lambda: begun.set() or gate.wait()))
        await asyncio.to_thread(begun.wait)
        waits = asyncio.ensure_future(pool.run(gate.wait))
        await asyncio.sleep(0)
        threading.Timer(0.1, gate.set).start()
        await asyncio.to_thread(pool.close)
        assert await runs is True
        with pytest.raises(asyncio.CancelledError):
            await waits


class TestSpent:
    async def test_is_the_cpu_of_the_work_alone(self, pool):
        assert pool.spent() == 0.0
        await pool.run(lambda: sum(range(200_000)))
        worked = pool.spent()
        assert worked > 0.0005
        await pool.run(threading.Event().wait, 0.3)
        assert pool.spent() - worked < 0.2


class TestSize:
    def test_is_that_of_the_machine_within_bounds(self):
        pool = HashingPool()
        assert 1 <= pool.threads <= 8
        assert pool.waiting == pool.threads * 40
        pool.close()


class Trouble(Exception):
    pass
