"""Which claims have a source of their values in this tenant?"""

from __future__ import annotations

from domain.tenants.records import TenantKind
from domain.tenants.store import TenantWork


def served(work: TenantWork, claims: tuple[str, ...]) -> bool:
    """Tell whether a scope that opens these claims can be honoured here.

    It needs a source of their values. Personas are the only source so far, and only sandbox
    tenants have them. What cannot be honoured is neither asked nor granted.

    Args:
        claims: names the scope opens; none need no source.
    """
    return not claims or work.tenant.kind is TenantKind.SANDBOX
