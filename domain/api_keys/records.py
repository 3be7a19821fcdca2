"""API keys, and what was made once under them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key with which a machine speaks for an account.

    Args:
        id: 16 bytes; written inside the key itself.
        account_id: whose part of permissions it has; an account of the same tenant.
        digest: SHA-256 of the whole key; the secret in it is of full entropy.
        hint: its last four characters.
        label: the owner's own word for it, free of personal data, 1 to 80 characters.
        permissions: words it may use at most, sorted; at each call cut to what the account has.
        bound_to: id of the one tenant it is good for; None for all the account may work in.
        last_used_on: the day of its last use; no moment and no place is kept.
        revoked_at: when it was revoked; None while it was not.
    """

    id: bytes
    account_id: bytes
    digest: bytes = field(repr=False)
    hint: str
    label: str
    permissions: tuple[str, ...]
    bound_to: bytes | None
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None = None
    revoked_at: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Tell whether it is neither revoked nor past its end."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class MadeOnce:
    """What a call made under an idempotency key, so that a second try makes nothing.

    Args:
        digest: keyed hash of API key and idempotency key.
        request_digest: SHA-256 of what was asked.
        reference: where to find what was made; empty while nothing was.
        expires_at: when the idempotency key is forgotten.
    """

    digest: bytes
    request_digest: bytes
    reference: str
    expires_at: datetime
