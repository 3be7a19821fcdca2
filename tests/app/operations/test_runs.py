"""A job by hand: beside its slots, told, and never twice in one moment."""

import time
from dataclasses import replace
from datetime import timedelta
from threading import Event
from types import SimpleNamespace

import pytest

from app.operations import runs
from app.operations.jobs import Job
from domain.kernel.errors import Refusal
from domain.kernel.run_book import JobRun
from domain.operators.jobs import claim, last_runs, pause
from domain.operators.nodes import BEAT
from domain.operators.permissions import READS
from persistence.outage import SILENT, Outage
from tests.support.ground import an_operator, ground

__all__ = ["ground"]
OFTEN = timedelta(milliseconds=5)
BY = an_operator("jobs.change")


@pytest.fixture
def house(ground):
    ground.install()
    return ground


def wait_for(holds):
    ends_at = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < ends_at
        time.sleep(0.005)


def by_hand(house, job, actor=BY):
    return runs.run_by_hand(
        job, call=house.call, clock=house.clock, base_url="https://id.test", actor=actor
    )


class TestRunByHand:
    def test_runs_and_is_entered(self, house):
        house.do(pause, "tidy")
        done = by_hand(house, runs.job_named("tidy"))
        assert (done.error, done.finished_at) == ("", house.clock.now())
        assert house.do(last_runs, ("tidy",))[0] == done
        assert [each.name for each in house.told("byleave", "job.started")] == ["job.started"]

    def test_names_the_fault_and_nothing_of_it(self, house):
        def fails(_turn, _tenant):
            raise ValueError("a secret")

        period = runs.job_named("tidy").period
        done = by_hand(house, Job("broken", period, fails))
        assert (done.rows, done.error) == (None, "JobFault")

    def test_says_what_it_did_not_do_and_how_it_would(self, house):
        house.powers["settings"] = SimpleNamespace(backup_dir=None)
        done = by_hand(house, runs.job_named("backup"))
        assert (done.rows, done.error, done.finished_at) == (None, "", house.clock.now())
        assert done.skipped
        assert house.do(last_runs, ("backup",))[0].skipped
        assert runs.why_skipped(done) == (
            "No folder for backups is named: set backup_dir (BYLEAVE_BACKUP_DIR, --backup-dir)."
        )

    def test_says_nothing_of_the_kind_where_it_was_done_failed_or_goes_on(self, house):
        done = by_hand(house, runs.job_named("tidy"))
        failed = replace(done, rows=None, error="JobFault")
        going_on = replace(done, rows=None, finished_at=None)
        assert [runs.why_skipped(each) for each in (done, failed, going_on)] == [""] * 3

    def test_refuses_a_second_one_in_the_same_moment(self, house):
        by_hand(house, runs.job_named("tidy"))
        with pytest.raises(Refusal, match="conflict"):
            by_hand(house, runs.job_named("tidy"))

    def test_refuses_who_may_not_steer(self, house):
        with pytest.raises(Refusal, match="forbidden"):
            by_hand(house, runs.job_named("tidy"), an_operator(*READS))


class TestHeardOf:
    def a_run(self, house):
        run = JobRun("tidy", house.clock.now(), "here:1", house.clock.now())
        assert house.do(claim, run)
        return run

    def seen(self, house):
        return house.do(last_runs, ("tidy",))[0].heard_at

    def test_says_again_and_again_that_a_run_goes_on(self, house):
        run = self.a_run(house)
        with runs.heard_of(run, house.call, OFTEN):
            for _ in range(2):
                house.clock.advance(BEAT)
                wait_for(lambda: self.seen(house) == house.clock.now())
        house.clock.advance(BEAT)
        assert self.seen(house) == house.clock.now() - BEAT

    def test_a_database_that_fails_ends_no_run(self, house):
        run, said = self.a_run(house), Event()

        class Silent:
            def now(self, *_args, **_how):
                said.set()
                raise Outage(SILENT)

        with runs.heard_of(run, Silent(), OFTEN):
            assert said.wait(60)


class TestJobNamed:
    @pytest.mark.parametrize("name", ["", "nothing", "log.sequence"])
    def test_refuses_what_is_not_booked(self, name):
        with pytest.raises(Refusal, match="not_found"):
            runs.job_named(name)
