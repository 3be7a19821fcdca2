"""Tenants."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import Response

from app.api.v1.door import Caller
from app.api.v1.once import IdempotencyKey, created, tell_created
from app.api.v1.problems import CHANGES, VERSIONED
from app.api.v1.rooms import IN_TENANT, ROOT, Called, even_disabled, room
from app.api.v1.tenant_bodies import NewTenantBody, PolicyBody, TenantChanges, TenantTold, told
from app.api.v1.values import Listed
from app.api.v1.versions import IfMatch, ensure_seen, tell_version
from domain.operators.admit import tenants_of_key
from domain.tenants import change, create, listing
from domain.tenants.change import ChangeTenant
from domain.tenants.create import NewTenant
from domain.tenants.records import Branding, Policy, Tenant

router = room(ROOT, "Tenants")
inside = room(IN_TENANT, "Tenants")


@router.get("/tenants")
async def list_tenants(caller: Called) -> Listed[TenantTold]:
    """List the tenants this key may see, disabled ones too, by slug."""
    found = await caller.door.call(
        tenants_of_key, caller.admitted.key, tenant=None, actor=caller.actor
    )
    return Listed(items=[told(each, caller.door.base_url) for each in found])


@router.post("/tenants", status_code=201, responses=CHANGES)
async def create_tenant(
    caller: Called,
    body: NewTenantBody,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> TenantTold:
    """Make a tenant with its keys."""
    policy = _policy(Policy(), body.policy)
    if body.registration is not None:
        policy = replace(policy, registration=body.registration)
    wanted = NewTenant(
        slug=body.slug,
        label=body.label or body.slug,
        kind=body.kind,
        privacy=body.privacy,
        locale=body.locale,
        branding=body.branding.record() if body.branding else Branding(),
        policy=policy,
    )
    made, slug = await created(
        caller,
        create.create_tenant,
        wanted,
        name=idempotency_key,
        reference=lambda made: str(made.slug),
    )
    tenant: Tenant = made or await _of_slug(caller, slug)
    tell_created(response, f"{ROOT}/tenants/{slug}", again=made is None)
    return _shown(caller, response, tenant)


@inside.get("")
@even_disabled
async def show_tenant(caller: Called, response: Response) -> TenantTold:
    """Show a tenant, a disabled one too."""
    return _shown(caller, response, await caller.inside(listing.show))


@inside.patch("", responses=VERSIONED)
async def update_tenant(
    caller: Called, body: TenantChanges, response: Response, if_match: IfMatch = None
) -> TenantTold:
    """Change what the body names; slug and kind stay for ever."""
    before: Tenant = await caller.inside(listing.show)
    ensure_seen(if_match, before.version, "tenant")
    policy = _policy(before.policy, body.policy)
    if body.registration is not None:
        policy = replace(policy, registration=body.registration)
    wanted = ChangeTenant(
        version=before.version,
        label=body.label,
        privacy=body.privacy,
        locale=body.locale,
        branding=body.branding.record() if body.branding else None,
        policy=policy,
    )
    return _shown(caller, response, await caller.inside(change.change_tenant, wanted))


@inside.post("/disable", responses=CHANGES)
async def disable_tenant(caller: Called, response: Response) -> TenantTold:
    """Let a tenant answer nobody any more; its data stays."""
    return _shown(caller, response, await caller.inside(change.disable_tenant))


@inside.post("/enable", responses=CHANGES)
@even_disabled
async def enable_tenant(caller: Called, response: Response) -> TenantTold:
    """Let a tenant answer again; who decides which tenants there are may."""
    return _shown(caller, response, await caller.above(change.enable_tenant, caller.tenant.slug))


def _shown(caller: Caller, response: Response, tenant: Tenant) -> TenantTold:
    tell_version(response, tenant.version)
    return told(tenant, caller.door.base_url)


async def _of_slug(caller: Caller, slug: str) -> Tenant:
    found: Tenant = await caller.door.call(listing.show, tenant=slug, actor=caller.actor)
    return found


def _policy(before: Policy, said: PolicyBody | None) -> Policy:
    """Return a policy with what was said of it."""
    if said is None:
        return before
    parts: dict[str, Any] = {name: getattr(said, name) for name in said.model_fields_set}
    if said.lifetimes is not None:
        lifetimes = {n: getattr(said.lifetimes, n) for n in said.lifetimes.model_fields_set}
        parts["lifetimes"] = replace(before.lifetimes, **lifetimes)
    return replace(before, **parts)
