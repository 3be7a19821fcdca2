from dataclasses import replace

import pytest

from domain.accounts.disable import disable
from domain.accounts.enable import enable
from domain.accounts.erase import erase, erase_own
from domain.accounts.events import AccountDisabled, AccountEnabled, AccountErased
from domain.accounts.records import Account, AccountStatus
from domain.accounts.subscribers import on_account_erased
from domain.kernel.errors import Refusal
from domain.kernel.work import STRANGER
from tests.domain.staged import a_person, an_operator
from tests.support.factories import an_account, an_activation

KEEPER = an_operator("accounts.disable", "accounts.erase")
READER = an_operator("accounts.read")


def kept(stage, tenant="acme", **changes):
    account = an_account(**changes)
    stage.write(lambda work: work.accounts.add(account), tenant=tenant)
    return account.id


def status(stage, account_id):
    return stage.read(lambda work: work.accounts.get(account_id)).status


class TestDisable:
    @pytest.mark.parametrize("before", ["pending", "enabled", "locked"])
    def test_keeps_an_account_from_signing_in(self, both, before):
        who = kept(both, status=AccountStatus(before))
        both.write(lambda work: disable(work, who), actor=KEEPER)
        assert status(both, who) is AccountStatus.DISABLED
        assert both.told == [AccountDisabled(subject=who)]

    def test_takes_its_activation_link_away(self, stage):
        who = kept(stage, status=AccountStatus.PENDING)
        link = an_activation(who)
        stage.write(lambda work: work.activations.add(link))
        stage.write(lambda work: disable(work, who), actor=KEEPER)
        assert stage.read(lambda work: work.activations.peek(link.digest, work.now)) is None

    @pytest.mark.parametrize("before", ["disabled", "erased"])
    def test_refuses_account_state_of_all_others(self, stage, before):
        who = kept(stage, status=AccountStatus(before))
        with pytest.raises(Refusal, match="account_state"):
            stage.write(lambda work: disable(work, who), actor=KEEPER)
        assert stage.told == []

    def test_refuses_an_account_of_another_tenant(self, stage):
        stage.settle(slug="globex")
        who = kept(stage, "globex")
        with pytest.raises(Refusal, match="not_found"):
            stage.write(lambda work: disable(work, who), actor=KEEPER)

    def test_refuses_an_actor_who_may_not(self, stage):
        who = kept(stage)
        for actor in (READER, STRANGER, a_person(who)):
            with pytest.raises(Refusal, match="forbidden"):
                stage.write(lambda work: disable(work, who), actor=actor)


class TestEnable:
    @pytest.mark.parametrize("before", ["disabled", "locked"])
    def test_lets_it_sign_in_again(self, both, before):
        who = kept(both, status=AccountStatus(before))
        both.write(lambda work: enable(work, who), actor=KEEPER)
        assert status(both, who) is AccountStatus.ENABLED
        assert both.told == [AccountEnabled(subject=who)]

    def test_lets_one_that_waited_for_its_person_wait_again(self, both):
        who = kept(both, status=AccountStatus.PENDING)
        both.write(lambda work: disable(work, who), actor=KEEPER)
        both.write(lambda work: enable(work, who), actor=KEEPER)
        assert status(both, who) is AccountStatus.PENDING
        assert both.told[-1] == AccountEnabled(subject=who, status="pending")

    def test_forgets_the_waiting_once_the_person_came(self, both):
        who = kept(both, status=AccountStatus.PENDING)
        both.write(lambda work: disable(work, who), actor=KEEPER)
        both.write(lambda work: enable(work, who), actor=KEEPER)
        came = (AccountStatus.PENDING,), AccountStatus.ENABLED
        both.write(lambda work: work.accounts.move(who, *came))
        both.write(lambda work: disable(work, who), actor=KEEPER)
        both.write(lambda work: enable(work, who), actor=KEEPER)
        assert status(both, who) is AccountStatus.ENABLED

    @pytest.mark.parametrize("before", ["pending", "enabled", "erased"])
    def test_refuses_account_state_of_all_others(self, stage, before):
        who = kept(stage, status=AccountStatus(before))
        with pytest.raises(Refusal, match="account_state"):
            stage.write(lambda work: enable(work, who), actor=KEEPER)

    def test_refuses_an_account_that_is_not_here(self, stage):
        with pytest.raises(Refusal, match="not_found"):
            stage.write(lambda work: enable(work, b"x" * 16), actor=KEEPER)

    def test_refuses_an_actor_who_may_not(self, stage):
        who = kept(stage, status=AccountStatus.DISABLED)
        with pytest.raises(Refusal, match="forbidden"):
            stage.write(lambda work: enable(work, who), actor=READER)


class TestErase:
    def test_leaves_the_row_and_its_status(self, both):
        who = kept(both, label="Ada", locale="de")
        before: Account = both.read(lambda work: work.accounts.get(who))
        both.write(lambda work: erase(work, who), actor=KEEPER)
        after = both.read(lambda work: work.accounts.get(who))
        assert after == replace(before, status=AccountStatus.ERASED, label="", locale="", version=2)
        assert both.told == [AccountErased(subject=who, by="operator")]

    def test_refuses_account_state_the_second_time(self, stage):
        who = kept(stage)
        stage.write(lambda work: erase(work, who), actor=KEEPER)
        with pytest.raises(Refusal, match="account_state"):
            stage.write(lambda work: erase(work, who), actor=KEEPER)

    def test_refuses_an_account_that_is_not_here(self, stage):
        with pytest.raises(Refusal, match="not_found"):
            stage.write(lambda work: erase(work, b"x" * 16), actor=KEEPER)

    def test_refuses_an_actor_who_may_not(self, stage):
        who = kept(stage)
        with pytest.raises(Refusal, match="forbidden"):
            stage.write(lambda work: erase(work, who), actor=an_operator("accounts.disable"))

    def test_refuses_with_conflict_what_changed_in_between(self, stage):
        who = kept(stage)

        def act(work):
            class Behind:
                """Accounts as another work saw them a moment ago."""

                get = work.accounts.get

                def change(self, account):
                    return work.accounts.change(replace(account, version=account.version - 1))

            late = type("Late", (), {"actor": work.actor, "accounts": Behind(), "now": work.now})
            erase(late, who)

        with pytest.raises(Refusal, match="conflict"):
            stage.write(act, actor=KEEPER)
        assert status(stage, who) is AccountStatus.ENABLED


class TestEraseOwn:
    def test_is_the_persons_own_act(self, both):
        who = kept(both)
        both.write(lambda work: erase_own(work, who), actor=a_person(who))
        assert status(both, who) is AccountStatus.ERASED
        assert both.told == [AccountErased(subject=who, by="person")]

    def test_refuses_everybody_else_with_not_found(self, stage):
        who, other = kept(stage), kept(stage)
        for actor in (a_person(other), STRANGER, KEEPER):
            with pytest.raises(Refusal, match="not_found"):
                stage.write(lambda work: erase_own(work, who), actor=actor)
        assert status(stage, who) is AccountStatus.ENABLED

    def test_refuses_account_state_the_second_time(self, stage):
        who = kept(stage, status=AccountStatus.ERASED)
        with pytest.raises(Refusal, match="account_state"):
            stage.write(lambda work: erase_own(work, who), actor=a_person(who))


class TestOnAccountErased:
    def test_takes_the_activation_link_away(self, both):
        who = kept(both)
        link = an_activation(who)
        both.write(lambda work: work.activations.add(link))
        both.write(lambda work: on_account_erased(work, AccountErased(by="person")))
        assert both.read(lambda work: work.activations.peek(link.digest, work.now)) == link
        both.write(lambda work: on_account_erased(work, AccountErased(subject=who, by="person")))
        assert both.read(lambda work: work.activations.peek(link.digest, work.now)) is None
