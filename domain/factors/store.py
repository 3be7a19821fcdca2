"""What `factors` needs kept."""

from __future__ import annotations

from typing import Protocol

from domain.factors.records import PasswordEnrolment
from domain.tenants.store import TenantWork


class Passwords(Protocol):
    """Password enrolments of this tenant; one enabled for each account."""

    def of_account(self, account_id: bytes) -> PasswordEnrolment | None:
        """Return the enabled enrolment, or None."""
        ...

    def of_some(self, account_ids: tuple[bytes, ...]) -> frozenset[bytes]:
        """Return those of these accounts that have one, by one look-up.

        Args:
            account_ids: 0 to 200.
        """
        ...

    def enrol(self, enrolment: PasswordEnrolment) -> None:
        """Keep it in place of any earlier one. Change."""
        ...

    def upgrade(self, enrolment_id: bytes, before: str, encoded: str) -> bool:
        """Write a stronger hash of the same password by compare-and-set. Change."""
        ...

    def remove(self, account_id: bytes) -> int:
        """Delete all enrolments of an account. Change."""
        ...


class FactorWork(TenantWork, Protocol):
    """A work with enrolments."""

    @property
    def passwords(self) -> Passwords:
        """The password enrolments."""
        ...
