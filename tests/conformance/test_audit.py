from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from domain.audit.records import AuditFilter, LeafSource
from domain.kernel.errors import CONFLICT, Refusal
from domain.kernel.ids import first_id, new_id
from domain.kernel.paging import PageRequest
from tests.support.clock import START
from tests.support.factories import (
    HOUR,
    a_checkpoint,
    a_leaf,
    an_audit_event,
    an_id_of,
)

EVERY = AuditFilter()


class Interrupted:
    """A connection on which something happens elsewhere after each statement."""

    def __init__(self, db, act):
        self._db = db
        self._act = act

    def __getattr__(self, name):
        def ask(statement, **binds):
            found = getattr(self._db, name)(statement, **binds)
            self._act()
            return found

        return ask


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

    def chain(self, both, limit=9):
        """Take leaves and place them as the sequencer does; their entries are not looked at."""

        def act(work):
            tail = work.log.tail()
            start = tail.seq + 1 if tail else 1
            for seq, leaf in enumerate(work.log.take(limit), start):
                work.log.place(replace(leaf, seq=seq, entry_hash=bytes(32)))

        both.write(act)

    def test_waits_until_it_is_taken_and_then_has_its_place(self, both):
        leaf = self.kept(both, source=LeafSource.CONSENT)
        assert both.read(lambda work: work.log.get(leaf.id)) == leaf
        assert both.read(lambda work: work.log.tail()) is None
        self.chain(both)
        chained = replace(leaf, seq=1, entry_hash=bytes(32))
        assert both.read(lambda work: work.log.get(leaf.id)) == chained
        assert both.read(lambda work: work.log.tail()) == chained
        assert both.read(lambda work: work.log.pending(9)) == ()
        assert both.write(lambda work: work.log.take(9)) == ()
        assert both.read(lambda work: work.log.get(new_id())) is None

    def test_leaves_of_one_work_wait_together_in_their_order(self, both):
        leaves = [a_leaf() for _ in range(250)]

        def act(work):
            for leaf in reversed(leaves[:100]):
                work.log.add(leaf)
            for leaf in leaves[100:]:
                work.log.add(leaf)
            return work.log.pending(999)

        assert list(both.write(act)) == leaves
        assert list(both.read(lambda work: work.log.pending(999))) == leaves
        assert both.read(lambda work: work.log.get(leaves[77].id)) == leaves[77]
        assert list(both.write(lambda work: work.log.take(101))) == leaves[:200]
        assert list(both.read(lambda work: work.log.pending(999))) == leaves[200:]

    def test_a_work_sees_its_own(self, both):
        leaves = [a_leaf() for _ in range(3)]

        def act(work):
            work.log.add(leaves[0])
            seen = work.log.get(leaves[0].id)
            work.log.add(leaves[1])
            taken = work.log.take(9)
            work.log.add(leaves[2])
            return seen, taken

        assert both.write(act) == (leaves[0], tuple(leaves[:2]))
        assert both.read(lambda work: work.log.pending(9)) == (leaves[2],)

    def test_a_refusal_leaves_it_behind_and_a_fault_does_not(self, both):
        kept, lost = a_leaf(), a_leaf()

        def refuse(work):
            work.log.add(kept)
            raise Refusal(CONFLICT, what="x")

        def fail(work):
            work.log.add(lost)
            raise ZeroDivisionError

        with pytest.raises(Refusal):
            both.write(refuse)
        with pytest.raises(ZeroDivisionError):
            both.write(fail)
        assert both.read(lambda work: work.log.pending(9)) == (kept,)

    def test_a_leaf_that_cannot_be_written_undoes_its_work(self, both):
        leaf = self.kept(both)
        line = an_audit_event()

        def act(work):
            work.audit.add(line)
            work.log.add(leaf)

        with pytest.raises(Exception, match=r"(?i)unique"):
            both.write(act)
        assert both.read(lambda work: work.audit.get(line.id)) is None

    def test_works_that_cross_each_other_all_get_their_places(self, both):
        first, second, third = (a_leaf() for _ in range(3))

        def act(work):
            for each in (first, third):
                work.log.add(each)

        self.kept(both, **asdict(second))
        self.chain(both)
        both.write(act)
        assert both.read(lambda work: work.log.stuck(9)) == ()
        assert both.write(lambda work: work.log.take(9)) == (first, third)

    def test_two_rows_with_the_same_leaf_get_one_place_for_it(self, both):
        first, second = a_leaf(), a_leaf()

        def act(work):
            work.log.add(first)
            work.log.add(second)

        both.write(act)
        self.kept(both, **asdict(second))
        assert both.read(lambda work: work.log.stuck(9)) == (second.id,)
        assert both.write(lambda work: work.log.take(9)) == (first, second)
        assert both.read(lambda work: work.log.waits())

    def test_is_found_though_many_works_began_after_its_own(self, both):
        early, late = a_leaf(id=an_id_of(START)), a_leaf(id=an_id_of(START + HOUR))
        between = [a_leaf(id=an_id_of(START + timedelta(minutes=1))) for _ in range(60)]

        def act(work):
            work.log.add(early)
            work.log.add(late)

        both.write(act)
        for leaf in between:
            both.write(lambda work, leaf=leaf: work.log.add(leaf))
        for leaf in (early, late, between[0]):
            assert both.read(lambda work, leaf=leaf: work.log.get(leaf.id)) == leaf
        assert both.read(lambda work: work.log.get(an_id_of(START + HOUR))) is None

    def test_is_not_missed_while_it_gets_its_place(self, both):
        leaf = self.kept(both)

        def look(work):
            work.log._db = Interrupted(work.db, lambda: self.chain(both))
            return work.log.get(leaf.id)

        assert both.read(look) is not None
        assert both.read(lambda work: work.log.tail()).id == leaf.id

    def test_gives_no_place_twice(self, both):
        first = self.kept(both)
        self.chain(both)
        second = replace(a_leaf(), seq=1, entry_hash=bytes(32))
        with pytest.raises(Exception, match=r"(?i)unique"):
            both.write(lambda work: work.log.place(second))
        assert both.read(lambda work: work.log.tail()).id == first.id

    def test_tells_what_has_no_place_yet_oldest_first(self, both):
        leaves = sorted((self.kept(both) for _ in range(3)), key=lambda leaf: leaf.id)
        assert list(both.read(lambda work: work.log.pending(2))) == leaves[:2]
        self.chain(both, limit=1)
        assert list(both.read(lambda work: work.log.pending(10))) == leaves[1:]

    def test_is_read_in_order_from_a_place_on(self, both):
        for _ in range(3):
            self.kept(both)
        self.chain(both)
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
