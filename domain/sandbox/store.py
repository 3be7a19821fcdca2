"""What `sandbox` needs kept: what accounts, identifiers, factors and claims keep."""

from __future__ import annotations

from typing import Protocol

from domain.accounts.store import AccountWork
from domain.claims.store import ClaimsWork
from domain.factors.store import FactorWork
from domain.identifiers.store import IdentifierWork
from domain.tenants.store import OwnTenantWork


class SandboxWork(AccountWork, ClaimsWork, FactorWork, IdentifierWork, OwnTenantWork, Protocol):
    """A work of a tenant that may be a sandbox."""
