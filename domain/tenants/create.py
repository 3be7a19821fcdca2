"""Make a tenant with its keys."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from domain.kernel.authorize import authorize
from domain.kernel.errors import Refusal
from domain.kernel.powers import KeyMaker
from domain.kernel.work import Staged, reads, writes
from domain.tenants import rules
from domain.tenants.events import TenantCreated
from domain.tenants.new_keys import FreshKeys, fresh_keys
from domain.tenants.records import Branding, Policy, PrivacyMode, Tenant, TenantKind, TenantStatus
from domain.tenants.store import InstallationWork

LOCALE: Final = "en"
"""Language of a tenant that names none."""


@dataclass(frozen=True, slots=True)
class NewTenant:
    """A tenant that is wanted.

    Args:
        slug: `[a-z][a-z0-9-]{1,39}`, part of the issuer, for ever.
        label: shown to people, 1 to 80 characters.
        kind: for ever.
    """

    slug: str
    label: str
    kind: TenantKind = TenantKind.PRODUCTION
    privacy: PrivacyMode = PrivacyMode.SEALED
    locale: str = LOCALE
    branding: Branding = field(default_factory=Branding)
    policy: Policy = field(default_factory=Policy)


def clean(request: NewTenant) -> NewTenant:
    """Return what is wanted as it may be kept.

    Refuses:
        invalid_input: a value is out of its bounds.
        vault_not_offered: the privacy mode is one we cannot keep.
    """
    rules.check_slug(request.slug)
    rules.check_label(request.label)
    rules.check_locale(request.locale)
    rules.check_privacy(request.privacy)
    rules.check_policy(request.policy)
    return replace(request, branding=rules.clean_branding(request.branding))


@reads
def look(work: InstallationWork, request: NewTenant) -> None:
    """See whether it may be made, before any key is.

    Refuses:
        forbidden: the actor may not make tenants.
        invalid_input: a value is out of its bounds.
        vault_not_offered: the privacy mode is one we cannot keep.
        slug_taken: there is one with this slug.
    """
    authorize(work, "tenants.create")
    clean(request)
    _ensure_free(work, request.slug)


def slow(_seen: None, _request: NewTenant, *, key_maker: KeyMaker) -> FreshKeys:
    """Make the keys outside any transaction."""
    return fresh_keys(key_maker)


@writes(durable=True)
def settle(work: InstallationWork, request: NewTenant, _seen: None, made: FreshKeys) -> Tenant:
    """Keep the tenant, unless its slug was taken in between.

    Refuses:
        forbidden: the actor may not make tenants.
        invalid_input, vault_not_offered: as `look`, asked again.
        slug_taken: there is one with this slug.

    Tells:
        TenantCreated: in the new tenant's own trail.
    """
    authorize(work, "tenants.create")
    return add_tenant(work, clean(request), made)


create_tenant = Staged(look, slow, settle, powers=("key_maker",))


def add_tenant(work: InstallationWork, request: NewTenant, keys: FreshKeys) -> Tenant:
    """Keep a checked tenant with its keys; part of larger writes.

    Args:
        request: come out of `clean`, or the built-in tenant.
        keys: made before the transaction.

    Refuses:
        slug_taken: there is one with this slug.

    Tells:
        TenantCreated: in the new tenant's own trail.
    """
    _ensure_free(work, request.slug)
    tenant = tenant_record(request, id_=work.new_id(), salt=keys.index_salt, now=work.now)
    if not work.tenants.add(tenant, keys.secrets(work.now, work.new_id)):
        raise Refusal(rules.SLUG_TAKEN, field="slug", slug=request.slug)
    work.enter(tenant.id).tell(
        TenantCreated(subject=tenant.id, slug=tenant.slug, kind=tenant.kind.value)
    )
    return tenant


def tenant_record(request: NewTenant, *, id_: bytes, salt: bytes, now: datetime) -> Tenant:
    """Return a wanted tenant as the record it will be."""
    return Tenant(
        id=id_,
        slug=request.slug,
        label=request.label,
        kind=request.kind,
        privacy=request.privacy,
        status=TenantStatus.ENABLED,
        locale=request.locale,
        branding=request.branding,
        policy=request.policy,
        index_salt=salt,
        clock_offset=timedelta(),
        created_at=now,
        version=1,
    )


def _ensure_free(work: InstallationWork, slug: str) -> None:
    if work.tenants.by_slug(slug) is not None:
        raise Refusal(rules.SLUG_TAKEN, field="slug", slug=slug)
