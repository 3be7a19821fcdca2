"""Each slot of a job is one replica's, and each end is told once whatever happens."""

import logging
import threading
from collections import Counter
from datetime import timedelta

import pytest

from app.operations.jobs import JOBS, Job, JobFault
from app.runtime.call import Call
from app.runtime.powers.pool import HashingPool
from app.scheduler.slots import run_slot, slot_of
from domain.audit.records import AuditFilter
from domain.kernel.paging import PageRequest
from domain.tenants.change import disable_tenant
from tests.support.clock import START
from tests.support.databases import opened
from tests.support.factories import a_client, a_consent, an_account
from tests.support.stage import Stage

EXPIRE = next(job for job in JOBS if job.name == "consent.expire")
HOUR = timedelta(hours=1)
CONSENTS = 60


@pytest.fixture
def replicas(database_url):
    """Three replicas on one database, each with its own connections."""
    databases = [opened(database_url) for _ in range(3)]
    pool = HashingPool()
    stages = [Stage(each) for each in databases]
    stages[0].settle()
    yield [(stage, Call(stage.database, stage.works, pool, {})) for stage in stages]
    pool.close()
    for each in databases:
        each.close()


def give(stage, count=CONSENTS):
    """Let people give leave that ends in an hour."""

    def act(work):
        client = a_client()
        assert work.clients.add(client)
        for _ in range(count):
            account = an_account()
            work.accounts.add(account)
            assert work.consents.append(a_consent(account.id, client.id, expires_at=START + HOUR))

    stage.write(act)


def told(stage):
    """Return how often each consent was told to have expired."""
    page = stage.read(
        lambda work: work.audit.page(AuditFilter(names=("consent.expired",)), PageRequest(200))
    )
    return Counter(line.subject_id for line in page.rows)


def at_once(replicas, act):
    """Run something in all replicas at the same moment and return what came out."""
    ready = threading.Barrier(len(replicas))
    made, faults = [], []

    def run(place, stage, call):
        ready.wait()
        try:
            made.append(act(place, stage, call))
        except Exception as fault:  # noqa: BLE001 - the test's thread is to see it
            faults.append(fault)

    threads = [
        threading.Thread(target=run, args=(place, *replica))
        for place, replica in enumerate(replicas)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return made


class TestSlots:
    def test_a_slot_is_a_whole_multiple_of_the_period(self):
        assert slot_of(START + timedelta(seconds=59.5), timedelta(minutes=1)) == START
        assert slot_of(START, timedelta(days=1)) == START - 12 * HOUR

    def test_one_of_three_replicas_runs_a_slot_and_each_end_is_told_once(self, replicas):
        give(replicas[0][0])
        for stage, _ in replicas:
            stage.clock.advance(HOUR + timedelta(seconds=1))

        def run(place, stage, call):
            return run_slot(EXPIRE, call=call, clock=stage.clock, base_url="", who=f"r{place}")

        runs = [run for run in at_once(replicas, run) if run is not None]
        assert len(runs) == 1
        assert (runs[0].rows, runs[0].error) == (CONSENTS, "")
        assert set(told(replicas[0][0]).values()) == {1}
        assert len(told(replicas[0][0])) == CONSENTS
        assert at_once(replicas, run) == [None, None, None]

    def test_each_end_is_told_once_even_if_all_replicas_run_the_job(self, replicas):
        give(replicas[0][0])
        for stage, _ in replicas:
            stage.clock.advance(HOUR + timedelta(seconds=1))
        rows = at_once(replicas, lambda _place, _stage, call: EXPIRE.run(call, ""))
        assert sum(rows) == CONSENTS
        assert set(told(replicas[0][0]).values()) == {1}
        assert len(told(replicas[0][0])) == CONSENTS

    def test_the_next_slot_is_run_again(self, replicas):
        stage, call = replicas[0]
        run = {"call": call, "clock": stage.clock, "base_url": "", "who": "r"}
        assert run_slot(EXPIRE, **run) is not None
        stage.clock.advance(timedelta(minutes=1))
        assert run_slot(EXPIRE, **run) is not None
        last = stage.read(lambda work: work.run_book.last(EXPIRE.name, 5), tenant=None)
        assert [run.finished_at is not None for run in last] == [True, True]


@pytest.fixture
def call(stage):
    pool = HashingPool()
    yield Call(stage.database, stage.works, pool, {})
    pool.close()


class TestJobs:
    def test_a_fault_is_booked_by_its_name_and_the_other_tenants_are_served(
        self, stage, call, caplog
    ):
        stage.settle(slug="globex")
        served = []

        def each(_turn, tenant):
            if tenant.slug == "acme":
                raise ValueError("names a person")
            served.append(tenant.slug)
            return 1

        job = Job("test.job", timedelta(minutes=1), each)
        with caplog.at_level(logging.CRITICAL, "byleave.jobs"):
            run = run_slot(job, call=call, clock=stage.clock, base_url="", who="r")
        assert (run.error, run.rows, served) == (JobFault.__name__, None, ["globex"])

    def test_a_disabled_tenant_is_looked_after_too(self, stage, call):
        give(stage, 1)
        stage.write(disable_tenant)
        stage.clock.advance(2 * HOUR)
        assert EXPIRE.run(call, "") == 1

    @pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
    def test_every_job_runs_on_a_tenant_with_nothing_to_do(self, both, job):
        pool = HashingPool()
        signer = type("Signer", (), {"sign": lambda *_a, **_k: "e30.e30.c2ln"})()
        call = Call(both.database, both.works, pool, {"signer": signer})
        run_slot(job, call=call, clock=both.clock, base_url="https://id.test", who="r")
        pool.close()
