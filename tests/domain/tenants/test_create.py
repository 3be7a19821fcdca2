"""Tenants are made with their keys."""

import pytest

from domain.kernel.errors import Refusal
from domain.tenants.create import NewTenant, create_tenant
from domain.tenants.issuer import issuer
from domain.tenants.listing import all_tenants, show
from domain.tenants.records import KeyPurpose, KeyState, Policy, PrivacyMode, TenantKind
from tests.support.ground import an_operator

REQUEST = NewTenant("globex", "Globex", TenantKind.SANDBOX)


class TestCreate:
    def test_keeps_the_tenant_with_every_key_and_tells_it_in_its_own_trail(self, both_grounds):
        made = both_grounds.do(create_tenant, REQUEST)
        keys = both_grounds.look(
            lambda work: {
                (key.purpose, key.alg, key.state)
                for purpose in KeyPurpose
                for key in work.tenant_keys.signing(purpose)
            },
            tenant="globex",
        )
        assert keys == {
            (KeyPurpose.TOKEN, "ES256", KeyState.ACTIVE),
            (KeyPurpose.TOKEN, "RS256", KeyState.ACTIVE),
            (KeyPurpose.RECEIPT, "ES256", KeyState.ACTIVE),
            (KeyPurpose.CHECKPOINT, "ES256", KeyState.ACTIVE),
        }
        assert both_grounds.look(lambda work: work.tenant, tenant="globex") == made
        (line,) = both_grounds.told("globex")
        assert (line.name, line.facts) == ("tenant.created", {"slug": "globex", "kind": "sandbox"})

    def test_two_tenants_share_no_secret(self, ground):
        one = ground.do(create_tenant, REQUEST)
        other = ground.do(create_tenant, NewTenant("acme", "ACME"))
        subjects = {
            ground.look(lambda w: w.tenant_keys.subject_key(), tenant=s) for s in ("globex", "acme")
        }
        assert one.index_salt != other.index_salt
        assert len(subjects) == 2

    def test_refuses_a_slug_that_is_taken(self, ground):
        ground.do(create_tenant, REQUEST)
        with pytest.raises(Refusal, match="slug_taken"):
            ground.do(create_tenant, REQUEST)

    def test_refuses_a_slug_that_was_taken_meanwhile(self, ground):
        made = create_tenant.slow(None, REQUEST, key_maker=ground.powers["key_maker"])
        ground.do(create_tenant, REQUEST)
        with pytest.raises(Refusal, match="slug_taken"):
            ground.write(lambda work: create_tenant.settle(work, REQUEST, None, made))

    def test_refuses_vault_with_a_sentence(self, ground):
        with pytest.raises(Refusal, match="vault_not_offered") as refused:
            ground.do(create_tenant, NewTenant("a1", "A", privacy=PrivacyMode.VAULT))
        assert "sealed" in refused.value.kind.way_out

    @pytest.mark.parametrize(
        "slug", ["", "a", "Acme", "1a", "a b", "a" * 41, "byleave", "a/b", "ä-b"]
    )
    def test_refuses_a_slug_that_cannot_be_part_of_an_issuer(self, ground, slug):
        with pytest.raises(Refusal, match="invalid_input") as refused:
            ground.do(create_tenant, NewTenant(slug, "A"))
        assert refused.value.field == "slug"

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("label", {"label": " "}),
            ("label", {"label": "x" * 81}),
            ("label", {"label": "a\nb"}),
            ("locale", {"label": "A", "locale": "english!"}),
            ("policy.password_least", {"label": "A", "policy": Policy(password_least=8)}),
        ],
    )
    def test_refuses_what_is_out_of_its_bounds(self, ground, field, changes):
        with pytest.raises(Refusal, match="invalid_input") as refused:
            ground.do(create_tenant, NewTenant("abc", **changes))
        assert refused.value.field == field

    def test_refuses_an_operator_of_a_tenant(self, ground):
        with pytest.raises(Refusal, match="forbidden"):
            ground.do(create_tenant, REQUEST, actor=an_operator("tenants.change"))
        made = create_tenant.slow(None, REQUEST, key_maker=ground.powers["key_maker"])
        with pytest.raises(Refusal, match="forbidden"):
            ground.write(
                lambda work: create_tenant.settle(work, REQUEST, None, made), actor=an_operator()
            )


class TestListing:
    def test_lists_by_slug_and_refuses_who_may_not_read(self, ground):
        ground.settle(slug="zeta")
        ground.settle(slug="acme")
        assert [each.slug for each in ground.do(all_tenants)] == ["acme", "zeta"]
        assert ground.do(show, tenant="acme").slug == "acme"
        with pytest.raises(Refusal, match="forbidden"):
            ground.do(all_tenants, actor=an_operator())
        with pytest.raises(Refusal, match="forbidden"):
            ground.do(show, tenant="acme", actor=an_operator())


class TestIssuer:
    def test_is_a_path_below_the_base_url(self):
        assert issuer("https://id.test", "acme") == "https://id.test/t/acme"
