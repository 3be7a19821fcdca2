"""Figures by day, read without a gap."""

from datetime import timedelta

import pytest

from domain.figures.names import GIVEN, REFUSED, SIGNED_IN, TOKENS
from domain.figures.records import ClientFigure
from domain.figures.show import ClientSums, ShowClients, of_clients, series
from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id
from tests.support.clock import START
from tests.support.ground import an_operator

TODAY = START.date()
READER = an_operator("audit.read", "clients.read")


def back(days):
    return TODAY - timedelta(days=days)


class TestSeries:
    def shown(self, stage, days=30, actor=READER):
        return stage.read(lambda work: series(work, days), actor=actor)

    def test_shows_a_figure_for_each_day_and_today_last(self, stage):
        for days, amount in ((0, 5), (2, 3), (30, 99)):
            day = back(days)
            stage.write(lambda work, d=day, a=amount: work.counters.add(d, SIGNED_IN, a))
        seen = self.shown(stage, 3)
        assert seen.days == (back(2), back(1), TODAY)
        assert seen.of(SIGNED_IN) == (3, 0, 5)
        assert seen.of(TOKENS) == (0, 0, 0)

    def test_sums_up_periods(self, stage):
        for days in range(14):
            day = back(days)
            stage.write(lambda work, d=day: work.counters.add(d, SIGNED_IN, 1))
        seen = self.shown(stage, 14)
        assert (seen.last(SIGNED_IN, 7), seen.last(SIGNED_IN, 7, before=7)) == (7, 7)
        assert seen.last(SIGNED_IN, 30, before=14) == 0

    def test_leaves_out_what_limits_count_for_themselves(self, stage):
        stage.write(lambda work: work.counters.add(TODAY, "tries.failed", 1))
        assert dict(self.shown(stage).amounts) == {}

    @pytest.mark.parametrize("days", [0, 401])
    def test_refuses_days_out_of_bounds(self, stage, days):
        with pytest.raises(Refusal, match="invalid_input"):
            self.shown(stage, days)

    def test_refuses_who_may_not_read_the_trail(self, stage):
        with pytest.raises(Refusal, match="forbidden"):
            self.shown(stage, actor=an_operator("clients.read"))


class TestOfClients:
    def shown(self, stage, *clients, days=30, actor=READER):
        asked = ShowClients(clients, days)
        return stage.read(lambda work: of_clients(work, asked), actor=actor)

    def keep(self, stage, client, name, amount, days=0):
        figure = ClientFigure(client, back(days), name, amount)
        stage.write(lambda work: work.client_counters.add(figure))

    def test_shows_sums_and_the_last_day_of_use(self, stage):
        client = new_id()
        self.keep(stage, client, GIVEN, 3, 1)
        self.keep(stage, client, REFUSED, 1)
        self.keep(stage, client, TOKENS, 7, 2)
        self.keep(stage, client, TOKENS, 7, 40)
        seen = self.shown(stage, client)[client]
        assert seen.sums == {GIVEN: 3, REFUSED: 1, TOKENS: 7}
        assert seen.last_day == back(2)

    def test_knows_a_client_that_did_nothing(self, stage):
        client = new_id()
        assert self.shown(stage, client)[client] == ClientSums()

    def test_shows_nothing_of_another_tenants_client(self, stage):
        client = new_id()
        self.keep(stage, client, TOKENS, 1)
        stage.settle(slug="globex")
        asked = ShowClients((client,))
        seen = stage.read(lambda work: of_clients(work, asked), tenant="globex")
        assert (dict(seen), seen[client]) == ({}, ClientSums())

    def test_shows_nothing_for_nobody(self, stage):
        assert self.shown(stage) == {}

    def test_refuses_too_many(self, stage):
        with pytest.raises(Refusal, match="invalid_input"):
            self.shown(stage, *(bytes([n // 256, n % 256]) for n in range(201)))

    def test_refuses_who_may_not_read_clients(self, stage):
        with pytest.raises(Refusal, match="forbidden"):
            self.shown(stage, new_id(), actor=an_operator("audit.read"))
