"""Who may act here, and who may keep whom out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.accounts.create import add_account
from domain.accounts.records import AccountStatus, Audience
from domain.kernel.errors import Refusal
from domain.kernel.ids import show
from domain.kernel.work import Actor, ActorKind
from domain.operators.api_keys import NewApiKey, create_api_key
from domain.operators.assign import RoleOf, assign, remove
from domain.operators.invite import NewInvitation, invite, revoke_invitation
from domain.operators.permissions import PERMISSIONS
from domain.operators.records import Role
from domain.operators.resolve import AskPermissions, permissions, tenants_of
from domain.operators.staff_list import AskOperator, ListOperators, operator_card, operator_cards
from domain.operators.suspend import end_sessions, resume, suspend
from domain.sessions.start import start
from tests.support.ground import an_operator


@pytest.fixture
def house(both_grounds):
    both_grounds.install()
    both_grounds.acme = both_grounds.settle(slug="acme")
    both_grounds.globex = both_grounds.settle(slug="globex")
    return both_grounds


def account(house):
    made = house.write(
        lambda work: add_account(work, status=AccountStatus.ENABLED, audience=Audience.STAFF),
        tenant="byleave",
    )
    return made.id


def holder(house, *roles):
    """Make an account with roles and return it as an actor with the words of the last of them."""
    made = account(house)
    for role, tenant_id in roles:
        house.do(assign, RoleOf(made, role, tenant_id))
    return an_operator(*PERMISSIONS[roles[-1][0]], account_id=made)


def signed_in(house, account_id):
    house.write(
        lambda work: start(work, account_id=account_id, amr=("pwd",), browser="Firefox"),
        tenant="byleave",
    )


class TestCards:
    def test_tell_roles_sessions_keys_and_the_day(self, house):
        owner = holder(house, (Role.OWNER, None))
        house.do(create_api_key, NewApiKey(owner.id, "mine"))
        signed_in(house, owner.id)
        (card,) = house.do(operator_cards, ListOperators()).rows
        assert (card.id, card.sessions, card.keys) == (owner.id, 1, 1)
        assert card.last_seen_on == house.clock.now().date()
        assert [each.role for each in card.roles] == [Role.OWNER]
        house.clock.advance(timedelta(days=2))
        again = house.do(operator_card, AskOperator(owner.id))
        assert (again.sessions, again.last_seen_on) == (0, card.last_seen_on)

    def test_an_admin_of_a_tenant_sees_what_stands_there_and_no_more(self, house):
        admin = holder(house, (Role.TENANT_ADMIN, house.acme.id))
        owner = holder(house, (Role.OWNER, None))
        both = holder(house, (Role.SUPPORT, house.globex.id), (Role.SUPPORT, house.acme.id))
        other = holder(house, (Role.SUPPORT, house.globex.id))
        seen = house.do(operator_cards, ListOperators(house.acme.id), actor=admin).rows
        assert {card.id for card in seen} == {admin.id, owner.id, both.id}
        assert {each.tenant_id for card in seen for each in card.roles} == {None, house.acme.id}
        with pytest.raises(Refusal, match="not_found"):
            house.do(operator_card, AskOperator(other.id, house.acme.id), actor=admin)
        for elsewhere in (None, house.globex.id):
            with pytest.raises(Refusal, match="forbidden"):
                house.do(operator_cards, ListOperators(elsewhere), actor=admin)
            with pytest.raises(Refusal, match="forbidden"):
                house.do(operator_card, AskOperator(owner.id, elsewhere), actor=admin)

    def test_are_for_who_reads_operators_and_is_somebody(self, house):
        reader = holder(house, (Role.AUDIT_READER, None))
        nobody = Actor(ActorKind.OPERATOR, "nobody", None, frozenset({"operators.read"}))
        for actor in (reader, nobody):
            with pytest.raises(Refusal, match="forbidden"):
                house.do(operator_cards, ListOperators(), actor=actor)

    def test_refuse_an_account_that_is_none_or_holds_nothing(self, house):
        for account_id in (b"n" * 16, account(house)):
            with pytest.raises(Refusal, match="not_found"):
                house.do(operator_card, AskOperator(account_id))

    def test_refuse_before_the_set_up(self, both_grounds):
        with pytest.raises(Refusal, match="not_installed"):
            both_grounds.do(operator_cards, ListOperators())


class TestAuditReader:
    def test_may_read_the_trail_and_nothing_else(self, house):
        reader = holder(house, (Role.AUDIT_READER, house.acme.id))
        assert house.do(permissions, AskPermissions(reader.id, "acme")) == {"audit.read"}
        for slug in (None, "globex", "byleave"):
            assert house.do(permissions, AskPermissions(reader.id, slug)) == frozenset()
        assert [each.slug for each in house.do(tenants_of, reader.id)] == ["acme"]


class TestAssignInATenant:
    def test_an_admin_gives_and_takes_in_their_own(self, house):
        admin = holder(house, (Role.TENANT_ADMIN, house.acme.id))
        made = account(house)
        role = RoleOf(made, Role.AUDIT_READER, house.acme.id)
        house.do(assign, role, actor=admin)
        assert house.do(permissions, AskPermissions(made, "acme")) == {"audit.read"}
        house.do(remove, role, actor=admin)
        for beyond in (
            RoleOf(made, Role.AUDIT_READER),
            RoleOf(made, Role.AUDIT_READER, house.globex.id),
            RoleOf(made, Role.OWNER),
        ):
            for verb in (assign, remove):
                with pytest.raises(Refusal, match="role_beyond"):
                    house.do(verb, beyond, actor=admin)


class TestSuspend:
    def test_ends_sessions_and_keeps_them_out_until_they_are_let_in(self, house):
        owner = holder(house, (Role.OWNER, None))
        sue = holder(house, (Role.SUPPORT, house.acme.id)).id
        signed_in(house, sue)
        house.do(suspend, sue, actor=owner)
        card = house.do(operator_card, AskOperator(sue))
        assert (card.status, card.sessions) == (AccountStatus.DISABLED, 0)
        assert house.do(permissions, AskPermissions(sue, "acme")) == frozenset()
        with pytest.raises(Refusal, match="account_state"):
            house.do(suspend, sue, actor=owner)
        house.do(resume, sue, actor=owner)
        with pytest.raises(Refusal, match="account_state"):
            house.do(resume, sue, actor=owner)
        assert house.do(permissions, AskPermissions(sue, "acme"))

    def test_an_admin_stops_who_works_in_their_tenant_alone(self, house):
        admin = holder(house, (Role.TENANT_ADMIN, house.acme.id))
        mine = holder(house, (Role.SUPPORT, house.acme.id)).id
        both = holder(house, (Role.SUPPORT, house.acme.id), (Role.SUPPORT, house.globex.id)).id
        owner = holder(house, (Role.OWNER, None)).id
        holder(house, (Role.OWNER, None))
        for verb in (suspend, resume, end_sessions):
            for theirs in (both, owner):
                with pytest.raises(Refusal, match="role_beyond"):
                    house.do(verb, theirs, actor=admin)
        house.do(suspend, mine, actor=admin)
        house.do(resume, mine, actor=admin)

    def test_sessions_end_and_may_begin_again(self, house):
        sue = holder(house, (Role.SUPPORT, None)).id
        signed_in(house, sue)
        signed_in(house, sue)
        assert house.do(end_sessions, sue) == 2
        assert house.do(end_sessions, sue) == 0
        signed_in(house, sue)

    def test_refuses_oneself_the_last_owner_and_who_is_no_operator(self, house):
        owner = holder(house, (Role.OWNER, None))
        for verb in (suspend, resume, end_sessions):
            with pytest.raises(Refusal, match="own_role"):
                house.do(verb, owner.id, actor=owner)
            with pytest.raises(Refusal, match="not_found"):
                house.do(verb, account(house), actor=owner)
        with pytest.raises(Refusal, match="last_owner"):
            house.do(suspend, owner.id)

    def test_refuses_who_may_not(self, house):
        support = holder(house, (Role.SUPPORT, None))
        for verb in (suspend, resume, end_sessions):
            with pytest.raises(Refusal, match="forbidden"):
                house.do(verb, account(house), actor=support)

    def test_refuses_before_the_set_up(self, both_grounds):
        with pytest.raises(Refusal, match=r"not_installed|not_found"):
            both_grounds.do(suspend, b"n" * 16)


class TestKeyOfOneTenant:
    """A key that was made for one tenant is not its operator everywhere."""

    def machine(self, house, slug):
        owner = holder(house, (Role.OWNER, None))
        wanted = NewApiKey(owner.id, "there", ("operators.change", "accounts.disable"), slug)
        key = house.do(create_api_key, wanted).key
        return replace(owner, fresh=False, via=show("apk", key.id))

    def test_stops_nobody_who_works_elsewhere(self, house):
        machine = self.machine(house, "acme")
        for roles in (
            [(Role.OWNER, None)],
            [(Role.SUPPORT, house.globex.id)],
            [(Role.SUPPORT, house.acme.id), (Role.SUPPORT, house.globex.id)],
        ):
            other = holder(house, *roles)
            with pytest.raises(Refusal, match="role_beyond"):
                house.do(suspend, other.id, actor=machine)
        here = holder(house, (Role.SUPPORT, house.acme.id))
        house.do(suspend, here.id, actor=machine)

    def test_takes_no_invitation_of_elsewhere_back(self, house):
        machine = self.machine(house, "acme")
        there = house.do(invite, NewInvitation((Role.SUPPORT,), house.globex.id)).invitation
        with pytest.raises(Refusal, match="role_beyond"):
            house.do(revoke_invitation, there.id, actor=machine)

    def test_a_key_of_everywhere_does_what_its_operator_may(self, house):
        machine = self.machine(house, None)
        other = holder(house, (Role.SUPPORT, house.globex.id))
        house.do(suspend, other.id, actor=machine)

    def test_an_address_of_one_tenant_reaches_nobody_elsewhere(self, house):
        machine = replace(self.machine(house, None), place=house.acme.id)
        other = holder(house, (Role.SUPPORT, house.globex.id))
        there = house.do(invite, NewInvitation((Role.SUPPORT,), house.globex.id)).invitation
        for verb, id_ in ((suspend, other.id), (revoke_invitation, there.id)):
            with pytest.raises(Refusal, match="role_beyond"):
                house.do(verb, id_, actor=machine)
        here = holder(house, (Role.SUPPORT, house.acme.id))
        house.do(suspend, here.id, actor=machine)

    def test_a_key_that_is_none_gives_nothing(self, house):
        machine = replace(self.machine(house, None), via="apk_1")
        with pytest.raises(Refusal, match="role_beyond"):
            house.do(assign, RoleOf(account(house), Role.SUPPORT), actor=machine)
