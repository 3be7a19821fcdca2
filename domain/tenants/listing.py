"""Show tenants to whoever may see them."""

from __future__ import annotations

from domain.kernel.authorize import authorize
from domain.kernel.work import reads
from domain.tenants.records import KeyPurpose, SigningKey, Tenant
from domain.tenants.store import InstallationWork, TenantWork


@reads
def all_tenants(work: InstallationWork) -> tuple[Tenant, ...]:
    """Return every tenant, ordered by slug.

    Refuses:
        forbidden: the actor may not read all tenants.
    """
    authorize(work, "tenants.read")
    return work.tenants.all()


@reads
def show(work: TenantWork) -> Tenant:
    """Return this tenant.

    Refuses:
        forbidden: the actor may not read this tenant.
    """
    authorize(work, "tenants.read")
    return work.tenant


@reads
def signing_keys(work: TenantWork) -> tuple[SigningKey, ...]:
    """Return the tenant's signing keys of every purpose, newest first, without the retired.

    Refuses:
        forbidden: the actor may not read keys.
    """
    authorize(work, "keys.read")
    return tuple(key for purpose in KeyPurpose for key in work.tenant_keys.signing(purpose))
