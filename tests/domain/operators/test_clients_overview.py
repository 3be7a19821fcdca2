"""How applications fare, what hangs on them and on scopes, and what ends soon with what."""

from datetime import timedelta

import pytest

from domain.clients.listing import ClientsPage
from domain.clients.records import ClientStatus
from domain.consent.expiring import Expiring
from domain.figures.names import GIVEN, REFUSED, TOKENS
from domain.figures.records import ClientFigure
from domain.kernel.errors import Refusal
from domain.operators.clients_overview import client_days, client_stops, faring, scope_uses
from domain.operators.expiring_overview import EndsWith, expiring
from tests.support.clock import START
from tests.support.factories import a_client, a_scope
from tests.support.ground import an_operator
from tests.support.issuing import an_issuing

READER = an_operator("clients.read", "consents.read")
DAY = timedelta(days=1)


@pytest.fixture
def acme(stage):
    return an_issuing(stage)


def ask(acme, use_case, *request, actor=READER):
    return acme.stage.read(lambda work: use_case(work, *request), actor=actor)


def counted(acme, client, ago, **amounts):
    day = (acme.stage.clock.now() - ago * DAY).date()
    names = {"tokens": TOKENS, "given": GIVEN, "refused": REFUSED}

    def act(work):
        for name, amount in amounts.items():
            work.client_counters.add(ClientFigure(client.id, day, names[name], amount))

    acme.stage.write(act)


class TestFaring:
    def test_tells_the_share_of_given_leave_over_a_month(self, acme):
        counted(acme, acme.client, 1, given=3, refused=1, tokens=9)
        counted(acme, acme.client, 40, refused=100)
        fares = ask(acme, faring, ClientsPage()).fares[acme.client.id]
        assert (fares.given, fares.refused, fares.rate) == (3, 1, 0.75)
        assert fares.last_day == (acme.stage.clock.now() - DAY).date()

    def test_calls_unused_what_is_old_enabled_and_got_no_token_for_ninety_days(self, acme):
        long_ago = START - 91 * DAY
        old = a_client(client_id="old", created_at=long_ago)
        off = a_client(client_id="off", created_at=long_ago, status=ClientStatus.DISABLED)
        busy = a_client(client_id="busy", created_at=long_ago)
        new = a_client(client_id="new")
        acme.stage.write(lambda w: [w.clients.add(each) for each in (old, off, busy, new)])
        counted(acme, busy, 89, tokens=1)
        counted(acme, old, 90, tokens=1)
        found = ask(acme, faring, ClientsPage())
        assert [c.client_id for c in found.page.rows if found.fares[c.id].unused] == ["old"]
        alone = ask(acme, faring, ClientsPage(unused=True)).page.rows
        assert [client.client_id for client in alone] == ["old"]

    def test_is_empty_where_there_is_no_client(self, stage):
        stage.settle(slug="globex")
        found = stage.read(lambda w: faring(w, ClientsPage()), tenant="globex", actor=READER)
        assert found.page.rows == ()


class TestClientDays:
    def test_tells_each_day_of_the_month(self, acme):
        counted(acme, acme.client, 0, tokens=4, given=2)
        counted(acme, acme.client, 29, tokens=1, refused=1)
        seen = ask(acme, client_days, acme.client.client_id)
        assert seen.tokens == (1, *[0] * 28, 4)
        assert (seen.given[-1], seen.refused[0]) == (2, 1)
        assert seen.days[-1] == acme.stage.clock.now().date()
        assert seen.fares.rate == 2 / 3


class TestClientStops:
    def test_counts_open_grants_and_given_leave(self, acme):
        acme.issued()
        seen = ask(acme, client_stops, acme.client.client_id)
        assert (seen.grants, seen.leave) == (1, 2)


class TestScopeUses:
    def test_tells_who_may_ask_and_how_much_leave_names_it(self, acme):
        acme.issued()
        acme.stage.write(lambda w: w.scopes.put(a_scope(value="nobody.asks")))
        seen = {use.scope.value: use for use in ask(acme, scope_uses)}
        assert acme.client.client_id in seen["openid"].clients
        assert seen["openid"].given == 1
        assert (seen["nobody.asks"].clients, seen["nobody.asks"].given) == ((), 0)


class TestExpiring:
    def test_tells_which_grants_end_and_which_go_on(self, acme):
        acme.issued()
        found = ask(acme, expiring, Expiring(timedelta(days=400)))
        stops = {entry.item: found.stops[entry.id] for entry in found.page.rows}
        assert stops == {"openid": EndsWith(1, 0), "profile": EndsWith(0, 1)}
        assert found.clients[acme.client.id].client_id == acme.client.client_id


@pytest.mark.parametrize("use_case", [client_days, client_stops])
def test_refuses_with_not_found(acme, use_case):
    with pytest.raises(Refusal, match="not_found"):
        ask(acme, use_case, "nobody")


@pytest.mark.parametrize(
    ("use_case", "request_"),
    [
        (faring, (ClientsPage(),)),
        (client_days, ("x",)),
        (client_stops, ("x",)),
        (scope_uses, ()),
        (expiring, (Expiring(),)),
    ],
)
def test_refuses_with_forbidden(acme, use_case, request_):
    with pytest.raises(Refusal, match="forbidden"):
        ask(acme, use_case, *request_, actor=an_operator())


def test_refuses_with_invalid_input(acme):
    with pytest.raises(Refusal, match="invalid_input"):
        ask(acme, expiring, Expiring(timedelta()))
