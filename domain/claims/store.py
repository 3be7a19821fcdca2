"""What `claims` needs kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from domain.tenants.store import TenantWork


class PersonaClaims(Protocol):
    """Synthetic claim values of sandbox personas, in sealed columns."""

    def get(self, account_id: bytes) -> Mapping[str, Any]:
        """Return a persona's claims; empty for anyone else."""
        ...

    def some(self, account_ids: tuple[bytes, ...]) -> Mapping[bytes, Mapping[str, Any]]:
        """Return the claims of those of these accounts that have any, by one look-up.

        Args:
            account_ids: 0 to 200.
        """
        ...

    def put(self, account_id: bytes, claims: Mapping[str, Any]) -> None:
        """Keep or replace them. Change."""
        ...

    def remove(self, account_id: bytes) -> None:
        """Delete them. Change."""
        ...


class ClaimsWork(TenantWork, Protocol):
    """A work that can look up claim values."""

    @property
    def persona_claims(self) -> PersonaClaims:
        """Claims of personas."""
        ...
