from dataclasses import replace
from datetime import timedelta

import pytest

from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.tenants.records import (
    IndexKey,
    KeyPurpose,
    KeyState,
    Policy,
    TenantKind,
    TenantStatus,
)
from tests.support.clock import START
from tests.support.factories import a_signing_key, a_tenant, an_account, tenant_secrets

HOUSE = {"tenant": None}


class TestTenants:
    def test_come_back_as_they_were_added(self, both):
        policy = Policy(password_least=20, longest_consent=timedelta(days=30))
        tenant = both.settle(slug="globex", policy=policy, kind=TenantKind.SANDBOX)
        assert both.read(lambda work: work.tenants.get(tenant.id), **HOUSE) == tenant
        assert both.read(lambda work: work.tenants.by_slug("globex"), **HOUSE) == tenant

    def test_keep_a_slug_for_one(self, both):
        second = a_tenant(slug="acme")
        added = both.write(lambda work: work.tenants.add(second, tenant_secrets()), **HOUSE)
        assert added is False
        assert both.read(lambda work: work.tenants.get(second.id), **HOUSE) is None

    def test_are_all_listed_by_slug(self, both):
        both.settle(slug="globex")
        both.settle(slug="aaa")
        slugs = [tenant.slug for tenant in both.read(lambda work: work.tenants.all(), **HOUSE)]
        assert slugs == ["aaa", "acme", "globex"]

    def test_change_by_compare_and_set_on_the_version(self, both):
        tenant = both.settle(slug="globex")
        newer = replace(tenant, label="Globex", version=2)
        assert both.write(lambda work: work.tenants.change(newer), **HOUSE) is True
        assert both.write(lambda work: work.tenants.change(newer), **HOUSE) is False
        assert both.read(lambda work: work.tenants.get(tenant.id), **HOUSE) == newer


class TestOwnTenant:
    def test_is_the_only_one_its_work_sees(self, both):
        other = both.settle(slug="globex")
        acme = both.read(lambda work: work.tenant)
        assert both.read(lambda work: work.tenants.get(acme.id)) == acme
        assert both.read(lambda work: work.tenants.all()) == (acme,)
        assert both.read(lambda work: work.tenants.get(other.id)) is None
        assert both.read(lambda work: work.tenants.by_slug("globex")) is None

    def test_is_the_only_one_its_work_changes(self, both):
        other = both.settle(slug="globex")
        taken = replace(other, label="Taken", version=2)
        assert both.write(lambda work: work.tenants.change(taken)) is False
        assert both.read(lambda work: work.tenants.get(other.id), **HOUSE).label == "Acme"

    def test_adds_no_other(self, both):
        added = both.write(lambda work: work.tenants.add(a_tenant(slug="new"), tenant_secrets()))
        assert added is False


class TestWorks:
    def test_refuse_an_unknown_tenant(self, both):
        with pytest.raises(Refusal, match="not_found"):
            both.read(lambda work: work, tenant="nobody")
        with pytest.raises(Refusal, match="not_found"):
            both.read(lambda work: work, tenant=bytes(16))

    def test_refuse_a_disabled_tenant(self, both):
        both.settle(slug="globex", status=TenantStatus.DISABLED)
        with pytest.raises(Refusal, match="not_found"):
            both.read(lambda work: work, tenant="globex")

    def test_see_a_change_of_their_tenant_at_once(self, both):
        acme = both.read(lambda work: work.tenant)
        both.write(lambda work: work.tenants.change(replace(acme, label="New", version=2)))
        assert both.read(lambda work: work.tenant.label) == "New"

    def test_open_by_slug_and_by_id(self, both):
        acme = both.read(lambda work: work.tenant)
        assert both.read(lambda work: work.tenant, tenant=acme.id) == acme

    def test_are_ahead_by_the_clock_of_a_sandbox(self, both):
        both.settle(slug="globex", kind=TenantKind.SANDBOX, clock_offset=timedelta(days=2))
        assert both.read(lambda work: work.now) == START
        assert both.read(lambda work: work.now, tenant="globex") == START + timedelta(days=2)

    def test_of_the_installation_enter_a_tenant_in_the_same_transaction(self, both):
        other = both.settle(slug="globex", status=TenantStatus.DISABLED)
        account = an_account()

        def act(work):
            work.enter(other.id).accounts.add(account)
            raise RuntimeError("undone")

        with pytest.raises(RuntimeError):
            both.write(act, **HOUSE)
        found = both.read(lambda work: work.enter(other.id).accounts.get(account.id), **HOUSE)
        assert found is None

    def test_of_the_installation_do_not_enter_an_unknown_tenant(self, both):
        with pytest.raises(Refusal, match="not_found"):
            both.read(lambda work: work.enter(bytes(16)), **HOUSE)


class TestTenantKeys:
    def test_give_the_index_keys_with_the_current_one_first(self, both):
        second = IndexKey(2, b"\x02" * 32, START)
        both.write(lambda work: work.tenant_keys.add_index_key(second))
        versions = [key.version for key in both.read(lambda work: work.tenant_keys.index_keys())]
        assert versions == [2, 1]
        assert both.read(lambda work: work.tenant_keys.index_keys()[0]) == second

    def test_give_each_tenant_its_own_subject_key(self, both):
        both.settle(slug="globex")
        ours = both.read(lambda work: work.tenant_keys.subject_key())
        theirs = both.read(lambda work: work.tenant_keys.subject_key(), tenant="globex")
        assert len(ours) == len(theirs) == 32
        assert ours != theirs

    def test_bring_the_private_half_back(self, both):
        key = a_signing_key(private_pem=Secret("PEM of a key"))
        both.write(lambda work: work.tenant_keys.add_signing(key))
        found = both.read(lambda work: work.tenant_keys.signing(KeyPurpose.TOKEN))
        assert found[0] == key
        assert found[0].private_pem.reveal() == "PEM of a key"

    def test_keep_purposes_apart(self, both):
        purposes = {
            key.purpose for key in both.read(lambda w: w.tenant_keys.signing(KeyPurpose.CHECKPOINT))
        }
        assert purposes == {KeyPurpose.CHECKPOINT}

    def test_move_on_by_compare_and_set(self, both):
        key = a_signing_key(state=KeyState.NEXT, activated_at=None)
        both.write(lambda work: work.tenant_keys.add_signing(key))

        def move(before, after):
            return both.write(
                lambda work: work.tenant_keys.advance(key.id, before, after, work.now)
            )

        assert move(KeyState.ACTIVE, KeyState.RETIRING) is False
        assert move(KeyState.NEXT, KeyState.ACTIVE) is True
        found = both.read(lambda work: work.tenant_keys.signing(KeyPurpose.TOKEN))[0]
        assert (found.state, found.activated_at) == (KeyState.ACTIVE, START)
        assert move(KeyState.ACTIVE, KeyState.RETIRING) is True
        found = both.read(lambda work: work.tenant_keys.signing(KeyPurpose.TOKEN))[0]
        assert (found.state, found.retiring_at) == (KeyState.RETIRING, START)
        assert found.private_pem is not None

    def test_drop_the_private_half_with_retirement_and_stay_in_the_history(self, both):
        key = a_signing_key(state=KeyState.RETIRING)
        both.write(lambda work: work.tenant_keys.add_signing(key))
        both.write(
            lambda work: work.tenant_keys.advance(
                key.id, KeyState.RETIRING, KeyState.RETIRED, work.now
            )
        )
        live = both.read(lambda work: work.tenant_keys.signing(KeyPurpose.TOKEN))
        assert key.id not in {each.id for each in live}
        kept = both.read(lambda work: work.tenant_keys.history(KeyPurpose.TOKEN))[0]
        assert (kept.id, kept.state, kept.private_pem) == (key.id, KeyState.RETIRED, None)
