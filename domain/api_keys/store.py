"""What `api_keys` needs kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from domain.accounts.store import AccountWork
from domain.api_keys.records import ApiKey, MadeOnce
from domain.kernel.paging import Page, PageRequest


class ApiKeys(Protocol):
    """API keys of accounts of this tenant."""

    def get(self, key_id: bytes) -> ApiKey | None:
        """Return the key by id, or None."""
        ...

    def page(self, account_id: bytes | None, page: PageRequest) -> Page[ApiKey]:
        """Return keys of one account, or of all, newest first; revoked ones too."""
        ...

    def add(self, key: ApiKey) -> None:
        """Keep a new key. Change."""
        ...

    def used(self, key_id: bytes, day: date) -> None:
        """Note the day of its last use. Evidence."""
        ...

    def revoke(self, key_id: bytes, at: datetime) -> bool:
        """Revoke it; False when it was revoked already. Evidence."""
        ...

    def remove_all(self, account_id: bytes) -> int:
        """Delete all keys of an account. Change."""
        ...


class MadeOnces(Protocol):
    """What was made under idempotency keys."""

    def get(self, digest: bytes) -> MadeOnce | None:
        """Return the entry, also one that has run out or made nothing."""
        ...

    def claim(self, wanted: MadeOnce, now: datetime) -> bool:
        """Take the place until this work ends; False when something was made there. Evidence.

        A place where nothing was made (the call was refused), or that has run out, is free.
        """
        ...

    def finish(self, digest: bytes, reference: str) -> None:
        """Say what was made. Evidence."""
        ...

    def tidy(self, now: datetime, limit: int) -> int:
        """Delete entries that have run out. Change."""
        ...


class ApiKeyWork(AccountWork, Protocol):
    """A work with API keys."""

    @property
    def api_keys(self) -> ApiKeys:
        """The keys."""
        ...

    @property
    def made_once(self) -> MadeOnces:
        """What was made under idempotency keys."""
        ...
