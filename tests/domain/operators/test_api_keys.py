"""Keys of operators: never more than their operator, shown once, revoked at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.api_keys import form
from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id, show
from domain.kernel.secrets import Secret, digest
from domain.kernel.work import system
from domain.operators.admit import Knock, admit, tenants_of_key
from domain.operators.api_keys import (
    ListApiKeys,
    NewApiKey,
    api_keys,
    create_api_key,
    revoke_api_key,
)
from domain.operators.assign import RoleOf, assign, remove
from domain.operators.permissions import READS
from domain.operators.records import Role
from domain.tenants.change import disable_tenant
from tests.support.factories import an_account
from tests.support.ground import an_operator

CLI = system("cli")
SOURCE = bytes(32)


def code(act, *args, **kwargs):
    with pytest.raises(Refusal) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


class Office:
    """Two tenants, an owner, and an admin of the first tenant."""

    def __init__(self, ground):
        self.ground = ground
        ground.install()
        self.acme, self.globex = ground.settle(slug="acme"), ground.settle(slug="globex")
        self.owner, self.admin = self.operator(Role.OWNER), self.operator(
            Role.TENANT_ADMIN, self.acme.id
        )  # fmt: skip

    def operator(self, role, tenant_id=None):
        account = an_account()
        self.ground.write(lambda work: work.accounts.add(account), tenant="byleave")
        self.ground.do(assign, RoleOf(account.id, role, tenant_id), actor=CLI)
        return account.id

    def make(self, account_id, actor=CLI, **wanted):
        request = NewApiKey(account_id, **{"label": "export", **wanted})
        return self.ground.do(create_api_key, request, actor=actor)

    def knock(self, text, slug=None, actor=None, **wanted):
        stranger = replace(an_operator(), source=SOURCE)
        return self.ground.do(admit, Knock(text, slug, **wanted), actor=actor or stranger)


@pytest.fixture
def office(ground):
    return Office(ground)


class TestCreateApiKey:
    def test_keeps_a_digest_and_shows_the_key_once(self, office):
        made = office.make(office.owner)
        assert made.key.digest == digest(made.text)
        assert made.text.reveal() not in repr(made)
        assert made.text.reveal().endswith(made.key.hint)
        assert form.key_id(made.text) == made.key.id
        assert set(made.key.permissions) == READS
        (line,) = office.ground.told("byleave", "api_key.created")
        assert line.facts["days"] == 90
        assert made.text.reveal() not in str(line)

    def test_is_told_in_the_trail_of_its_tenant_too(self, office):
        """Who answers for a tenant sees there who has keys to it."""
        office.make(office.owner, slug="acme")
        for slug, count in (("byleave", 1), ("acme", 1), ("globex", 0)):
            assert len(office.ground.told(slug, "api_key.created")) == count
        (line,) = office.ground.told("acme", "api_key.created")
        assert line.facts["account"] == show("acc", office.owner)

    def test_of_every_place_is_told_where_its_operator_has_a_role_of_one_tenant(self, office):
        made = office.make(office.admin)
        assert office.ground.told("acme", "api_key.created")
        assert not office.ground.told("globex", "api_key.created")
        office.ground.do(revoke_api_key, made.key.id, actor=CLI)
        assert office.ground.told("acme", "api_key.revoked")
        office.make(office.owner)
        assert len(office.ground.told("acme", "api_key.created")) == 1

    def test_of_every_place_tells_each_trail_what_it_may_there(self, office):
        office.ground.do(assign, RoleOf(office.admin, Role.AUDITOR, office.globex.id), actor=CLI)
        office.make(office.admin, permissions=("accounts.erase", "accounts.read"))
        told = {
            slug: office.ground.told(slug, "api_key.created")[0].facts["permissions"]
            for slug in ("byleave", "acme", "globex")
        }
        assert told == {
            "byleave": ("accounts.erase", "accounts.read"),
            "acme": ("accounts.erase", "accounts.read"),
            "globex": ("accounts.read",),
        }

    def test_is_for_oneself(self, office):
        me = an_operator(account_id=office.admin)
        assert office.make(office.admin, actor=me, slug="acme").key.bound_to == office.acme.id
        assert code(office.make, office.owner, actor=me) == "not_found"

    def test_refuses_key_beyond_what_the_operator_has_there(self, office):
        wanted = {"permissions": ("accounts.erase",)}
        assert office.make(office.admin, **wanted).key.permissions == ("accounts.erase",)
        assert code(office.make, office.admin, slug="globex", **wanted) == "key_beyond"
        assert code(office.make, office.admin, permissions=("config.apply",)) == "key_beyond"

    @pytest.mark.parametrize(
        "wanted",
        [
            {"label": " "},
            {"label": "a\x07"},
            {"permissions": ()},
            {"permissions": ("accounts.fly",)},
            {"lifetime": timedelta(hours=1)},
            {"lifetime": timedelta(days=367)},
        ],
    )
    def test_refuses_invalid_input(self, office, wanted):
        assert code(office.make, office.owner, **wanted) == "invalid_input"

    def test_refuses_what_is_not_found(self, office):
        assert code(office.make, new_id()) == "not_found"
        assert code(office.make, office.owner, slug="nowhere") == "not_found"

    def test_refuses_an_installation_that_is_not_installed(self, ground):
        request = NewApiKey(new_id(), "x")
        assert code(ground.do, create_api_key, request, actor=CLI) == "not_installed"


class TestAdmit:
    def test_gives_what_key_and_operator_both_have(self, office):
        text = office.make(office.owner, permissions=("accounts.read", "keys.rotate")).text
        admitted = office.knock(text, "acme")
        assert admitted.permissions == {"accounts.read", "keys.rotate"}
        assert admitted.tenant == office.acme
        assert admitted.spent.left == 599
        assert office.knock(text).tenant is None

    def test_resolves_anew_what_the_operator_lost(self, office):
        text = office.make(office.admin, permissions=("accounts.read",)).text
        role = RoleOf(office.admin, Role.TENANT_ADMIN, office.acme.id)
        office.ground.do(remove, role, actor=CLI)
        assert code(office.knock, text, "acme") == "not_found"

    def test_shows_no_other_tenant_than_its_own(self, office):
        bound = office.make(office.owner, slug="acme")
        assert office.knock(bound.text).permissions == frozenset()
        for slug in ("globex", "byleave", "nowhere"):
            assert code(office.knock, bound.text, slug) == "not_found"
        assert office.ground.do(tenants_of_key, bound.key) == (office.acme,)
        wide = office.make(office.owner)
        assert {t.slug for t in office.ground.do(tenants_of_key, wide.key)} == {
            "acme", "byleave", "globex",
        }  # fmt: skip

    def test_opens_a_disabled_tenant_only_where_told(self, office):
        text = office.make(office.owner).text
        office.ground.do(disable_tenant, tenant="acme", actor=CLI)
        assert code(office.knock, text, "acme") == "not_found"
        assert office.knock(text, "acme", disabled_too=True).tenant.slug == "acme"

    def test_notes_the_day(self, office):
        made = office.make(office.owner)
        office.knock(made.text)
        (kept,) = office.ground.do(api_keys, ListApiKeys(office.owner), actor=CLI).rows
        assert kept.last_used_on == office.ground.clock.now().date()

    def test_refuses_budget_spent(self, office):
        text = office.make(office.owner).text
        for _ in range(600):
            office.knock(text)
        assert code(office.knock, text) == "budget_spent"
        office.ground.clock.advance(timedelta(minutes=1))
        assert office.knock(text).spent.left == 599

    def test_refuses_api_key_needed_and_api_key_unreadable(self, office):
        assert code(office.knock, Secret("")) == "api_key_needed"
        text = office.make(office.owner).text.reveal()
        assert code(office.knock, Secret(text[:-1])) == "api_key_unreadable"

    def test_refuses_invalid_api_key_whatever_is_wrong(self, office):
        made = office.make(office.owner)
        stranger = form.new_key(new_id())
        assert code(office.knock, stranger) == "invalid_api_key"
        assert code(office.knock, form.new_key(made.key.id)) == "invalid_api_key"
        office.ground.clock.advance(timedelta(days=90))
        assert code(office.knock, made.text) == "invalid_api_key"
        reasons = [line.facts["why"] for line in office.ground.told("byleave", "api_key.refused")]
        assert reasons == ["expired", "wrong"]

    def test_refuses_a_key_whose_operator_cannot_sign_in(self, office):
        from domain.accounts.disable import disable

        text = office.make(office.admin).text
        office.ground.do(disable, office.admin, tenant="byleave", actor=CLI)
        assert code(office.knock, text) == "invalid_api_key"

    def test_refuses_too_many_tries_of_one_source(self, office):
        codes = [code(office.knock, form.new_key(new_id())) for _ in range(21)]
        assert set(codes[:20]) == {"invalid_api_key"}
        assert codes[20] == "too_many_tries"
        assert office.knock(office.make(office.owner).text)


class TestRevokeApiKey:
    def test_ends_it_at_once(self, office):
        made = office.make(office.owner)
        office.ground.do(revoke_api_key, made.key.id, actor=CLI)
        office.ground.do(revoke_api_key, made.key.id, actor=CLI)
        assert code(office.knock, made.text) == "invalid_api_key"
        assert len(office.ground.told("byleave", "api_key.revoked")) == 1

    def test_is_for_ones_own_or_by_operators_change(self, office):
        made = office.make(office.owner)
        revoke = office.ground.do
        other = an_operator(account_id=office.admin)
        assert code(revoke, revoke_api_key, made.key.id, actor=other) == "forbidden"
        assert code(revoke, revoke_api_key, new_id(), actor=other) == "forbidden"
        assert code(revoke, revoke_api_key, new_id(), actor=CLI) == "not_found"
        revoke(revoke_api_key, made.key.id, actor=an_operator(account_id=office.owner))

    def test_is_not_for_keys_of_those_above(self, office):
        revoke = office.ground.do
        wide = an_operator("operators.change", account_id=office.operator(Role.TENANT_ADMIN))
        for theirs in (office.owner, office.operator(Role.SUPPORT)):
            key_id = office.make(theirs).key.id
            assert code(revoke, revoke_api_key, key_id, actor=wide) == "role_beyond"
        revoke(revoke_api_key, office.make(office.admin).key.id, actor=wide)


class TestApiKeys:
    def test_lists_ones_own_and_others_by_operators_read(self, office):
        mine, theirs = office.make(office.admin), office.make(office.owner)
        me = an_operator(account_id=office.admin)
        rows = office.ground.do(api_keys, ListApiKeys(office.admin), actor=me).rows
        assert rows == (mine.key,)
        listing = ListApiKeys(None)
        assert code(office.ground.do, api_keys, listing, actor=me) == "forbidden"
        reader = an_operator("operators.read", account_id=office.admin)
        rows = office.ground.do(api_keys, listing, actor=reader).rows
        assert rows == (theirs.key, mine.key)
