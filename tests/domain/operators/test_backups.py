"""A backup is begun once at a time, and taken away by who has just proven themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.kernel.errors import Refusal
from domain.kernel.run_book import JobRun
from domain.operators.backups import (
    BACK_UP,
    BeginBackup,
    begin_backup,
    take_backup,
    under_way,
)
from domain.operators.jobs import finish, hear, standing
from domain.operators.nodes import BEAT, GONE
from domain.operators.permissions import READS
from tests.support.ground import an_operator

MAY = an_operator("jobs.change", "jobs.read")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def house(both_grounds):
    both_grounds.install()
    return both_grounds


def a_run(house):
    now = house.clock.now()
    return JobRun(BACK_UP, now.replace(second=0, microsecond=0), "here:1", now)


def begin(house, *, folder=True, actor=MAY):
    run = a_run(house)
    house.do(begin_backup, BeginBackup(run, folder=folder), actor=actor)
    return run


def going_on(house):
    (seen,) = house.do(standing, (BACK_UP,), actor=MAY)
    return under_way(seen)


class TestBeginBackup:
    def test_is_entered_and_told(self, house):
        run = begin(house)
        assert going_on(house) == run
        (line,) = house.told("byleave", "job.started")
        assert line.facts["job"] == BACK_UP

    def test_refuses_a_second_while_one_runs_or_in_the_same_minute(self, house):
        run = begin(house)
        house.clock.advance(MINUTE)
        house.do(hear, run, actor=MAY)
        with pytest.raises(Refusal, match="backup_runs"):
            begin(house)
        house.do(finish, replace(run, finished_at=house.clock.now(), rows=1), actor=MAY)
        assert going_on(house) is None
        begin(house)
        (seen,) = house.do(standing, (BACK_UP,), actor=MAY)
        house.do(finish, replace(seen.last, finished_at=house.clock.now(), rows=1), actor=MAY)
        with pytest.raises(Refusal, match="backup_runs"):
            begin(house)
        assert len(house.told("byleave", "job.started")) == 2

    def test_one_whose_process_was_killed_stands_in_the_way_for_a_moment_alone(self, house):
        begin(house)
        house.clock.advance(MINUTE)
        assert going_on(house) is None
        begin(house)

    def test_one_that_is_heard_of_may_last_for_hours(self, house):
        run = begin(house)
        for _ in range(500):
            house.clock.advance(BEAT)
            house.do(hear, run, actor=MAY)
        assert house.clock.now() - run.started_at > timedelta(hours=2)
        assert going_on(house) is not None
        with pytest.raises(Refusal, match="backup_runs"):
            begin(house)
        house.clock.advance(GONE)
        assert going_on(house) is None
        begin(house)

    def test_one_that_ended_is_not_heard_of_any_more(self, house):
        run = begin(house)
        house.do(finish, replace(run, finished_at=house.clock.now(), rows=1), actor=MAY)
        house.do(hear, run, actor=MAY)
        (seen,) = house.do(standing, (BACK_UP,), actor=MAY)
        assert seen.last.heard_at is None

    def test_refuses_where_there_is_no_folder(self, house):
        with pytest.raises(Refusal, match="backup_nowhere"):
            begin(house, folder=False)
        assert going_on(house) is None

    def test_refuses_who_may_not_steer_whether_there_is_a_folder_or_not(self, house):
        for folder in (True, False):
            with pytest.raises(Refusal, match="forbidden"):
                begin(house, folder=folder, actor=an_operator(*READS))

    def test_refuses_before_the_set_up(self, both_grounds):
        with pytest.raises(Refusal, match="not_installed"):
            begin(both_grounds)


class TestTakeBackup:
    def test_is_told(self, house):
        house.do(take_backup, "a.byleave", actor=MAY)
        (line,) = house.told("byleave", "backup.taken")
        assert (line.facts["file"], line.actor_name) == ("a.byleave", MAY.name)

    def test_refuses_an_old_proof(self, house):
        with pytest.raises(Refusal, match="fresh_proof_needed"):
            house.do(take_backup, "a.byleave", actor=replace(MAY, fresh=False))
        assert not house.told("byleave", "backup.taken")

    def test_refuses_who_may_not_steer(self, house):
        with pytest.raises(Refusal, match="forbidden"):
            house.do(take_backup, "a.byleave", actor=an_operator(*READS))

    def test_refuses_before_the_set_up(self, both_grounds):
        with pytest.raises(Refusal, match="not_installed"):
            both_grounds.do(take_backup, "a.byleave", actor=MAY)
