"""What operators see of clients: never a secret."""

from datetime import timedelta

import pytest

from domain.clients.listing import ClientsPage, detail, page, scopes
from domain.kernel.errors import Refusal
from domain.kernel.paging import PageRequest
from tests.support.factories import a_client, a_client_secret, a_scope
from tests.support.ground import an_operator

READER = an_operator("clients.read")


@pytest.fixture
def acme(stage):
    return stage


def ask(acme, use_case, *request, actor=READER):
    return acme.read(lambda work: use_case(work, *request), actor=actor)


class TestPage:
    def test_shows_newest_first_a_page_at_a_time(self, acme):
        made = [a_client(client_id=f"c{n}") for n in range(3)]
        acme.write(lambda work: [work.clients.add(each) for each in made])
        newest = [each.client_id for each in sorted(made, key=lambda each: each.id, reverse=True)]
        first = ask(acme, page, ClientsPage(page=PageRequest(2)))
        rest = ask(acme, page, ClientsPage(page=PageRequest(2, first.next)))
        assert [each.client_id for each in (*first.rows, *rest.rows)] == newest


class TestDetail:
    def test_shows_living_secrets_by_their_last_letters(self, acme):
        client, now = a_client(client_id="shop"), acme.clock.now()
        ended = a_client_secret(client.id, hint="old1", expires_at=now - timedelta(seconds=1))
        living = a_client_secret(client.id, hint="new1", expires_at=None)

        def act(work):
            work.clients.add(client)
            work.clients.add_secret(ended)
            work.clients.add_secret(living)

        acme.write(act)
        assert [each.hint for each in ask(acme, detail, "shop").secrets] == ["new1"]

    def test_explains_the_scopes_it_may_ask_for(self, acme):
        own = a_scope(value="orders.read")
        client = a_client(client_id="shop", scopes=("openid", "orders.read", "gone"))

        def act(work):
            work.scopes.put(own)
            work.clients.add(client)

        acme.write(act)
        seen = ask(acme, detail, "shop")
        assert [each.value for each in seen.scopes] == ["openid", "orders.read"]

    def test_refuses_what_is_not_here(self, acme):
        with pytest.raises(Refusal, match="not_found"):
            ask(acme, detail, "nobody")


class TestScopes:
    def test_shows_the_standard_ones_first(self, acme):
        acme.write(lambda work: work.scopes.put(a_scope(value="a.own")))
        seen = [each.value for each in ask(acme, scopes)]
        assert (seen[0], seen[-1]) == ("openid", "a.own")


@pytest.mark.parametrize(
    ("use_case", "request_"), [(page, (ClientsPage(),)), (detail, ("x",)), (scopes, ())]
)
def test_refuses_who_may_not_read_clients(acme, use_case, request_):
    with pytest.raises(Refusal, match="forbidden"):
        ask(acme, use_case, *request_, actor=an_operator())
