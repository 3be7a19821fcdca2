"""An operator changes a client while a person is on their way to it: what is given is today's."""

from dataclasses import replace

import pytest

from domain.kernel.errors import Refusal
from domain.login.records import StepKind
from tests.support.sign_ins import Walk, a_person, open_shop


@pytest.fixture
def walk(stage):
    shop = open_shop(stage)
    a_person(stage)
    return Walk(stage, shop)


def change(walk, **changes):
    now = walk.stage.read(lambda work: work.clients.get(walk.client.id))
    kept = replace(now, version=now.version + 1, **changes)
    assert walk.stage.write(lambda work: work.clients.change(kept))


class TestFinish:
    def test_sends_no_code_to_an_address_that_was_given_up(self, walk):
        """unregistered_redirect_uri"""
        walk.sign_in()
        walk.decide("orders.read")
        change(walk, redirect_uris=("https://shop.example/new",))
        with pytest.raises(Refusal, match="unregistered_redirect_uri"):
            walk.finish()
        assert walk.next().interaction.status == "open"

    def test_grants_no_scope_that_was_taken_from_the_client(self, walk):
        walk.sign_in()
        token = walk.decide("orders.read").token
        change(walk, scopes=("openid", "orders.write"))
        with pytest.raises(Refusal, match="consent_required"):
            walk.finish(token)


class TestNext:
    def test_asks_for_no_scope_that_was_taken_from_the_client(self, walk):
        walk.sign_in()
        change(walk, scopes=("openid", "orders.write"))
        assert walk.next().kind is StepKind.CONSENT
        assert {item.scope for item in walk.question.items} == {"openid", "orders.write"}
