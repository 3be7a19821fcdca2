from datetime import timedelta

import pytest

from domain.accounts.activate import new_link
from domain.accounts.create import CreateAccount, add_account, create_by_operator
from domain.accounts.events import AccountCreated, ActivationIssued
from domain.accounts.records import AccountFilter, AccountStatus, Audience
from domain.identifiers.events import IdentifierClaimed
from domain.identifiers.records import IdentifierKind
from domain.kernel.errors import Refusal
from domain.kernel.paging import PageRequest
from domain.kernel.secrets import Secret, digest
from tests.domain.staged import an_operator, run
from tests.support.factories import an_account

OPERATOR = an_operator("accounts.create")
NAME = Secret("Alice")
ADDRESS = Secret("alice@example.test")


def wanted(*identifiers, **changes):
    return CreateAccount(identifiers=identifiers or (NAME, ADDRESS), **changes)


def all_accounts(stage):
    return stage.read(lambda work: work.accounts.page(AccountFilter(), PageRequest())).rows


class TestAddAccount:
    def test_keeps_it(self, both):
        made = both.write(
            lambda work: add_account(
                work,
                status=AccountStatus.ENABLED,
                audience=Audience.STAFF,
                label=" Ops ",
                locale="de",
            )
        )
        assert both.read(lambda work: work.accounts.get(made.id)) == made
        assert (made.label, made.locale, made.version) == ("Ops", "de", 1)
        assert both.told == [
            AccountCreated(subject=made.id, status="enabled", audience="staff", persona=False)
        ]

    def test_takes_an_id_that_was_made_before(self, stage):
        made = stage.write(
            lambda work: add_account(work, status=AccountStatus.ENABLED, account_id=b"i" * 16)
        )
        assert made.id == b"i" * 16

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("label", "x" * 81),
            ("label", "a\x00b"),
            ("label", "a\u202eb"),
            ("locale", "german!"),
            ("locale", "x-"),
            ("locale", "de-" + "x" * 40),
            ("locale", "de\n"),
        ],
    )
    def test_refuses_invalid_input(self, stage, field, value):
        with pytest.raises(Refusal, match="invalid_input") as raised:
            stage.write(
                lambda work: add_account(work, status=AccountStatus.ENABLED, **{field: value})
            )
        assert raised.value.field == field
        assert value not in raised.value.sentence()

    @pytest.mark.parametrize("locale", ["", "de", "pt-BR", "zh-Hant-TW", "gsw"])
    def test_takes_every_locale(self, stage, locale):
        stage.write(lambda work: add_account(work, status=AccountStatus.ENABLED, locale=locale))


class TestCreateByOperator:
    def test_makes_a_pending_account_and_a_link(self, both):
        made = run(both, create_by_operator, wanted(label="Ada"), actor=OPERATOR)
        kept = both.read(lambda work: work.accounts.get(made.account.id))
        assert (kept.status, kept.label, kept.persona) == (AccountStatus.PENDING, "Ada", False)
        held = both.read(lambda work: work.identifiers.of_account(kept.id))
        assert {each.kind for each in held} == {IdentifierKind.USERNAME, IdentifierKind.EMAIL}
        link = both.read(lambda work: work.activations.peek(digest(made.activation), work.now))
        assert link.account_id == kept.id
        assert [type(event) for event in both.told] == [
            IdentifierClaimed,
            IdentifierClaimed,
            AccountCreated,
            ActivationIssued,
        ]

    def test_gives_a_link_for_three_days(self, stage):
        made = run(stage, create_by_operator, wanted(), actor=OPERATOR)

        def live():
            return stage.read(lambda work: work.activations.peek(digest(made.activation), work.now))

        stage.clock.advance(timedelta(hours=71, minutes=59))
        assert live() is not None
        stage.clock.advance(timedelta(minutes=1))
        assert live() is None

    def test_takes_one_name_that_is_typed_twice_once(self, stage):
        made = run(stage, create_by_operator, wanted(NAME, Secret("ALICE ")), actor=OPERATOR)
        assert len(stage.read(lambda work: work.identifiers.of_account(made.account.id))) == 1

    def test_refuses_an_actor_who_may_not(self, stage):
        nosy = an_operator("accounts.read")
        with pytest.raises(Refusal, match="forbidden"):
            run(stage, create_by_operator, wanted(), actor=nosy)
        seen = stage.read(lambda work: create_by_operator.look(work, wanted()))
        with pytest.raises(Refusal, match="forbidden"):
            stage.write(
                lambda work: create_by_operator.settle(work, wanted(), seen, ()), actor=nosy
            )
        assert all_accounts(stage) == ()

    @pytest.mark.parametrize("taken", [NAME, ADDRESS])
    def test_refuses_identifier_taken_and_leaves_nothing_behind(self, both, taken):
        run(both, create_by_operator, wanted(taken), actor=OPERATOR)
        with pytest.raises(Refusal, match="identifier_taken") as told:
            run(both, create_by_operator, wanted(), actor=OPERATOR)
        assert len(all_accounts(both)) == 1
        assert told.value.sentence() == "Another account has this name or address already."
        assert "Sign in with it" not in told.value.kind.way_out

    def test_refuses_invalid_identifier(self, stage):
        with pytest.raises(Refusal, match="invalid_identifier"):
            run(stage, create_by_operator, wanted(NAME, Secret("a@")), actor=OPERATOR)

    @pytest.mark.parametrize(
        "request_",
        [
            CreateAccount(identifiers=()),
            wanted(*[Secret(f"name{n}") for n in range(11)]),
            wanted(label="x" * 81),
            wanted(locale="!"),
        ],
    )
    def test_refuses_invalid_input(self, stage, request_):
        with pytest.raises(Refusal, match="invalid_input"):
            run(stage, create_by_operator, request_, actor=OPERATOR)


class TestNewLink:
    def linked(self, stage, status, actor=OPERATOR):
        account = an_account(status=status)
        stage.write(lambda work: work.accounts.add(account))
        return stage.write(lambda work: new_link(work, account.id), actor=actor), account.id

    @pytest.mark.parametrize("status", [AccountStatus.PENDING, AccountStatus.ENABLED])
    def test_makes_a_link_in_place_of_the_earlier_one(self, both, status):
        first, account_id = self.linked(both, status)
        second = both.write(lambda work: new_link(work, account_id), actor=OPERATOR)
        peeked = [
            both.read(lambda work, link=link: work.activations.peek(digest(link), work.now))
            for link in (first, second)
        ]
        assert peeked[0] is None
        assert peeked[1].account_id == account_id
        assert both.told == [ActivationIssued(subject=account_id)] * 2

    @pytest.mark.parametrize(
        "status", [AccountStatus.DISABLED, AccountStatus.LOCKED, AccountStatus.ERASED]
    )
    def test_refuses_account_state_of_all_others(self, stage, status):
        with pytest.raises(Refusal, match="account_state") as raised:
            self.linked(stage, status)
        assert status.value in raised.value.sentence()

    def test_refuses_an_account_that_is_not_here(self, stage):
        with pytest.raises(Refusal, match="not_found"):
            stage.write(lambda work: new_link(work, b"x" * 16), actor=OPERATOR)

    def test_refuses_an_actor_who_may_not(self, stage):
        with pytest.raises(Refusal, match="forbidden"):
            self.linked(stage, AccountStatus.PENDING, an_operator("accounts.read"))
