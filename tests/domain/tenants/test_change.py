"""What of a tenant can change, and what cannot."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.kernel.errors import Refusal
from domain.tenants.change import ChangeTenant, change_tenant, disable_tenant, enable_tenant
from domain.tenants.records import Branding, Lifetimes, Policy, PrivacyMode, TenantStatus
from tests.support.ground import an_operator


@pytest.fixture
def acme(ground):
    return ground.settle(slug="acme")


def change(ground, actor=None, **changes):
    request = ChangeTenant(**{"version": 1, **changes})
    return ground.do(change_tenant, request, tenant="acme", **({"actor": actor} if actor else {}))


class TestChange:
    def test_writes_what_differs_and_tells_the_fields(self, ground, acme):
        changed = change(ground, label="New", branding=Branding("#112233"))
        assert (changed.label, changed.branding.accent, changed.version) == ("New", "#112233", 2)
        assert ground.look(lambda work: work.tenant, tenant="acme") == changed
        (line,) = ground.told("acme", "tenant.changed")
        assert line.facts["changed"] == ("label", "branding")

    def test_tells_nothing_when_nothing_differs(self, ground, acme):
        assert change(ground, label=acme.label) == acme
        assert ground.told("acme", "tenant.changed") == ()

    def test_refuses_what_somebody_else_changed_meanwhile(self, ground, acme):
        change(ground, label="One")
        with pytest.raises(Refusal, match="conflict"):
            change(ground, label="Two")

    def test_keeps_a_drawing_reduced_to_shapes(self, ground, acme):
        drawing = '<svg onload="x()"><script>1</script><path d="M0 0h9v9z"/></svg>'
        changed = change(ground, branding=Branding(logo_svg=drawing))
        kept = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"></path></svg>'
        assert changed.branding.logo_svg == kept

    def test_refuses_vault(self, ground, acme):
        with pytest.raises(Refusal, match="vault_not_offered"):
            change(ground, privacy=PrivacyMode.VAULT)

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("label", {"label": ""}),
            ("locale", {"locale": "x" * 36}),
            ("branding.accent", {"branding": Branding("red")}),
            ("branding.logo_svg", {"branding": Branding(None, "x" * 32_769)}),
            ("branding.logo_dark_svg", {"branding": Branding(logo_dark_svg="<html/>")}),
            ("branding.logo_png", {"branding": Branding(logo_png="AAAA")}),
            ("branding.logo_png", {"branding": Branding(logo_svg="<svg/>", logo_png="AAAA")}),
            ("branding.corner", {"branding": Branding(corner=7)}),
            ("policy.password_least", {"policy": Policy(password_least=65)}),
            ("policy.longest_consent", {"policy": Policy(longest_consent=timedelta())}),
            ("policy.longest_consent", {"policy": Policy(longest_consent=timedelta(days=367))}),
            ("policy.refusal_memory", {"policy": Policy(refusal_memory=timedelta(-1))}),
            (
                "policy.evidence_retention",
                {"policy": Policy(evidence_retention=timedelta(hours=1))},
            ),
            (
                "policy.lifetimes.code",
                {"policy": Policy(lifetimes=Lifetimes(code=timedelta(minutes=2)))},
            ),
            (
                "policy.lifetimes.session_idle",
                {"policy": Policy(lifetimes=Lifetimes(session_idle=timedelta()))},
            ),
        ],
    )
    def test_refuses_a_rule_that_is_weaker_than_the_products(self, ground, acme, field, changes):
        with pytest.raises(Refusal, match="invalid_input") as refused:
            change(ground, **changes)
        assert refused.value.field == field

    def test_refuses_an_operator_without_the_permission(self, ground, acme):
        with pytest.raises(Refusal, match="forbidden"):
            change(ground, actor=an_operator("tenants.read"), label="New")


class TestDisable:
    def test_a_disabled_tenant_is_not_there_until_it_is_enabled(self, ground, acme):
        assert ground.do(disable_tenant, tenant="acme").status is TenantStatus.DISABLED
        with pytest.raises(Refusal, match="not_found"):
            change(ground, version=2, label="New")
        assert ground.do(enable_tenant, "acme").status is TenantStatus.ENABLED
        assert change(ground, version=3, label="New").label == "New"
        names = {line.name for line in ground.told("acme")}
        assert names == {"tenant.changed", "tenant.enabled", "tenant.disabled"}

    def test_a_second_time_tells_nothing(self, ground, acme):
        ground.do(enable_tenant, "acme")
        assert ground.told("acme") == ()
        ground.do(disable_tenant, tenant="acme")
        inside = ground.look(lambda work: disable_tenant(work.enter(acme.id)))
        assert inside.version == 2

    def test_refuses_the_operators_own_tenant(self, ground):
        ground.install()
        with pytest.raises(Refusal, match="invalid_input"):
            ground.do(disable_tenant, tenant="byleave")

    def test_refuses_a_tenant_that_is_not_there(self, ground):
        with pytest.raises(Refusal, match="not_found"):
            ground.do(enable_tenant, "nobody")

    def test_refuses_operators_without_the_permission(self, ground, acme):
        with pytest.raises(Refusal, match="forbidden"):
            ground.do(disable_tenant, tenant="acme", actor=an_operator())
        with pytest.raises(Refusal, match="forbidden"):
            ground.do(enable_tenant, "acme", actor=an_operator("tenants.change"))

    def test_refuses_to_write_over_a_newer_record(self, ground, acme):
        def late(work):
            work.tenant = replace(acme, version=0)
            return disable_tenant(work)

        with pytest.raises(Refusal, match="conflict"):
            ground.write(late, tenant="acme")
