import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from domain.kernel.errors import Refusal
from domain.limits.check import ensure_open
from domain.limits.events import LimitReached
from domain.limits.keys import TENANT, source_key, subject_key
from domain.limits.refusals import TOO_MANY_TRIES
from domain.limits.spend import FAILURES, failed, succeeded
from domain.tenants.records import TenantKind
from tests.support.databases import opened
from tests.support.stage import Stage

SOURCE = b"s" * 32
SUBJECT = b"n" * 32
DEVICE = b"d" * 32


def fail(stage, times=1, *, source=SOURCE, subject=SUBJECT, device=None, tenant="acme"):
    for _ in range(times):
        stage.write(
            lambda work: failed(work, source=source, subject=subject, device=device), tenant=tenant
        )


def wait(stage, *, source=SOURCE, subject=SUBJECT, device=None, tenant="acme"):
    """Return for how many seconds it is refused; None when it is open."""
    try:
        stage.read(
            lambda work: ensure_open(work, source=source, subject=subject, device=device),
            tenant=tenant,
        )
    except Refusal as refused:
        return refused.retry_after.total_seconds() if refused.kind is TOO_MANY_TRIES else -1
    return None


def bucket(stage, key):
    return stage.read(lambda work: work.limits.get(key))


class TestEnsureOpen:
    def test_lets_everyone_pass_at_first(self, stage):
        assert wait(stage) is None
        assert wait(stage, source=None, subject=None) is None

    def test_refuses_the_fifth_failure_of_a_subject_for_five_minutes(self, stage):
        fail(stage, 4)
        assert wait(stage) is None
        fail(stage)
        assert wait(stage) == 300
        stage.clock.advance(timedelta(seconds=299))
        assert wait(stage) == 1
        stage.clock.advance(timedelta(seconds=1))
        assert wait(stage) is None

    def test_refuses_a_subject_from_every_source(self, stage):
        fail(stage, 5)
        assert wait(stage, source=b"t" * 32) == 300
        assert wait(stage, source=None) == 300

    def test_refuses_the_twentieth_failure_of_a_source_for_every_subject(self, stage):
        for n in range(20):
            assert wait(stage, subject=bytes([n]) * 32) is None
            fail(stage, subject=bytes([n]) * 32)
        assert wait(stage, subject=b"z" * 32) == 300
        assert wait(stage, subject=None) == 300
        assert wait(stage, source=b"t" * 32, subject=b"z" * 32) is None

    def test_tells_the_longer_wait(self, stage):
        fail(stage, 20, subject=None)
        stage.clock.advance(timedelta(seconds=100))
        fail(stage, 5, source=b"t" * 32)
        assert wait(stage) == 300
        assert wait(stage, subject=None) == 200

    def test_is_not_open_where_the_buckets_cannot_be_read(self, stage):
        class Broken:
            def closed_until(self, keys, now):
                raise OSError("the disk is gone")

        def act(work):
            work.limits = Broken()
            ensure_open(work, source=SOURCE, subject=SUBJECT)

        with pytest.raises(OSError, match="disk"):
            stage.read(act)

    def test_keeps_tenants_apart(self, stage):
        stage.settle(slug="globex")
        fail(stage, 20)
        assert wait(stage) is not None
        assert wait(stage, tenant="globex") is None


class TestFailed:
    def test_doubles_the_delay_in_a_row_up_to_an_hour(self, stage):
        waits = []
        for _ in range(6):
            fail(stage, 5, source=None)
            waits.append(wait(stage))
            stage.clock.advance(timedelta(seconds=waits[-1]))
        assert waits == [300, 600, 1200, 2400, 3600, 3600]

    def test_starts_anew_a_day_later(self, stage):
        fail(stage, 5, source=None)
        stage.clock.advance(timedelta(days=1))
        fail(stage, 4, source=None)
        assert wait(stage) is None
        fail(stage, 1, source=None)
        assert wait(stage) == 300

    def test_forgets_the_failures_of_a_source_after_five_minutes(self, stage):
        fail(stage, 19, subject=None)
        stage.clock.advance(timedelta(minutes=5))
        fail(stage, 19, subject=None)
        assert wait(stage) is None

    def test_lets_fifty_times_as_many_pass_in_a_sandbox(self, stage):
        stage.settle(slug="play", kind=TenantKind.SANDBOX)
        fail(stage, 249, tenant="play", source=None)
        assert wait(stage, tenant="play") is None
        fail(stage, 1, tenant="play", source=None)
        assert wait(stage, tenant="play") == 300

    def test_tells_that_a_limit_was_reached_and_not_by_whom(self, stage):
        fail(stage, 5)
        (told,) = [event for event in stage.told if isinstance(event, LimitReached)]
        assert told == LimitReached(level="subject", seconds=300)

    def test_does_not_let_a_stranger_lock_a_known_device_out(self, stage):
        fail(stage, 15)
        assert wait(stage) is not None
        assert wait(stage, device=DEVICE) is None
        fail(stage, 5, source=None, device=DEVICE)
        assert wait(stage, device=DEVICE) == 300

    def test_survives_a_restart(self, database_url):
        first = Stage(opened(database_url))
        first.settle()
        fail(first, 5)
        first.database.close()
        again = Stage(opened(database_url))
        try:
            assert wait(again) == 300
        finally:
            again.database.close()

    def test_counts_fifty_at_once_exactly(self, both):
        start = threading.Barrier(50)

        def one(n):
            start.wait()
            fail(both, subject=SUBJECT, source=bytes([n]) * 32)

        with ThreadPoolExecutor(50) as pool:
            list(pool.map(one, range(50)))
        made = bucket(both, subject_key(SUBJECT, None))
        assert (made.failures, made.strikes) == (45, 1)
        assert wait(both) == 300
        today = both.clock.now().date()
        assert both.read(lambda work: work.counters.between(today, today)) == (
            (today, FAILURES, 50),
        )

    def test_is_kept_when_the_work_ends_in_a_refusal(self, stage):
        def act(work):
            failed(work, source=SOURCE, subject=SUBJECT)
            ensure_open(work, source=SOURCE, subject=SUBJECT)
            raise AssertionError("it was to be refused")

        fail(stage, 4)
        with pytest.raises(Refusal):
            stage.write(act)
        assert wait(stage) == 300


class TestFailedForATenant:
    def quiet_week(self, stage, each_day=0):
        today = stage.clock.now().date()
        for back in range(1, 8):
            stage.write(
                lambda work, day=today - timedelta(days=back): work.counters.add(
                    day, FAILURES, each_day
                )
            )
        stage.write(lambda work: work.counters.add(today - timedelta(days=1), "sign_ins", 9**6))

    def spread(self, stage, times):
        """Fail for many names from many networks, once each."""

        def act(work):
            for n in range(times):
                name = n.to_bytes(4, "big") * 8
                failed(work, source=name, subject=name)

        stage.write(act)

    def test_makes_guessing_dearer_under_attack(self, stage):
        self.quiet_week(stage)
        self.spread(stage, 99)
        assert LimitReached(level="tenant", seconds=900) not in stage.told
        fail(stage, subject=b"z" * 32)
        assert LimitReached(level="tenant", seconds=900) in stage.told
        fail(stage, 2, source=None)
        assert wait(stage, source=None) == 300
        fail(stage, 4, subject=None)
        assert wait(stage, subject=None) == 300

    def test_shuts_nobody_out(self, stage):
        self.spread(stage, 150)
        assert wait(stage) is None
        fail(stage)
        assert wait(stage) is None

    def test_ends_by_itself(self, stage):
        self.spread(stage, 100)
        stage.clock.advance(timedelta(minutes=15))
        fail(stage, 4)
        assert wait(stage) is None

    def test_minds_what_is_usual_here(self, stage):
        self.quiet_week(stage, each_day=960)
        self.spread(stage, 199)
        assert LimitReached(level="tenant", seconds=900) not in stage.told
        self.spread(stage, 1)
        assert LimitReached(level="tenant", seconds=900) in stage.told

    def test_counts_an_hour_at_a_time(self, stage):
        self.spread(stage, 99)
        stage.clock.advance(timedelta(hours=1))
        self.spread(stage, 99)
        assert stage.told == []
        assert bucket(stage, TENANT).failures == 99


class TestSucceeded:
    def test_forgets_the_failures_of_the_subject(self, stage):
        fail(stage, 4)
        stage.write(lambda work: succeeded(work, subject=SUBJECT))
        fail(stage, 4)
        assert wait(stage) is None

    def test_leaves_the_failures_of_the_source(self, stage):
        fail(stage, 19)
        stage.write(lambda work: succeeded(work, subject=SUBJECT))
        assert bucket(stage, source_key(SOURCE)).failures == 19

    def test_forgets_those_of_the_known_device_too(self, stage):
        fail(stage, 4, device=DEVICE)
        stage.write(lambda work: succeeded(work, subject=SUBJECT, device=DEVICE))
        assert bucket(stage, subject_key(SUBJECT, DEVICE)) is None
