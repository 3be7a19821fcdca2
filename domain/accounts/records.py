"""Accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccountStatus(StrEnum):
    """Whether an account may sign in; only `enabled` may."""

    PENDING = "pending"
    ENABLED = "enabled"
    DISABLED = "disabled"
    LOCKED = "locked"
    ERASED = "erased"


class AccountKind(StrEnum):
    """What stands behind an account."""

    HUMAN = "human"
    SERVICE = "service"


class Audience(StrEnum):
    """Whose account it is."""

    CUSTOMER = "customer"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Account:
    """The thing that signs in.

    Args:
        label: an operator's own word for it, free of personal data, 0 to 80 characters.
        locale: BCP 47, or empty for the tenant's.
        persona: whether it is a sandbox persona.
        version: counts changes; compare-and-set.
    """

    id: bytes
    kind: AccountKind
    status: AccountStatus
    audience: Audience
    label: str
    locale: str
    persona: bool
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which accounts are wanted; empty means all.

    Args:
        statuses: any of these.
        persona: only personas, only others, or None for both.
        since: created at this moment or later, by the tenant's clock.
        made_after: the smallest id that one created since then can have; ids tell the machine's
            time, which a sandbox tenant's clock may be ahead of.
    """

    statuses: tuple[AccountStatus, ...] = ()
    persona: bool | None = None
    since: datetime | None = None
    made_after: bytes | None = None


@dataclass(frozen=True, slots=True)
class Activation:
    """A one-use link with which a person chooses the first password.

    Args:
        digest: SHA-256 of the link's secret.
    """

    digest: bytes
    account_id: bytes
    expires_at: datetime
