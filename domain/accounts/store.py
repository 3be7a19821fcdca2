"""What `accounts` needs kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.accounts.records import Account, AccountFilter, AccountStatus, Activation
from domain.identifiers.store import IdentifierWork
from domain.kernel.paging import Page, PageRequest
from domain.tenants.store import TenantWork


class Accounts(Protocol):
    """Accounts of this tenant."""

    def get(self, account_id: bytes) -> Account | None:
        """Return the account, or None."""
        ...

    def some(self, account_ids: tuple[bytes, ...]) -> tuple[Account, ...]:
        """Return those of these accounts that are here, by one look-up, oldest first.

        Args:
            account_ids: 0 to 200.
        """
        ...

    def add(self, account: Account) -> None:
        """Keep a new account. Change."""
        ...

    def change(self, account: Account) -> bool:
        """Write label, locale and status if `version - 1` is still stored. Change."""
        ...

    def move(
        self, account_id: bytes, before: tuple[AccountStatus, ...], after: AccountStatus
    ) -> bool:
        """Set the status by compare-and-set. Change."""
        ...

    def resume(self, account_id: bytes) -> AccountStatus | None:
        """Let a disabled or locked account go on: pending if it was so when disabled, else enabled.

        Returns:
            The status it has now; None when it was neither disabled nor locked. Change.
        """
        ...

    def page(self, wanted: AccountFilter, page: PageRequest) -> Page[Account]:
        """Return accounts, newest first."""
        ...


class Activations(Protocol):
    """One-use activation links."""

    def add(self, activation: Activation) -> None:
        """Keep a link, in place of any earlier one of the account. Change."""
        ...

    def peek(self, digest: bytes, now: datetime) -> Activation | None:
        """Return a live link without using it (mail scanners open links)."""
        ...

    def consume(self, digest: bytes, now: datetime) -> Activation | None:
        """Use a live link up, atomically. Evidence."""
        ...

    def remove(self, account_id: bytes) -> int:
        """Delete the account's link. Change."""
        ...

    def tidy(self, now: datetime, limit: int) -> int:
        """Delete links that have run out. Change."""
        ...


class AccountWork(TenantWork, Protocol):
    """A work with accounts."""

    @property
    def accounts(self) -> Accounts:
        """The accounts."""
        ...

    @property
    def activations(self) -> Activations:
        """The activation links."""
        ...


class RecognisedAccountWork(AccountWork, IdentifierWork, Protocol):
    """A work with accounts and by what they are recognised."""
