from datetime import timedelta

from domain.limits.records import Bucket
from tests.support.clock import START
from tests.support.factories import HOUR, digest


class TestLimits:
    def fail(self, both, key, at=START):
        return both.write(lambda work: work.limits.fail(key, at, at + HOUR))

    def test_count_failures_within_their_window(self, both):
        key = digest()
        assert self.fail(both, key) == Bucket(key, 1, 0, START + HOUR, None)
        again = self.fail(both, key, START + HOUR / 2)
        assert again == Bucket(key, 2, 0, START + HOUR, None)
        assert both.read(lambda work: work.limits.get(key)) == again

    def test_start_anew_when_the_window_has_ended(self, both):
        key = digest()
        self.fail(both, key)
        both.write(lambda work: work.limits.block(key, START))
        found = self.fail(both, key, START + HOUR)
        assert (found.failures, found.strikes) == (1, 0)
        assert found.window_ends_at == START + 2 * HOUR

    def test_close_a_key_and_count_the_strike(self, both):
        key, until = digest(), START + HOUR
        self.fail(both, key)
        both.write(lambda work: work.limits.block(key, until))
        both.write(lambda work: work.limits.block(key, until))
        found = both.read(lambda work: work.limits.get(key))
        assert (found.failures, found.strikes, found.blocked_until) == (0, 2, until)

    def test_close_a_key_that_never_failed(self, both):
        key = digest()
        both.write(lambda work: work.limits.block(key, START + HOUR))
        assert both.read(lambda work: work.limits.get(key)).strikes == 1

    def test_tell_when_the_last_of_two_keys_opens(self, both):
        one, other, never = digest(), digest(), digest()
        both.write(lambda work: work.limits.block(one, START + HOUR))
        both.write(lambda work: work.limits.block(other, START + 2 * HOUR))

        def until(*keys, at=START):
            return both.read(lambda work: work.limits.closed_until(keys, at))

        assert until(one, other) == START + 2 * HOUR
        assert until(one) == until(one, never) == until(never, one) == START + HOUR
        assert until(one, other, at=START + HOUR) == START + 2 * HOUR
        assert until(one, at=START + HOUR) is None
        assert until(never) is None

    def test_tell_how_many_are_closed_and_never_which(self, both):
        for level in ("source", "source", "subject"):
            key = digest()
            both.write(
                lambda work, key=key, level=level: work.limits.fail(key, START, START + HOUR, level)
            )
            both.write(lambda work, key=key: work.limits.block(key, START + HOUR))

        def closed(at, most=100):
            return dict(both.read(lambda work: work.limits.closed(at, most)))

        assert closed(START) == {"source": 2, "subject": 1}
        assert sum(closed(START, 2).values()) == 2
        assert closed(START + HOUR) == {}

    def test_forget_a_key(self, both):
        key = digest()
        self.fail(both, key)
        both.write(lambda work: work.limits.clear(key))
        assert both.read(lambda work: work.limits.get(key)) is None

    def test_are_tidied_away_a_day_after_their_last_effect(self, both):
        open_, closed = digest(), digest()
        self.fail(both, open_)
        self.fail(both, closed)
        both.write(lambda work: work.limits.block(closed, START + 10 * HOUR))
        late = START + timedelta(days=1, hours=2)
        assert both.write(lambda work: work.limits.tidy(late, 10)) == 1
        assert both.read(lambda work: work.limits.get(open_)) is None
        assert both.read(lambda work: work.limits.get(closed)) is not None
        assert both.write(lambda work: work.limits.tidy(late + 10 * HOUR, 10)) == 1
