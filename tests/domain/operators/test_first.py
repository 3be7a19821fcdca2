"""The set-up, and the link that makes the first owner."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.clients.records import AuthMethod, ClientType
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.operators.first import (
    TICKET_LIFETIME,
    FirstOperator,
    check_ticket,
    first_operator,
    has_operator,
    issue_ticket,
)
from domain.operators.install import Install, install
from domain.operators.records import Role
from domain.operators.resolve import operators
from tests.support.ground import BASE_URL, an_operator

PASSWORD = Secret("a long enough passphrase")


@pytest.fixture
def house(both_grounds):
    both_grounds.install()
    return both_grounds


def asked(ticket, name="dana", password=PASSWORD):
    return FirstOperator(ticket, Secret(name), password)


class TestInstall:
    def test_makes_the_operators_tenant_and_the_console_as_its_client(self, house):
        client = house.look(lambda w: w.clients.by_client_id("console"), tenant="byleave")
        assert client.redirect_uris == (f"{BASE_URL}/console/cb",)
        assert (client.type, client.auth_method) == (ClientType.PUBLIC, AuthMethod.NONE)
        assert client.first_party
        assert client.require_pkce
        assert [each.rule for each in client.relaxations] == ["first_party"]

    def test_a_second_time_changes_nothing(self, house):
        before = house.told("byleave")
        assert house.do(install, Install(BASE_URL)).version == 1
        assert house.told("byleave") == before

    def test_follows_the_installation_to_another_address(self, house):
        moved = house.do(install, Install("http://localhost:8180"))
        assert moved.redirect_uris == ("http://localhost:8180/console/cb",)
        assert [each.rule for each in moved.relaxations] == ["first_party", "loopback_http"]


class TestIssueTicket:
    def test_a_new_link_takes_the_place_of_the_old(self, house):
        old, new = house.do(issue_ticket), house.do(issue_ticket)
        with pytest.raises(Refusal, match="link_gone"):
            house.do(check_ticket, old)
        house.do(check_ticket, new)
        assert len(house.told("byleave", "operator.link_issued")) == 2

    def test_runs_out(self, house):
        ticket = house.do(issue_ticket)
        house.clock.advance(TICKET_LIFETIME)
        with pytest.raises(Refusal, match="link_gone"):
            house.do(first_operator, asked(ticket))

    def test_refuses_who_may_not_change_operators(self, house):
        with pytest.raises(Refusal, match="forbidden"):
            house.do(issue_ticket, actor=an_operator("operators.read"))

    def test_refuses_before_the_set_up(self, both_grounds):
        with pytest.raises(Refusal, match="not_installed"):
            both_grounds.do(issue_ticket)
        assert not both_grounds.do(has_operator)


class TestFirstOperator:
    def test_makes_an_owner_who_can_sign_in_and_uses_the_link_up(self, house):
        ticket = house.do(issue_ticket)
        assert not house.do(has_operator)
        account = house.do(first_operator, asked(ticket))
        (held,) = house.do(operators)
        assert (held.account_id, held.role, held.tenant_id) == (account.id, Role.OWNER, None)
        assert (
            house.look(lambda w: w.passwords.of_account(account.id), tenant="byleave") is not None
        )
        assert (
            len(house.look(lambda w: w.identifiers.of_account(account.id), tenant="byleave")) == 1
        )
        assert house.do(has_operator)
        with pytest.raises(Refusal, match="link_gone"):
            house.do(first_operator, asked(ticket, "evan"))

    def test_keeps_the_name_that_others_see_apart_from_the_one_that_is_sealed(self, house):
        request = replace(asked(house.do(issue_ticket)), label=" Night shift ")
        account = house.do(first_operator, request)
        assert account.label == "Night shift"
        assert "Night shift" not in f"{request!r}"
        assert not [line for line in house.told("byleave") if "Night shift" in f"{line!r}"]

    @pytest.mark.parametrize("label", ["n" * 81, "a\u202eb", "Dana", " DANA "])
    def test_refuses_a_name_for_others_that_is_too_long_hidden_or_the_sealed_one(
        self, house, label
    ):
        ticket = house.do(issue_ticket)
        with pytest.raises(Refusal, match="invalid_input") as told:
            house.do(first_operator, replace(asked(ticket), label=label))
        assert told.value.field == "label"
        house.do(check_ticket, ticket)

    def test_two_at_once_make_one_owner(self, house):
        ticket = house.do(issue_ticket)
        request = asked(ticket)
        seen = house.look(lambda work: first_operator.look(work, request))
        powers = {name: house.powers[name] for name in first_operator.powers}
        made = first_operator.slow(seen, request, **powers)
        house.do(first_operator, asked(ticket, "evan"))
        with pytest.raises(Refusal, match="link_gone"):
            house.write(lambda work: first_operator.settle(work, request, seen, made))
        assert len(house.do(operators)) == 1

    def test_a_name_that_is_taken_leaves_the_link_good(self, house):
        house.do(first_operator, asked(house.do(issue_ticket)))
        ticket = house.do(issue_ticket)
        with pytest.raises(Refusal, match="identifier_taken"):
            house.do(first_operator, asked(ticket, "DANA"))
        house.do(first_operator, asked(ticket, "evan"))

    def test_refuses_a_name_that_is_none(self, house):
        with pytest.raises(Refusal, match="invalid_identifier"):
            house.do(first_operator, asked(house.do(issue_ticket), ""))

    @pytest.mark.parametrize(
        ("password", "code"),
        [("short", "password_too_short"), ("byleave byleave", "password_is_name")],
    )
    def test_refuses_a_password_that_is_no_good_and_leaves_the_link_good(
        self, house, password, code
    ):
        ticket = house.do(issue_ticket)
        with pytest.raises(Refusal, match=code):
            house.do(first_operator, asked(ticket, password=Secret(password)))
        house.do(check_ticket, ticket)

    def test_refuses_before_the_set_up(self, both_grounds):
        with pytest.raises(Refusal, match="link_gone"):
            both_grounds.do(first_operator, asked(Secret("x")))

    def test_a_link_is_good_to_its_last_second(self, house):
        ticket = house.do(issue_ticket)
        house.clock.advance(TICKET_LIFETIME - timedelta(seconds=1))
        house.do(check_ticket, ticket)
