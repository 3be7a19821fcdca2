"""Nobody raises themselves, and the last owner stays."""

from dataclasses import replace

import pytest

from domain.accounts.create import add_account
from domain.accounts.disable import disable
from domain.accounts.erase import erase
from domain.accounts.records import AccountStatus, Audience
from domain.kernel.errors import Refusal
from domain.operators.assign import RoleOf, assign, remove
from domain.operators.permissions import ABOVE, EVERYTHING, PERMISSIONS, READS
from domain.operators.records import Role
from domain.operators.resolve import AskPermissions, operators, permissions, tenants_of
from domain.operators.rules import may_hand_out
from tests.support.ground import an_operator


@pytest.fixture
def house(both_grounds):
    both_grounds.install()
    both_grounds.acme = both_grounds.settle(slug="acme")
    both_grounds.globex = both_grounds.settle(slug="globex")
    return both_grounds


def account(house, status=AccountStatus.ENABLED):
    made = house.write(
        lambda work: add_account(work, status=status, audience=Audience.STAFF), tenant="byleave"
    )
    return made.id


def holder(house, role, tenant_id=None):
    """Make an account with a role and return it as an actor."""
    made = account(house)
    house.do(assign, RoleOf(made, role, tenant_id))
    return an_operator(*PERMISSIONS[role], account_id=made)


class TestAssign:
    def test_gives_a_role_once_and_tells_it_where_operators_live(self, house):
        made = account(house)
        for _ in range(2):
            house.do(assign, RoleOf(made, Role.SUPPORT, house.acme.id))
        (line,) = house.told("byleave", "operator.assigned")
        assert line.subject_id == made
        assert line.facts["role"] == "support"
        assert str(line.facts["tenant"]).startswith("ten_")

    def test_is_told_in_the_trail_of_its_tenant_too(self, house):
        made = account(house)
        for role, where in ((Role.SUPPORT, house.acme.id), (Role.AUDITOR, None)):
            house.do(assign, RoleOf(made, role, where))
            house.do(remove, RoleOf(made, role, where))
        for name in ("operator.assigned", "operator.removed"):
            counts = [len(house.told(slug, name)) for slug in ("byleave", "acme", "globex")]
            assert counts == [2, 1, 0]

    @pytest.mark.parametrize("role", [Role.OWNER, Role.TENANT_ADMIN])
    def test_asks_for_a_fresh_proof_before_a_role_that_hands_out_roles(self, house, role):
        stale = replace(holder(house, Role.OWNER), fresh=False)
        made = account(house)
        with pytest.raises(Refusal, match="fresh_proof_needed"):
            house.do(assign, RoleOf(made, role), actor=stale)
        house.do(assign, RoleOf(made, Role.SUPPORT), actor=stale)
        house.do(assign, RoleOf(made, role), actor=replace(stale, fresh=True))

    def test_an_owner_may_make_owners(self, house):
        owner = holder(house, Role.OWNER)
        house.do(assign, RoleOf(account(house), Role.OWNER), actor=owner)
        assert len(house.do(operators)) == 2

    def test_an_admin_may_staff_their_own_tenant(self, house):
        admin = holder(house, Role.TENANT_ADMIN, house.acme.id)
        house.do(assign, RoleOf(account(house), Role.SUPPORT, house.acme.id), actor=admin)

    @pytest.mark.parametrize(
        ("role", "where"),
        [
            (Role.OWNER, None),
            (Role.TENANT_ADMIN, None),
            (Role.SUPPORT, "globex"),
            (Role.SUPPORT, None),
        ],
    )
    def test_refuses_an_admin_a_role_above_or_beside(self, house, role, where):
        admin = holder(house, Role.TENANT_ADMIN, house.acme.id)
        tenant_id = getattr(house, where).id if where else None
        with pytest.raises(Refusal, match="role_beyond"):
            house.do(assign, RoleOf(account(house), role, tenant_id), actor=admin)

    def test_refuses_ones_own_role(self, house):
        owner = holder(house, Role.OWNER)
        for verb in (assign, remove):
            with pytest.raises(Refusal, match="own_role"):
                house.do(verb, RoleOf(owner.id, Role.AUDITOR), actor=owner)

    def test_refuses_who_may_not_change_operators(self, house):
        support = holder(house, Role.SUPPORT)
        for verb in (assign, remove):
            with pytest.raises(Refusal, match="forbidden"):
                house.do(verb, RoleOf(account(house), Role.SUPPORT), actor=support)

    def test_refuses_a_permission_without_a_role_that_stands_behind_it(self, house):
        stale = an_operator("operators.change", account_id=account(house))
        with pytest.raises(Refusal, match="role_beyond"):
            house.do(assign, RoleOf(account(house), Role.SUPPORT), actor=stale)

    def test_refuses_an_owner_of_one_tenant_and_a_role_for_the_operators_own(self, house):
        own = house.look(lambda work: work.tenants.by_slug("byleave")).id
        for role, tenant_id in ((Role.OWNER, house.acme.id), (Role.SUPPORT, own)):
            with pytest.raises(Refusal, match="invalid_input"):
                house.do(assign, RoleOf(account(house), role, tenant_id))

    def test_refuses_an_account_or_tenant_that_is_not_there(self, house):
        gone = account(house)
        house.do(erase, gone, tenant="byleave")
        for request in (
            RoleOf(b"n" * 16, Role.SUPPORT),
            RoleOf(gone, Role.SUPPORT),
            RoleOf(account(house), Role.SUPPORT, b"n" * 16),
        ):
            with pytest.raises(Refusal, match="not_found"):
                house.do(assign, request)

    def test_refuses_before_the_set_up(self, both_grounds):
        with pytest.raises(Refusal, match="not_installed"):
            both_grounds.do(assign, RoleOf(b"n" * 16, Role.SUPPORT))


class TestRemove:
    def test_takes_a_role_away_and_tells_it(self, house):
        made = holder(house, Role.SUPPORT, house.acme.id).id
        house.do(remove, RoleOf(made, Role.SUPPORT, house.acme.id))
        assert house.do(operators) == ()
        assert len(house.told("byleave", "operator.removed")) == 1

    def test_refuses_the_last_owner_who_can_sign_in(self, house):
        first, second = holder(house, Role.OWNER).id, holder(house, Role.OWNER).id
        house.do(disable, second, tenant="byleave")
        with pytest.raises(Refusal, match="last_owner"):
            house.do(remove, RoleOf(first, Role.OWNER))
        house.do(remove, RoleOf(second, Role.OWNER))
        with pytest.raises(Refusal, match="last_owner"):
            house.do(remove, RoleOf(first, Role.OWNER))

    def test_refuses_a_role_that_is_not_held(self, house):
        for role in (Role.SUPPORT, Role.OWNER):
            with pytest.raises(Refusal, match="not_found"):
                house.do(remove, RoleOf(account(house), role))

    def test_refuses_an_admin_of_another_tenant(self, house):
        admin = holder(house, Role.TENANT_ADMIN, house.acme.id)
        other = holder(house, Role.SUPPORT, house.globex.id).id
        with pytest.raises(Refusal, match="role_beyond"):
            house.do(remove, RoleOf(other, Role.SUPPORT, house.globex.id), actor=admin)

    def test_erasing_an_account_takes_its_roles(self, house):
        made = holder(house, Role.SUPPORT, house.acme.id).id
        house.do(erase, made, tenant="byleave")
        assert house.do(operators) == ()
        assert len(house.told("byleave", "operator.removed")) == 1


class TestPermissions:
    def may(self, house, actor, slug):
        return house.do(permissions, AskPermissions(actor.id, slug))

    def test_an_owner_may_all_everywhere(self, house):
        owner = holder(house, Role.OWNER)
        for slug in (None, "acme", "byleave"):
            assert self.may(house, owner, slug) == EVERYTHING

    def test_a_role_in_one_tenant_is_nothing_in_another(self, house):
        admin = holder(house, Role.TENANT_ADMIN, house.acme.id)
        assert self.may(house, admin, "acme") == PERMISSIONS[Role.TENANT_ADMIN]
        for slug in (None, "globex", "byleave", "nobody"):
            assert self.may(house, admin, slug) == frozenset()

    @pytest.mark.parametrize("role", [each for each in Role if each is not Role.OWNER])
    def test_a_role_in_one_tenant_has_no_word_of_the_installation(self, house, role):
        """How jobs, processes and the doctor stand tells of every tenant at once."""
        bound = holder(house, role, house.acme.id)
        for slug in (None, "acme", "globex", "byleave"):
            assert self.may(house, bound, slug).isdisjoint(ABOVE)
        house.do(assign, RoleOf(bound.id, Role.AUDITOR))
        assert "jobs.read" in self.may(house, bound, "acme")

    def test_only_owners_change_anything_where_operators_live(self, house):
        for role in (Role.TENANT_ADMIN, Role.SUPPORT, Role.AUDITOR):
            assert self.may(house, holder(house, role), "byleave") <= READS

    def test_two_roles_add_up(self, house):
        support = holder(house, Role.SUPPORT, house.acme.id)
        house.do(assign, RoleOf(support.id, Role.AUDITOR))
        both = PERMISSIONS[Role.SUPPORT] | PERMISSIONS[Role.AUDITOR]
        assert self.may(house, support, "acme") == both

    def test_a_disabled_account_may_nothing(self, house):
        owner = holder(house, Role.OWNER)
        house.do(disable, owner.id, tenant="byleave")
        assert self.may(house, owner, None) == frozenset()
        assert self.may(house, an_operator(account_id=b"n" * 16), None) == frozenset()

    def test_nobody_but_owners_makes_tenants_or_applies_files(self):
        for role in (Role.TENANT_ADMIN, Role.SUPPORT, Role.AUDITOR):
            assert {"tenants.create", "config.apply"}.isdisjoint(PERMISSIONS[role])
        assert PERMISSIONS[Role.AUDITOR] == {word for word in EVERYTHING if word.endswith(".read")}

    def test_an_operator_sees_their_tenants(self, house):
        admin = holder(house, Role.TENANT_ADMIN, house.acme.id)
        assert [each.slug for each in house.do(tenants_of, admin.id)] == ["acme"]
        owner = holder(house, Role.OWNER)
        slugs = [each.slug for each in house.do(tenants_of, owner.id)]
        assert slugs == ["acme", "byleave", "globex"]

    def test_refuses_the_list_of_operators_to_who_may_not_read_it(self, house):
        with pytest.raises(Refusal, match="forbidden"):
            house.do(operators, actor=an_operator("tenants.read"))

    def test_nobody_hands_out_anything_with_no_role(self):
        assert not may_hand_out((), Role.AUDITOR, b"t" * 16)
