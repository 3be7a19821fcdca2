"""Operators: accounts of the tenant `byleave` that hold a role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What an operator is trusted with."""

    OWNER = "owner"
    TENANT_ADMIN = "tenant_admin"
    SUPPORT = "support"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A role an account holds.

    Args:
        account_id: an account of the tenant `byleave`.
        tenant_id: the tenant it is for; None for the whole installation.
        name: the operator's own display word, chosen by themselves at set-up; may be empty.
    """

    account_id: bytes
    role: Role
    tenant_id: bytes | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """A one-time link of the installation, such as the first run's.

    Args:
        digest: SHA-256 of the link's secret.
        purpose: `first_operator`.
    """

    digest: bytes
    purpose: str
    expires_at: datetime
