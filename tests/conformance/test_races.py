"""What may be used once is used once, and what may be said by one is said by one."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from domain.accounts.records import AccountStatus
from domain.consent.records import ConsentStatus
from domain.figures.count import sequence_and_count
from domain.figures.names import SIGNED_IN
from domain.figures.records import ClientFigure
from domain.identifiers.records import Candidate
from domain.kernel.ids import new_id
from domain.kernel.run_book import JobRun
from domain.login.events import SignedIn
from domain.operators.records import Ticket
from tests.support.clock import START
from tests.support.factories import (
    HOUR,
    a_client,
    a_code,
    a_consent,
    a_consent_token,
    a_grant,
    a_pushed_request,
    a_refresh_token,
    an_account,
    an_activation,
    an_identifier,
    digest,
)

THREADS = 40


def at_once(act):
    """Call `act` from 40 threads and return what each got."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda _: act(), range(THREADS)))


@pytest.fixture
def pair(both):
    account, client = an_account(), a_client()
    both.write(lambda work: work.accounts.add(account))
    both.write(lambda work: work.clients.add(client))
    return account.id, client.id


@pytest.fixture
def grant(both, pair):
    made = a_grant(*pair)
    both.write(lambda work: work.grants.add(made))
    return made


class TestConsume:
    def one_of(self, both, act, *, tenant="acme"):
        got = at_once(lambda: both.write(act, tenant=tenant))
        assert sum(bool(each) for each in got) == 1
        return next(each for each in got if each)

    def test_gives_a_code_to_one(self, both, grant):
        code = a_code(grant)
        both.write(lambda work: work.codes.add(code))
        found = self.one_of(both, lambda work: work.codes.consume(code.digest, work.now))
        assert found.digest == code.digest

    def salt_of(self, work, token):
        salt = digest()
        return salt if work.refresh_tokens.consume(token.digest, work.now, salt) else None

    def test_gives_a_refresh_token_to_one_and_keeps_its_salt(self, both, grant):
        token = a_refresh_token(grant)
        both.write(lambda work: work.refresh_tokens.add(token))
        found = self.one_of(both, lambda work: self.salt_of(work, token))
        stored = both.read(lambda work: work.refresh_tokens.get(token.digest))
        assert stored.heir_salt == found

    def test_gives_a_consent_token_to_one(self, both, pair):
        token = a_consent_token(*pair)
        both.write(lambda work: work.consent_tokens.add(token))
        self.one_of(both, lambda work: work.consent_tokens.consume(token.digest, work.now))

    def test_gives_an_activation_link_to_one(self, both, pair):
        link = an_activation(pair[0])
        both.write(lambda work: work.activations.add(link))
        self.one_of(both, lambda work: work.activations.consume(link.digest, work.now))

    def test_gives_a_pushed_request_to_one(self, both, pair):
        request = a_pushed_request(pair[1])
        both.write(lambda work: work.pushed_requests.add(request))
        self.one_of(both, lambda work: work.pushed_requests.consume(request.digest))

    def test_gives_a_ticket_to_one(self, both):
        ticket = Ticket(digest(), "first_operator", START + HOUR)
        both.write(lambda work: work.tickets.add(ticket), tenant=None)
        self.one_of(both, lambda work: work.tickets.consume(ticket.digest, work.now), tenant=None)

    def test_keeps_one_ticket_of_all_that_are_made_at_once(self, both):
        def make():
            ticket = Ticket(digest(), "first_operator", START + HOUR)
            both.write(lambda work: work.tickets.add(ticket), tenant=None)
            return ticket

        made = at_once(make)
        live = both.read(
            lambda work: [each for each in made if work.tickets.peek(each.digest, work.now)],
            tenant=None,
        )
        assert len(live) == 1


class TestCompareAndSet:
    def wins(self, both, act, *, tenant="acme"):
        return sum(at_once(lambda: both.write(act, tenant=tenant)))

    def test_lets_one_identifier_be_claimed(self, both, pair):
        index = digest()

        def claim(work):
            made = replace(an_identifier(pair[0]), index=index)
            return work.identifiers.claim(made, (Candidate(1, index),))

        assert self.wins(both, claim) == 1

    def test_lets_one_client_id_be_taken(self, both):
        assert self.wins(both, lambda work: work.clients.add(a_client(client_id="shop"))) == 1

    def test_lets_one_change_of_a_record_through(self, both, pair):
        client = both.read(lambda work: work.clients.get(pair[1]))
        newer = replace(client, label="Store", version=2)
        assert self.wins(both, lambda work: work.clients.change(newer)) == 1

    def test_lets_one_move_of_a_status_through(self, both, pair):
        enabled, disabled = AccountStatus.ENABLED, AccountStatus.DISABLED
        moved = self.wins(both, lambda work: work.accounts.move(pair[0], (enabled,), disabled))
        assert moved == 1

    def test_lets_one_first_entry_of_the_ledger_in(self, both, pair):
        assert self.wins(both, lambda work: work.consents.append(a_consent(*pair))) == 1
        assert len(both.read(lambda work: work.consents.history(*pair))) == 1

    def test_lets_one_entry_follow_another(self, both, pair):
        first = a_consent(*pair)
        both.write(lambda work: work.consents.append(first))

        def revoke(work):
            status = ConsentStatus.REVOKED
            return work.consents.append(
                replace(first, id=new_id(), status=status, previous=first.id)
            )

        assert self.wins(both, revoke) == 1
        assert len(both.read(lambda work: work.consents.history(*pair))) == 2

    def test_lets_one_close_a_grant(self, both, grant):
        assert self.wins(both, lambda w: w.grants.close(grant.id, w.now, "revoked")) == 1

    def test_lets_one_replica_run_a_slot(self, both):
        run = JobRun("consent.expire", START, "here", START)
        assert self.wins(both, lambda work: work.run_book.claim(run), tenant=None) == 1


class TestCounting:
    def test_loses_no_failure(self, both):
        key = digest()
        at_once(lambda: both.write(lambda w: w.limits.fail(key, w.now, w.now + HOUR)))
        assert both.read(lambda work: work.limits.get(key)).failures == THREADS

    def test_loses_no_figure(self, both):
        day = START.date()
        at_once(lambda: both.write(lambda work: work.counters.add(day, "tokens", 2)))
        assert both.read(lambda w: w.counters.between(day, day)) == ((day, "tokens", 80),)

    def test_loses_no_figure_of_a_client(self, both):
        figure = ClientFigure(new_id(), START.date(), "tokens.issued", 2)
        at_once(lambda: both.write(lambda work: work.client_counters.add(figure)))
        (found,) = both.read(
            lambda w: w.client_counters.between((figure.client_id,), figure.day, figure.day)
        )
        assert found.amount == 80

    def test_counts_a_chained_line_once_when_several_sequence(self, both):
        def told(work):
            for _ in range(9):
                work.tell(SignedIn(subject=new_id(), amr="pwd"))

        both.write(told)
        at_once(lambda: both.write(sequence_and_count))
        both.write(sequence_and_count)
        day = START.date()
        assert both.read(lambda w: w.counters.between(day, day)) == ((day, SIGNED_IN, 9),)


@pytest.mark.postgres
class TestTwoWorksAtOnce:
    """On Postgres alone: SQLite has one writer, two works are never open at once there."""

    @pytest.fixture
    def engine_name(self):
        return "postgres"

    def while_one_holds(self, both, act, then):
        """Run `act` in a work that stays open while `then` runs."""
        holding, done = threading.Event(), threading.Event()

        def hold(work):
            got = act(work)
            holding.set()
            done.wait(60)
            return got

        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(both.write, hold)
            assert holding.wait(60)
            try:
                then()
            finally:
                done.set()
            return first.result()

    def test_take_different_due_consents(self, both, pair):
        both.write(lambda work: work.consents.append(a_consent(*pair, expires_at=START)))

        def due(work):
            return work.consents.due(work.now, 10)

        def others():
            assert both.write(due) == ()

        assert len(self.while_one_holds(both, due, others)) == 1

    def test_have_their_turn_one_after_the_other(self, both):
        both.settle(slug="globex")

        def turn(work):
            return work.log.take_turn()

        def others():
            assert both.write(turn) is False
            assert both.write(turn, tenant="globex") is True

        assert self.while_one_holds(both, turn, others) is True
        assert both.write(turn) is True
