"""The clockwork wakes jobs in threads of its own."""

import threading
from datetime import timedelta

import pytest

from app.operations.jobs import Job
from app.runtime.powers import strength
from app.scheduler.clockwork import Clockwork
from app.settings import load_settings
from app.wiring import open_house
from domain.kernel.work import writes
from domain.operators.jobs import last_runs
from tests.support.clock import FixedClock
from tests.support.factories import a_tenant, tenant_secrets
from tests.support.stage import TEST


@pytest.fixture
def house(tmp_path):
    (tmp_path / strength.FILE).write_text(str(strength.LADDER[0]))
    made = open_house(load_settings({"data_dir": tmp_path}, env={}, folder=tmp_path), FixedClock())
    made.call.now(_tenant, tenant=None, actor=TEST)
    yield made
    made.close()


@writes()
def _tenant(work):
    return work.tenants.add(a_tenant(slug="acme"), tenant_secrets())


class TestClockwork:
    async def test_runs_what_is_due_at_once_and_stops_after_what_runs(self, house):
        begun, may_end, ended = threading.Event(), threading.Event(), []

        def each(_turn, _tenant):
            begun.set()
            may_end.wait(60)
            ended.append(threading.current_thread().name)
            return 1

        clockwork = Clockwork(house, (Job("test.job", timedelta(hours=1), each),))
        clockwork.start()
        assert begun.wait(60)
        may_end.set()
        await clockwork.stop()
        assert len(ended) == 1
        assert ended[0] != threading.main_thread().name
        (run,) = house.call.now(last_runs, ("test.job",), tenant=None, actor=TEST)
        assert (run.rows, run.error) == (1, "")

    async def test_two_in_one_slot_run_a_job_once(self, house):
        ran = []
        job = Job("test.job", timedelta(hours=1), lambda _turn, tenant: ran.append(tenant) or 1)
        both = [Clockwork(house, (job,)) for _ in range(2)]
        for each in both:
            each.start()
        for each in both:
            await each.stop()
        assert len(ran) <= 1
        runs = house.call.now(last_runs, ("test.job",), tenant=None, actor=TEST)
        assert len(runs) <= 1
