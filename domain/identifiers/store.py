"""What `identifiers` needs kept."""

from __future__ import annotations

from typing import Protocol

from domain.identifiers.records import Candidate, IdentifierKind, SealedIdentifier
from domain.tenants.store import TenantWork


class Identifiers(Protocol):
    """Sealed identifiers of this tenant."""

    def find(
        self, kind: IdentifierKind, candidates: tuple[Candidate, ...]
    ) -> SealedIdentifier | None:
        """Return the identifier under any live key version, or None."""
        ...

    def claim(self, identifier: SealedIdentifier, candidates: tuple[Candidate, ...]) -> bool:
        """Keep it unless any candidate is taken; False when taken. Change, first of its work."""
        ...

    def reseal(self, identifier_id: bytes, candidate: Candidate) -> None:
        """Move it to the current key version. Change."""
        ...

    def of_account(self, account_id: bytes) -> tuple[SealedIdentifier, ...]:
        """Return the identifiers of an account."""
        ...

    def count_on(self, version: int, most: int) -> int:
        """Return how many rest on a version of the key; counting stops at `most`."""
        ...

    def release(self, identifier_id: bytes) -> bool:
        """Delete it, so that it can be claimed again. Change."""
        ...

    def release_all(self, account_id: bytes) -> int:
        """Delete all identifiers of an account. Change."""
        ...


class IdentifierWork(TenantWork, Protocol):
    """A work that recognises."""

    @property
    def identifiers(self) -> Identifiers:
        """The sealed identifiers."""
        ...
