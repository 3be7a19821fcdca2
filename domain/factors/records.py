"""Enrolments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PasswordEnrolment:
    """An account's password: immutable, replaced and not edited.

    Args:
        encoded: argon2id in PHC string form.
    """

    id: bytes
    account_id: bytes
    encoded: str = field(repr=False)
    created_at: datetime
