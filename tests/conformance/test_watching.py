"""Figures of clients, held jobs and nodes are kept alike on both engines."""

from datetime import timedelta

from domain.figures.records import ClientFigure
from domain.kernel.ids import new_id
from domain.kernel.nodes import Node
from domain.kernel.run_book import Hold
from tests.support.clock import START
from tests.support.factories import an_audit_event, an_id_of

TODAY = START.date()
HOUSE = {"tenant": None}


class TestClientCounters:
    def test_add_up_and_are_forgotten(self, both):
        client = new_id()
        for day, amount in ((TODAY, 1), (TODAY, 2), (TODAY - timedelta(days=1), 4)):
            figure = ClientFigure(client, day, "tokens.issued", amount)
            both.write(lambda work, figure=figure: work.client_counters.add(figure))
        yesterday = TODAY - timedelta(days=1)

        def between():
            return both.read(lambda work: work.client_counters.between((client,), yesterday, TODAY))

        assert [each.amount for each in between()] == [4, 3]
        assert both.write(lambda work: work.client_counters.tidy(TODAY, 9)) == 1
        assert both.write(lambda work: work.client_counters.tidy(TODAY, 9)) == 0
        assert [each.amount for each in between()] == [3]


class TestCounters:
    def test_are_forgotten_a_few_at_a_time(self, both):
        for days in range(3):
            day = TODAY - timedelta(days=days)
            both.write(lambda work, day=day: work.counters.add(day, "x", 1))
        assert both.write(lambda work: work.counters.tidy(TODAY, 1)) == 1
        assert both.write(lambda work: work.counters.tidy(TODAY, 9)) == 1
        left = both.read(lambda work: work.counters.between(TODAY - timedelta(days=9), TODAY))
        assert left == ((TODAY, "x", 1),)


class TestHolds:
    def test_a_job_is_held_once_and_let_go_once(self, both):
        hold = Hold("tidy", START, "acc_x")
        assert both.write(lambda work: work.run_book.hold(hold), **HOUSE) is True
        assert both.write(lambda work: work.run_book.hold(hold), **HOUSE) is False
        assert both.read(lambda work: work.run_book.held("tidy"), **HOUSE) == hold
        assert both.write(lambda work: work.run_book.let_go("tidy"), **HOUSE) is True
        assert both.write(lambda work: work.run_book.let_go("tidy"), **HOUSE) is False
        assert both.read(lambda work: work.run_book.held("tidy"), **HOUSE) is None


class TestNodes:
    def a_node(self, name="a", seen_at=START):
        return Node(name, "host", "protocol console", "1", START, seen_at)

    def beat(self, both, node):
        both.write(lambda work: work.nodes.beat(node), **HOUSE)

    def since(self, both, moment):
        return both.read(lambda work: work.nodes.since(moment, 9), **HOUSE)

    def test_are_entered_and_seen_again(self, both):
        later = START + timedelta(seconds=15)
        self.beat(both, self.a_node())
        self.beat(both, self.a_node(seen_at=later))
        assert self.since(both, START) == (self.a_node(seen_at=later),)

    def test_leave_or_are_struck_out(self, both):
        for name, minutes in (("a", 0), ("b", 1), ("c", 2)):
            self.beat(both, self.a_node(name, START + timedelta(minutes=minutes)))
        both.write(lambda work: work.nodes.leave("c"), **HOUSE)
        assert both.write(lambda w: w.nodes.tidy(START + timedelta(seconds=1)), **HOUSE) == 1
        assert [each.id for each in self.since(both, START - timedelta(days=1))] == ["b"]


class TestTrail:
    def test_tells_acts_of_operators_newest_first(self, both):
        lines = [an_audit_event(id=new_id(), actor_kind=kind) for kind in ("operator", "person")]
        lines.append(an_audit_event(id=new_id(), actor_kind="operator"))
        for line in lines:
            both.write(lambda work, line=line: work.audit.add(line))
        assert both.read(lambda work: work.audit.acts(9)) == (lines[2], lines[0])
        assert both.read(lambda work: work.audit.acts(1)) == (lines[2],)

    def test_tells_lines_of_one_act_and_of_a_span(self, both):
        lines = [
            an_audit_event(id=new_id(), at=START + timedelta(microseconds=n)) for n in (0, 0, 1)
        ]
        long_ago = an_audit_event(id=an_id_of(START))
        of_another = an_audit_event(actor_name="acc_other")
        for line in (*lines, long_ago, of_another):
            both.write(lambda work, line=line: work.audit.add(line))
        assert both.read(lambda work: work.audit.beside(lines[1], 9)) == tuple(lines[:2])
        assert both.read(lambda work: work.audit.beside(lines[1], 1)) == (lines[0],)
        assert both.read(lambda work: work.audit.beside(long_ago, 9)) == (long_ago,)
        span = both.read(lambda work: work.audit.span(lines[1].id, lines[2].id))
        assert {each.id for each in span} == {each.id for each in lines[1:]}
