"""A tenant's own scopes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.clients.define_scope import define_scope, remove_scope
from domain.clients.records import ConsentNeed, Scope
from domain.kernel.errors import Refusal
from tests.support.factories import a_client
from tests.support.ground import an_operator

SCOPE = Scope("orders.read", "Your orders", "Sees what you ordered.", ConsentNeed.OPTIONAL)


@pytest.fixture
def acme(ground):
    ground.settle(slug="acme")
    return ground


def scopes(ground):
    return ground.look(lambda work: work.scopes.all(), tenant="acme")


class TestDefineScope:
    def test_keeps_it_in_place_of_an_earlier_one_and_tells_it(self, acme):
        acme.do(define_scope, SCOPE, tenant="acme")
        other = replace(SCOPE, label="Orders")
        acme.do(define_scope, other, tenant="acme")
        assert scopes(acme) == (other,)
        assert len(acme.told("acme", "scope.defined")) == 2

    def test_may_have_no_sentence_where_nobody_is_shown_it(self, acme):
        quiet = replace(SCOPE, sentence="", consent=ConsentNeed.NONE)
        acme.do(define_scope, quiet, tenant="acme")

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("value", {"value": "two words"}),
            ("value", {"value": "openid"}),
            ("label", {"label": " "}),
            ("label", {"label": "\u2800"}),
            ("label", {"label": "x" * 81}),
            ("sentence", {"sentence": ""}),
            ("sentence", {"sentence": "\u3164 \u2800"}),
            ("sentence", {"sentence": "x" * 201}),
            ("sentence", {"sentence": "sees your \u202enothing"}),
            ("sentence", {"sentence": "a NUL \x00 in it"}),
            ("longest_consent", {"longest_consent": timedelta()}),
        ],
    )
    def test_refuses_what_nobody_can_be_asked_about(self, acme, field, changes):
        with pytest.raises(Refusal, match="invalid_input") as refused:
            acme.do(define_scope, replace(SCOPE, **changes), tenant="acme")
        assert refused.value.field == field


class TestRemoveScope:
    def test_takes_it_away_and_tells_it(self, acme):
        acme.do(define_scope, SCOPE, tenant="acme")
        acme.do(remove_scope, SCOPE.value, tenant="acme")
        assert scopes(acme) == ()
        assert len(acme.told("acme", "scope.removed")) == 1

    def test_refuses_one_that_a_client_may_ask_for(self, acme):
        acme.do(define_scope, SCOPE, tenant="acme")
        client = a_client(scopes=("openid", SCOPE.value))
        acme.write(lambda work: work.clients.add(client), tenant="acme")
        with pytest.raises(Refusal, match="scope_in_use") as refused:
            acme.do(remove_scope, SCOPE.value, tenant="acme")
        assert client.client_id in refused.value.sentence()

    def test_refuses_one_that_is_not_there(self, acme):
        with pytest.raises(Refusal, match="not_found"):
            acme.do(remove_scope, "nothing", tenant="acme")

    def test_refuses_who_may_not_change_clients(self, acme):
        for verb, request in ((define_scope, SCOPE), (remove_scope, SCOPE.value)):
            with pytest.raises(Refusal, match="forbidden"):
                acme.do(verb, request, tenant="acme", actor=an_operator("clients.read"))
