"""Figures are counted as the log is chained: once each, whoever chains."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.operations.documents import import_rooms
from domain.accounts.create import add_account
from domain.accounts.disable import disable
from domain.accounts.erase import erase
from domain.accounts.records import AccountStatus
from domain.consent.events import ConsentGiven, ConsentRefused
from domain.figures.add import add_tokens
from domain.figures.count import sequence_and_count
from domain.figures.names import ACCOUNTS, GIVEN, OF_THE_TRAIL, REFUSED, SIGNED_IN, TOKENS, TURNS
from domain.figures.records import ClientFigure
from domain.kernel.events import EVENTS
from domain.kernel.ids import new_id
from domain.login.events import SignedIn
from tests.support.clock import START
from tests.support.ground import an_operator

TODAY = START.date()
ENABLED = AccountStatus.ENABLED
ERASER = an_operator("accounts.erase", "accounts.disable")


def sign_in(stage, times=1):
    def act(work):
        for _ in range(times):
            work.tell(SignedIn(subject=new_id(), amr="pwd"))

    stage.write(act)


def chained(stage, limit=500):
    return stage.write(lambda work: sequence_and_count(work, limit))


def counted(stage, day=TODAY):
    return stage.read(lambda work: work.counters.between(day, day))


def of_client(stage, client, day=TODAY):
    return stage.read(lambda work: work.client_counters.between((client,), day, day))


class TestSequenceAndCount:
    def test_counts_under_names_that_are_told(self):
        import_rooms()
        assert {name for name in OF_THE_TRAIL if not EVENTS[name].audited} == set()
        assert set(TURNS) <= OF_THE_TRAIL

    def test_counts_each_line_once_however_often_it_looks(self, both):
        for _ in range(3):
            sign_in(both)
        assert [chained(both, 2), chained(both, 2), chained(both, 2)] == [2, 1, 0]
        assert counted(both) == ((TODAY, SIGNED_IN, 3),)

    def test_counts_on_the_day_it_happened(self, both):
        sign_in(both)
        both.clock.advance(timedelta(days=1))
        sign_in(both)
        chained(both)
        tomorrow = TODAY + timedelta(days=1)
        assert counted(both) == ((TODAY, SIGNED_IN, 1),)
        assert counted(both, tomorrow) == ((tomorrow, SIGNED_IN, 1),)

    def test_counts_for_the_client_that_a_line_tells_of(self, both):
        client = new_id()
        given = ConsentGiven(
            subject=new_id(), account=new_id(), client=client, item="openid", until="", needed=True
        )
        both.write(lambda work: work.tell(given))
        chained(both)
        assert of_client(both, client) == (ClientFigure(client, TODAY, GIVEN, 1),)
        assert of_client(both, new_id()) == ()

    @pytest.mark.parametrize("batch", [1, 500])
    def test_counts_each_item_of_a_page_that_was_refused_whole(self, both, batch):
        client = new_id()
        refused = ConsentRefused(
            subject=None, account=new_id(), client=client, item="openid email x", reason="declined"
        )
        unticked = replace(refused, subject=new_id(), item="email", reason="not_selected")
        both.write(lambda work: (work.tell(refused), work.tell(unticked)))
        while chained(both, batch):
            pass
        assert counted(both) == ((TODAY, REFUSED, 4),)
        assert of_client(both, client) == (ClientFigure(client, TODAY, REFUSED, 4),)

    def test_counts_nothing_that_is_not_asked_of_home(self, stage):
        from domain.sessions.events import SessionEnded

        stage.write(
            lambda work: work.tell(SessionEnded(subject=new_id(), account=new_id(), reason="x"))
        )
        assert chained(stage) == 1
        assert counted(stage) == ()


def accounts(stage):
    return stage.read(lambda work: work.totals.of(ACCOUNTS))


class TestTotals:
    def test_follow_who_comes_and_who_is_erased(self, both):
        made = [both.write(lambda work: add_account(work, status=ENABLED)) for _ in range(3)]
        assert accounts(both) == 0  # nobody who registers waits for a figure
        chained(both)
        assert accounts(both) == 3
        both.write(lambda work: erase(work, made[0].id), actor=ERASER)
        chained(both)
        assert accounts(both) == 2

    def test_are_the_same_however_the_log_is_chained(self, both):
        made = [both.write(lambda work: add_account(work, status=ENABLED)) for _ in range(4)]
        both.write(lambda work: erase(work, made[1].id), actor=ERASER)
        while chained(both, 1):
            pass
        assert accounts(both) == 3

    def test_do_not_change_for_who_came_and_went(self, stage):
        made = stage.write(lambda work: add_account(work, status=ENABLED))
        stage.write(lambda work: erase(work, made.id), actor=ERASER)
        chained(stage)
        assert accounts(stage) == 0

    def test_do_not_change_for_who_is_disabled(self, stage):
        made = stage.write(lambda work: add_account(work, status=ENABLED))
        stage.write(lambda work: disable(work, made.id), actor=ERASER)
        chained(stage)
        assert accounts(stage) == 1


class TestAddTokens:
    def test_adds_to_today_and_to_each_client(self, both):
        one, other = new_id(), new_id()
        both.write(lambda work: add_tokens(work, {one: 2, other: 1}))
        both.write(lambda work: add_tokens(work, {one: 5}))
        assert counted(both) == ((TODAY, TOKENS, 8),)
        assert of_client(both, one) == (ClientFigure(one, TODAY, TOKENS, 7),)

    def test_writes_nothing_when_nothing_was_issued(self, stage):
        stage.write(lambda work: add_tokens(work, {}))
        assert counted(stage) == ()


@pytest.mark.parametrize("limit", [1, 500])
def test_the_log_is_whole_afterwards(stage, limit):
    sign_in(stage, 3)
    while chained(stage, limit):
        pass
    assert stage.read(lambda work: work.log.tail()).seq == 3
