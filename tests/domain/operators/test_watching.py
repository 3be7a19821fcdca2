"""Home, jobs, nodes and the trail as an operator reads them."""

from datetime import timedelta

import pytest

from domain.audit.listing import ListAudit
from domain.audit.sequence import sequence
from domain.clients.events import ClientChanged
from domain.consent.events import ConsentRevoked
from domain.figures.count import sequence_and_count
from domain.figures.names import SIGNED_IN
from domain.kernel.errors import Refusal
from domain.kernel.events import EVENTS
from domain.kernel.ids import new_id, show
from domain.kernel.nodes import Node
from domain.kernel.run_book import JobRun
from domain.kernel.work import Actor, ActorKind
from domain.login.events import SignedIn
from domain.operators.jobs import (
    begin_by_hand,
    claim,
    finish,
    last_runs,
    pause,
    resume,
    standing,
)
from domain.operators.nodes import beat, leave, nodes, tidy_nodes
from domain.operators.overview import Begun, ending_soon, home
from domain.operators.permissions import EVERYTHING, READS
from domain.operators.trail import PROVES, chain_state, doer, line, operator_labels, trail
from domain.sandbox.events import ClockMoved
from tests.support.clock import START
from tests.support.factories import an_account, an_audit_event
from tests.support.ground import an_operator
from tests.support.issuing import an_issuing

ALL = an_operator(*EVERYTHING)
NONE = an_operator()
PERSON = Actor(ActorKind.PERSON, "acc_x")
TOLD = ("job.paused", "job.resumed", "job.started")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def acme(stage):
    return an_issuing(stage)


def ask(acme, use_case, *request, actor=ALL, tenant="acme"):
    return acme.stage.read(lambda work: use_case(work, *request), tenant=tenant, actor=actor)


def told(acme, event, actor=ALL):
    acme.stage.write(lambda work: work.tell(event), actor=actor)


class TestHome:
    def test_shows_days_and_the_last_acts_of_operators_with_names(self, acme):
        told(acme, SignedIn(subject=acme.account.id, amr="pwd"), PERSON)
        ends = ConsentRevoked(
            subject=new_id(),
            account=acme.account.id,
            client=acme.client.id,
            item="openid",
            needed=True,
            reason="",
        )
        told(acme, ends)
        acme.stage.write(sequence_and_count)
        seen = ask(acme, home, ())
        assert seen.series.last(SIGNED_IN, 1) == 1
        assert [each.name for each in seen.acts] == ["consent.revoked"]
        assert seen.names == {show("cli", acme.client.id): acme.client.label}

    def test_tells_how_far_a_new_tenant_has_come(self, acme, stage):
        stage.settle(slug="globex")
        new = Begun(client=False, account=False, signed_in=False, decided=False)
        assert ask(acme, home, (), tenant="globex").begun == new
        told(acme, SignedIn(subject=acme.account.id, amr="pwd"))
        assert ask(acme, home, ()).begun.steps == (True, True, True, True)
        assert ask(acme, home, (acme.client.client_id,)).begun.client is False

    def test_refuses_who_may_not_read_the_trail(self, acme):
        with pytest.raises(Refusal, match="forbidden"):
            ask(acme, home, (), actor=an_operator(*(READS - {"audit.read"})))


class TestEndingSoon:
    def test_counts_what_ends_within_a_week(self, acme):
        assert ask(acme, ending_soon) == 2
        acme.stage.clock.advance(timedelta(days=60))
        assert ask(acme, ending_soon) == 0

    def test_refuses_who_may_not_read_consents(self, acme):
        with pytest.raises(Refusal, match="forbidden"):
            ask(acme, ending_soon, actor=an_operator("audit.read"))


class TestTrail:
    def test_names_the_clients_of_a_page(self, acme):
        told(acme, ClientChanged(subject=acme.client.id, client_id="x", changed=(), relaxed=()))
        seen = ask(acme, trail, ListAudit())
        assert seen.page.rows[0].name == "client.changed"
        assert seen.names[show("cli", acme.client.id)] == acme.client.label

    def test_refuses_who_may_not_read_it(self, acme):
        for use_case, request in ((trail, ListAudit()), (line, new_id())):
            with pytest.raises(Refusal, match="forbidden"):
                ask(acme, use_case, request, actor=NONE)
        with pytest.raises(Refusal, match="forbidden"):
            ask(acme, chain_state, actor=NONE)


class TestLine:
    def lines(self, acme):
        return ask(acme, trail, ListAudit()).page.rows

    def test_shows_what_one_act_wrote_and_what_else_is_told(self, acme):
        account = acme.account.id
        told(acme, SignedIn(subject=account, amr="pwd"))
        acme.stage.clock.advance(MINUTE)

        def act(work):
            work.tell(SignedIn(subject=account, amr="pwd"))
            work.tell(ClientChanged(subject=acme.client.id, client_id="x", changed=(), relaxed=()))

        acme.stage.write(act, actor=ALL)
        changed, again, before = self.lines(acme)[:3]
        seen = ask(acme, line, again.id)
        assert [each.id for each in seen.same_act] == [changed.id]
        assert [each.id for each in seen.about] == [before.id]
        assert seen.place is None
        acme.stage.write(lambda work: sequence(work, 500))
        assert ask(acme, line, again.id).place is not None

    def test_shows_a_line_about_nothing_alone(self, acme):
        told(acme, ClockMoved(seconds=60))
        seen = ask(acme, line, self.lines(acme)[0].id)
        assert seen.about == ()

    def test_refuses_a_line_that_is_not_there(self, acme):
        with pytest.raises(Refusal, match="not_found"):
            ask(acme, line, new_id())


class TestOperatorLabels:
    def test_tells_what_operators_are_called(self, ground):
        ground.install()
        ada, nameless = an_account(label="ada"), an_account(label="")
        for each in (ada, nameless):
            ground.write(lambda work, each=each: work.accounts.add(each), tenant="byleave")
        asked = (ada.id, nameless.id, new_id())
        assert ground.do(operator_labels, asked, actor=ALL) == {ada.id: "ada"}
        with pytest.raises(Refusal, match="forbidden"):
            ground.do(operator_labels, asked, actor=NONE)


class TestChainState:
    def test_tells_how_far_it_is_chained(self, acme):
        told(acme, SignedIn(subject=acme.account.id, amr="pwd"))
        before = ask(acme, chain_state)
        assert (before.entries, before.waiting, before.signed) == (0, True, 0)
        while acme.stage.write(lambda work: sequence(work, 500)):
            pass
        after = ask(acme, chain_state)
        assert (after.entries > 0, after.waiting, after.signed_at) == (True, False, None)


class TestJobs:
    """On both engines: a held job is held for every replica."""

    @pytest.fixture
    def house(self, both_grounds):
        both_grounds.install()
        return both_grounds

    def run(self, slot=START):
        return JobRun("tidy", slot, "here", slot)

    def events(self, house):
        return [each.name for each in house.told("byleave", *TOLD)]

    def test_runs_nowhere_while_it_is_held_and_tells_both(self, house):
        hold = house.do(pause, "tidy", actor=ALL)
        assert house.do(pause, "tidy", actor=an_operator("jobs.change")).by == hold.by
        assert house.do(claim, self.run()) is False
        assert house.do(resume, "tidy", actor=ALL) is True
        assert house.do(resume, "tidy", actor=ALL) is False
        assert house.do(claim, self.run()) is True
        assert sorted(self.events(house)) == ["job.paused", "job.resumed"]

    def test_runs_by_hand_though_it_is_held(self, house):
        house.do(pause, "tidy", actor=ALL)
        assert house.do(begin_by_hand, self.run(), actor=ALL) is True
        assert house.do(begin_by_hand, self.run(), actor=ALL) is False
        assert "job.started" in self.events(house)

    def test_is_late_after_three_periods_unless_it_is_held(self, house):
        def seen():
            (one,) = house.do(standing, ("tidy",), actor=ALL)
            return one

        assert seen().last is None
        assert seen().late(MINUTE) is False
        house.do(claim, self.run())
        house.do(finish, self.run())
        house.clock.advance(3 * MINUTE)
        assert seen().late(MINUTE) is False
        house.clock.advance(2 * MINUTE)
        assert seen().late(MINUTE) is True
        assert seen().next_slot(MINUTE) == START + 6 * MINUTE
        house.do(pause, "tidy", actor=ALL)
        assert (seen().late(MINUTE), seen().next_slot(MINUTE)) == (False, None)
        assert house.do(last_runs, ("tidy",), actor=ALL)[0].job == "tidy"

    @pytest.mark.parametrize("use_case", [pause, resume])
    def test_is_steered_by_none_but_who_may(self, house, use_case):
        with pytest.raises(Refusal, match="forbidden"):
            house.do(use_case, "tidy", actor=an_operator(*READS))
        with pytest.raises(Refusal, match="forbidden"):
            house.do(begin_by_hand, self.run(), actor=an_operator(*READS))

    def test_is_seen_by_none_but_who_may(self, house):
        for use_case in (standing, last_runs):
            with pytest.raises(Refusal, match="forbidden"):
                house.do(use_case, (), actor=NONE)


class TestJobsWithoutOperators:
    def test_wants_the_operators_tenant(self, ground):
        with pytest.raises(Refusal, match="not_installed"):
            ground.do(pause, "tidy", actor=ALL)


class TestNodes:
    def a_node(self, at=START, name="a"):
        return Node(name, "host", "console", "1", START, at)

    def test_are_gone_after_three_missed_beats(self, both_grounds):
        house = both_grounds
        house.do(beat, self.a_node())
        assert house.do(nodes, actor=ALL) == ((self.a_node(), True),)
        house.clock.advance(timedelta(seconds=46))
        assert house.do(nodes, actor=ALL) == ((self.a_node(), False),)
        house.do(beat, self.a_node(house.clock.now()))
        assert house.do(nodes, actor=ALL)[0][1] is True

    def test_leave_or_are_forgotten_after_a_day(self, both_grounds):
        house = both_grounds
        for name in ("a", "b"):
            house.do(beat, self.a_node(name=name))
        house.do(leave, "a")
        assert [node.id for node, _ in house.do(nodes, actor=ALL)] == ["b"]
        house.clock.advance(timedelta(days=1, seconds=1))
        assert house.do(nodes, actor=ALL) == ()
        assert house.do(tidy_nodes) == 1

    def test_are_seen_by_none_but_who_may(self, ground):
        with pytest.raises(Refusal, match="forbidden"):
            ground.do(nodes, actor=NONE)


class TestDoer:
    def test_is_whoever_the_trail_has_when_they_were_proven(self):
        told = an_audit_event(actor_kind="operator", actor_name="acc_x")
        assert doer(told) == (ActorKind.OPERATOR, "acc_x")

    def test_is_the_account_that_proved_itself_by_it(self):
        account_id = new_id()
        shown = show("acc", account_id)
        signed_in = a_strangers("login.signed_in", subject_prefix="acc", subject_id=account_id)
        began = a_strangers("session.started", subject_prefix="ses", facts={"account": shown})
        assert {doer(each) for each in (signed_in, began)} == {(ActorKind.PERSON, shown)}

    def test_stays_a_stranger_where_naming_an_account_proves_nothing(self):
        shown = show("acc", new_id())
        failed = a_strangers("login.failed", subject_prefix="acc", subject_id=new_id())
        replaced = a_strangers("session.ended", subject_prefix="ses", facts={"account": shown})
        bare = a_strangers("session.started", subject_prefix="ses", facts={"account": "dana"})
        assert {doer(each) for each in (failed, replaced, bare)} == {
            (ActorKind.STRANGER, "stranger")
        }

    def test_no_refusal_proves_anything(self):
        assert {EVENTS[name].result for name in PROVES} == {"done"}


def a_strangers(name, **values):
    return an_audit_event(name=name, actor_kind="stranger", actor_name="stranger", **values)
