"""Which scopes have a source of claim values in this tenant?"""

from __future__ import annotations

from domain.clients.records import Scope
from domain.tenants.records import TenantKind
from domain.tenants.store import TenantWork


def served(work: TenantWork, scope: Scope) -> bool:
    """Tell whether the scope can be honoured here.

    A scope that opens claims needs a source of their values. Personas are the only source so far,
    and only sandbox tenants have them. What cannot be honoured is neither asked nor granted (rulings 17).
    """
    return not scope.claims or work.tenant.kind is TenantKind.SANDBOX
