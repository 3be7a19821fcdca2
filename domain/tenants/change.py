"""Change a tenant's name, pages and house rules; its slug and kind stay for ever."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final, cast

from domain.kernel.authorize import authorize
from domain.kernel.errors import CONFLICT, Refusal, invalid, not_found
from domain.kernel.work import writes
from domain.tenants import rules
from domain.tenants.events import TenantChanged, TenantDisabled, TenantEnabled
from domain.tenants.records import (
    BUILT_IN,
    Branding,
    Policy,
    PrivacyMode,
    Tenant,
    TenantStatus,
)
from domain.tenants.store import InstallationWork, OwnTenantWork

TENANT: Final = "tenant"


@dataclass(frozen=True, slots=True)
class ChangeTenant:
    """What is to be different; None leaves a value as it is.

    Args:
        version: the version the operator saw; compare-and-set.
    """

    version: int
    label: str | None = None
    privacy: PrivacyMode | None = None
    locale: str | None = None
    branding: Branding | None = None
    policy: Policy | None = None


@writes()
def change_tenant(work: OwnTenantWork, request: ChangeTenant) -> Tenant:
    """Write the changed record; what is the same already is left alone.

    Refuses:
        forbidden: the actor may not change tenants.
        invalid_input: a value is out of its bounds.
        vault_not_offered: the privacy mode is one we cannot keep.
        conflict: somebody else changed it in between.

    Tells:
        TenantChanged: when anything differs.
    """
    authorize(work, "tenants.change")
    changed = clean(_changed(work.tenant, request))
    names = tuple(
        each.name
        for each in fields(Tenant)
        if getattr(changed, each.name) != getattr(work.tenant, each.name)
    )
    if request.version != work.tenant.version:
        raise Refusal(CONFLICT, what=TENANT)
    if not names:
        return work.tenant
    return write(work, changed, TenantChanged(subject=work.tenant_id, changed=names))


@writes(durable=True)
def disable_tenant(work: OwnTenantWork) -> Tenant:
    """Let a tenant answer nobody any more; what it keeps stays.

    Refuses:
        forbidden: the actor may not change tenants.
        invalid_input: it is the operators' own tenant.
        conflict: somebody else changed it in between.

    Tells:
        TenantDisabled: unless it was disabled.
    """
    authorize(work, "tenants.change")
    if work.tenant.slug == BUILT_IN:
        raise invalid("slug", "the tenant of the operators themselves cannot be disabled.")
    if work.tenant.status is TenantStatus.DISABLED:
        return work.tenant
    changed = replace(work.tenant, status=TenantStatus.DISABLED)
    return write(work, changed, TenantDisabled(subject=work.tenant_id))


@writes()
def enable_tenant(work: InstallationWork, slug: str) -> Tenant:
    """Let a tenant answer again; nobody can work inside it until then.

    Args:
        slug: the tenant's.

    Refuses:
        forbidden: the actor may not decide which tenants there are.
        not_found: there is no such tenant.
        conflict: somebody else changed it in between.

    Tells:
        TenantEnabled: unless it was enabled.
    """
    authorize(work, "tenants.create")
    tenant = work.tenants.by_slug(slug)
    if tenant is None:
        raise not_found(TENANT)
    if tenant.status is TenantStatus.ENABLED:
        return tenant
    inside = cast("OwnTenantWork", work.enter(tenant.id))
    changed = replace(tenant, status=TenantStatus.ENABLED)
    return write(inside, changed, TenantEnabled(subject=tenant.id))


def write(
    work: OwnTenantWork, changed: Tenant, event: TenantChanged | TenantDisabled | TenantEnabled
) -> Tenant:
    """Keep a changed record under the next version and tell it.

    Refuses:
        conflict: somebody else changed it in between.
    """
    kept = replace(changed, version=work.tenant.version + 1)
    if not work.tenants.change(kept):
        raise Refusal(CONFLICT, what=TENANT)
    work.tell(event)
    return kept


def _changed(tenant: Tenant, request: ChangeTenant) -> Tenant:
    chosen = {
        each.name: getattr(request, each.name)
        for each in fields(ChangeTenant)
        if each.name != "version" and getattr(request, each.name) is not None
    }
    return replace(tenant, **chosen)


def clean(tenant: Tenant) -> Tenant:
    """Return a record that may be kept.

    Refuses:
        invalid_input: a value is out of its bounds.
        vault_not_offered: the privacy mode is one we cannot keep.
    """
    rules.check_label(tenant.label)
    rules.check_locale(tenant.locale)
    rules.check_privacy(tenant.privacy)
    rules.check_policy(tenant.policy)
    return replace(tenant, branding=rules.clean_branding(tenant.branding))
