"""The last owner's account stays, whoever wants it gone; in other tenants the rule is silent."""

from dataclasses import replace

import pytest

from domain.accounts.create import add_account
from domain.accounts.records import AccountStatus, Audience
from domain.kernel.errors import Refusal
from domain.kernel.work import Actor, ActorKind
from domain.operators.assign import RoleOf, assign
from domain.operators.records import Role
from domain.operators.refusals import LAST_OWNER
from domain.operators.stop import disable_account, erase_account, erase_own_account
from tests.support.ground import an_operator


@pytest.fixture
def house(both_grounds):
    both_grounds.install()
    both_grounds.acme = both_grounds.settle(slug="acme")
    return both_grounds


def account(house, tenant="byleave"):
    made = house.write(
        lambda work: add_account(work, status=AccountStatus.ENABLED, audience=Audience.STAFF),
        tenant=tenant,
    )
    return made.id


def an_owner(house):
    made = account(house)
    house.do(assign, RoleOf(made, Role.OWNER))
    return made


def person(account_id):
    return Actor(ActorKind.PERSON, "acc_owner", account_id)


class TestStop:
    def test_refuses_to_disable_erase_or_let_go_the_last_owner(self, house):
        last = an_owner(house)
        for verb, actor in (
            (disable_account, None),
            (erase_account, None),
            (erase_own_account, person(last)),
        ):
            given = {} if actor is None else {"actor": actor}
            with pytest.raises(Refusal) as refused:
                house.do(verb, last, tenant="byleave", **given)
            assert refused.value.kind is LAST_OWNER

    def test_lets_an_owner_go_while_another_stands(self, house):
        first, second = an_owner(house), an_owner(house)
        house.do(disable_account, first, tenant="byleave")
        with pytest.raises(Refusal, match="last_owner"):
            house.do(disable_account, second, tenant="byleave")

    def test_is_silent_in_other_tenants(self, house):
        somebody = account(house, "acme")
        house.do(disable_account, somebody, tenant="acme")
        house.do(erase_account, somebody, tenant="acme")

    def test_says_what_the_accounts_room_says(self, house):
        """account_state"""
        somebody = account(house, "acme")
        house.do(erase_account, somebody, tenant="acme")
        with pytest.raises(Refusal, match="account_state"):
            house.do(disable_account, somebody, tenant="acme")


class TestFreshProof:
    def test_is_asked_before_an_account_is_erased_for_good(self, house):
        somebody = account(house, "acme")
        operator = an_operator("accounts.erase")
        stale = replace(operator, fresh=False)
        with pytest.raises(Refusal, match="fresh_proof_needed"):
            house.do(erase_account, somebody, tenant="acme", actor=stale)
        house.do(erase_account, somebody, tenant="acme", actor=operator)

    def test_is_not_asked_of_a_key_which_has_the_permission_explicitly(self, house):
        somebody = account(house, "acme")
        machine = replace(an_operator("accounts.erase"), fresh=False, via="apk_1")
        house.do(erase_account, somebody, tenant="acme", actor=machine)
