from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.audit.records import AuditFilter, LeafSource
from domain.kernel.ids import first_id, new_id
from domain.kernel.paging import PageRequest
from tests.support.clock import START
from tests.support.factories import (
    HOUR,
    a_checkpoint,
    a_leaf,
    an_audit_event,
    an_id_of,
    digest,
)

EVERY = AuditFilter()


class TestTrail:
    def kept(self, both, **changes):
        event = an_audit_event(**changes)
        both.write(lambda work: work.audit.add(event))
        return event

    def page(self, both, wanted=EVERY, **request):
        return both.read(lambda work: work.audit.page(wanted, PageRequest(**request))).rows

    def test_gives_lines_back_as_they_were_added(self, both):
        event = self.kept(both)
        assert both.read(lambda work: work.audit.get(event.id)) == event
        assert both.read(lambda work: work.audit.get(bytes(16))) is None

    def test_is_paged_newest_first(self, both):
        lines = sorted((self.kept(both) for _ in range(3)), key=lambda e: e.id, reverse=True)
        assert list(self.page(both, size=2)) == lines[:2]
        assert list(self.page(both, size=2, after=lines[1].id)) == lines[2:]

    @pytest.mark.parametrize(
        ("changes", "wanted"),
        [
            ({"name": "session.ended"}, AuditFilter(names=("session.ended", "other"))),
            ({"subject_id": bytes(range(16))}, AuditFilter(subject=bytes(range(16)))),
            ({"actor_name": "system:cli"}, AuditFilter(actor_name="system:cli")),
            ({"result": "refused"}, AuditFilter(result="refused")),
            ({"at": START + HOUR}, AuditFilter(since=START + HOUR)),
            ({"at": START - HOUR}, AuditFilter(until=START)),
        ],
    )
    def test_is_narrowed_by_a_filter(self, both, changes, wanted):
        fitting = self.kept(both, **changes)
        self.kept(both)
        assert self.page(both, wanted) == (fitting,)

    def test_erases_old_bodies_a_batch_at_a_time(self, both):
        old = sorted(
            (self.kept(both, id=an_id_of(START - HOUR), at=START - HOUR) for _ in range(3)),
            key=lambda line: line.id,
        )
        live = self.kept(both)
        assert both.write(lambda work: work.audit.erase_before(START, 2)) == 2
        assert self.page(both) == (live, old[2])
        assert both.write(lambda work: work.audit.erase_before(START, 2)) == 1
        assert self.page(both) == (live,)

    def test_erases_nothing_that_a_clock_ahead_has_told(self, both):
        ahead = self.kept(both, id=an_id_of(START - HOUR), at=START)
        assert both.write(lambda work: work.audit.erase_before(START, 9)) == 0
        assert self.page(both) == (ahead,)

    def test_is_bounded_by_the_id_of_what_was_told_since(self, both):
        old = self.kept(both, id=an_id_of(START - HOUR), at=START)
        new = self.kept(both, id=an_id_of(START))
        assert self.page(both, AuditFilter(since=START)) == (new, old)
        assert self.page(both, AuditFilter(since=START, made_after=first_id(START))) == (new,)


class TestLeafLog:
    def kept(self, both, **changes):
        leaf = a_leaf(**changes)
        both.write(lambda work: work.log.add(leaf))
        return leaf

    def chain(self, both, leaf, seq, entry_hash):
        return both.write(lambda work: work.log.chain(leaf.id, seq, entry_hash))

    def test_gives_a_leaf_its_place_once(self, both):
        leaf, entry = self.kept(both, source=LeafSource.CONSENT), digest()
        assert both.read(lambda work: work.log.get(leaf.id)) == leaf
        assert self.chain(both, leaf, 1, entry) is True
        assert self.chain(both, leaf, 2, entry) is False
        chained = replace(leaf, seq=1, entry_hash=entry)
        assert both.read(lambda work: work.log.get(leaf.id)) == chained
        assert both.read(lambda work: work.log.tail()) == chained

    def test_gives_no_place_twice(self, both):
        first, second = self.kept(both), self.kept(both)
        self.chain(both, first, 1, digest())
        with pytest.raises(Exception, match=r"(?i)unique"):
            self.chain(both, second, 1, digest())
        assert both.read(lambda work: work.log.pending(10)) == (second,)

    def test_tells_what_has_no_place_yet_oldest_first(self, both):
        leaves = sorted((self.kept(both) for _ in range(3)), key=lambda leaf: leaf.id)
        assert both.read(lambda work: work.log.tail()) is None
        assert list(both.read(lambda work: work.log.pending(2))) == leaves[:2]
        self.chain(both, leaves[0], 1, digest())
        assert list(both.read(lambda work: work.log.pending(10))) == leaves[1:]

    def test_is_read_in_order_from_a_place_on(self, both):
        leaves = [self.kept(both) for _ in range(3)]
        for seq, leaf in enumerate(leaves, start=1):
            self.chain(both, leaf, seq, digest())
        found = both.read(lambda work: work.log.after(1, 10))
        assert [leaf.seq for leaf in found] == [2, 3]

    def test_lets_one_sequencer_take_its_turn(self, both):
        assert both.write(lambda work: work.log.take_turn()) is True
        assert both.write(lambda work: work.log.take_turn()) is True

    def test_keeps_checkpoints_newest_first(self, both):
        first, second = a_checkpoint(), a_checkpoint(seq=2)
        for each in (first, second):
            both.write(lambda work, each=each: work.log.add_checkpoint(each))
        assert both.read(lambda work: work.log.checkpoints(10)) == (second, first)
        assert both.read(lambda work: work.log.checkpoints(1)) == (second,)


class TestCounters:
    def test_add_up_by_day_and_name(self, both):
        day = date(2026, 3, 1)

        def add(day, name, amount):
            both.write(lambda work: work.counters.add(day, name, amount))

        add(day, "tokens", 1)
        add(day, "tokens", 2)
        add(day, "logins", 5)
        add(day + timedelta(days=1), "tokens", 7)
        add(day + timedelta(days=2), "tokens", 9)
        found = both.read(lambda work: work.counters.between(day, day + timedelta(days=1)))
        assert found == (
            (day, "logins", 5),
            (day, "tokens", 3),
            (day + timedelta(days=1), "tokens", 7),
        )


def test_ids_of_leaves_and_bodies_are_the_same(both):
    id_ = new_id()
    event, leaf = an_audit_event(id=id_), a_leaf(id=id_)

    def act(work):
        work.audit.add(event)
        work.log.add(leaf)

    both.write(act)
    assert both.read(lambda work: (work.audit.get(id_), work.log.get(id_))) == (event, leaf)
