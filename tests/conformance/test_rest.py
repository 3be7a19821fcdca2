from dataclasses import replace
from datetime import timedelta

from domain.kernel.run_book import JobRun
from domain.operators.records import Assignment, Role, Ticket
from tests.support.clock import START
from tests.support.factories import HOUR, a_fact, an_account, an_id_of, digest

HOUSE = {"tenant": None}


class TestOutbox:
    def kept(self, both, **changes):
        fact = a_fact(**changes)
        both.write(lambda work: work.outbox.add(fact))
        return fact

    def test_keeps_facts_oldest_first_until_they_are_removed(self, both):
        facts = sorted((self.kept(both) for _ in range(3)), key=lambda fact: fact.id)
        assert list(both.read(lambda work: work.outbox.pending(2))) == facts[:2]
        assert both.write(lambda work: work.outbox.remove(facts[0].id)) is True
        assert both.write(lambda work: work.outbox.remove(facts[0].id)) is False
        assert list(both.read(lambda work: work.outbox.pending(9))) == facts[1:]

    def test_forgets_what_is_too_old(self, both):
        self.kept(both, id=an_id_of(START - HOUR), at=START - HOUR)
        live = self.kept(both)
        assert both.write(lambda work: work.outbox.tidy(START, 10)) == 1
        assert both.read(lambda work: work.outbox.pending(9)) == (live,)


class TestPersonaClaims:
    def test_are_replaced_and_removed(self, both):
        account = an_account(persona=True)
        both.write(lambda work: work.accounts.add(account))

        def get():
            return both.read(lambda work: work.persona_claims.get(account.id))

        assert get() == {}
        both.write(lambda work: work.persona_claims.put(account.id, {"name": "Ada"}))
        both.write(lambda work: work.persona_claims.put(account.id, {"name": "Grace", "age": 5}))
        assert get() == {"name": "Grace", "age": 5}
        both.write(lambda work: work.persona_claims.remove(account.id))
        assert get() == {}


class TestOperators:
    def test_hold_a_role_once(self, both):
        account = an_account().id
        everywhere = Assignment(account, Role.OWNER, None, START)
        one_tenant = Assignment(account, Role.SUPPORT, bytes(range(16)), START + HOUR)

        def add(assignment):
            return both.write(lambda work: work.operators.add(assignment), **HOUSE)

        assert add(everywhere) is True
        assert add(everywhere) is False
        assert add(one_tenant) is True
        other = Assignment(an_account().id, Role.AUDITOR, None, START + 2 * HOUR)
        add(other)
        found = both.read(lambda work: work.operators.of_account(account), **HOUSE)
        assert found == (everywhere, one_tenant)
        everyone = both.read(lambda work: work.operators.all(), **HOUSE)
        assert everyone == (everywhere, one_tenant, other)

    def test_lose_a_role_once(self, both):
        account = an_account().id
        both.write(
            lambda work: work.operators.add(Assignment(account, Role.OWNER, None, START)), **HOUSE
        )

        def remove(tenant_id):
            return both.write(
                lambda work: work.operators.remove(account, Role.OWNER, tenant_id), **HOUSE
            )

        assert remove(bytes(range(16))) is False
        assert remove(None) is True
        assert remove(None) is False


class TestTickets:
    def test_are_read_and_then_consumed_once(self, both):
        ticket = Ticket(digest(), "first_operator", START + HOUR)
        both.write(lambda work: work.tickets.add(ticket), **HOUSE)

        def peek():
            return both.read(lambda work: work.tickets.peek(ticket.digest, work.now), **HOUSE)

        def consume():
            return both.write(lambda work: work.tickets.consume(ticket.digest, work.now), **HOUSE)

        assert peek() == ticket
        assert consume() == ticket
        assert consume() is None
        assert peek() is None

    def test_take_the_place_of_an_earlier_one_of_their_purpose(self, both):
        old = Ticket(digest(), "first_operator", START + HOUR)
        new = Ticket(digest(), "first_operator", START + HOUR)
        for ticket in (old, new):
            both.write(lambda work, ticket=ticket: work.tickets.add(ticket), **HOUSE)
        assert both.read(lambda work: work.tickets.peek(old.digest, work.now), **HOUSE) is None
        assert both.read(lambda work: work.tickets.peek(new.digest, work.now), **HOUSE) == new

    def test_run_out(self, both):
        ticket = Ticket(digest(), "first_operator", START + HOUR)
        both.write(lambda work: work.tickets.add(ticket), **HOUSE)
        both.clock.advance(HOUR)
        found = both.write(lambda work: work.tickets.consume(ticket.digest, work.now), **HOUSE)
        assert found is None


class TestRunBook:
    def a_run(self, **changes):
        return replace(JobRun("consent.expire", START, "here", START), **changes)

    def test_lets_one_replica_run_a_slot(self, both):
        def claim(who):
            return both.write(lambda work: work.run_book.claim(self.a_run(who=who)), **HOUSE)

        assert claim("here") is True
        assert claim("there") is False
        (found,) = both.read(lambda work: work.run_book.last("consent.expire", 9), **HOUSE)
        assert found.who == "here"

    def test_keeps_how_a_run_ended(self, both):
        run = self.a_run()
        both.write(lambda work: work.run_book.claim(run), **HOUSE)
        done = replace(run, finished_at=START + HOUR, rows=7, error="Busy")
        both.write(lambda work: work.run_book.finish(done), **HOUSE)
        assert both.read(lambda work: work.run_book.last("consent.expire", 9), **HOUSE) == (done,)

    def test_tells_the_newest_runs_of_a_job_and_forgets_old_ones(self, both):
        runs = [
            self.a_run(slot=START + minutes, started_at=START + minutes)
            for minutes in (timedelta(0), HOUR, 2 * HOUR)
        ]
        for run in (*runs, self.a_run(job="other", started_at=START + HOUR)):
            both.write(lambda work, run=run: work.run_book.claim(run), **HOUSE)
        last = both.read(lambda work: work.run_book.last("consent.expire", 2), **HOUSE)
        assert last == (runs[2], runs[1])
        assert both.write(lambda work: work.run_book.tidy(START + HOUR, 10), **HOUSE) == 1
        last = both.read(lambda work: work.run_book.last("consent.expire", 9), **HOUSE)
        assert last == (runs[2], runs[1])
