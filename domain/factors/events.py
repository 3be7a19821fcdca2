"""What this room tells; the subject is always the account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordEnrolled(Event):
    """The account has a password, in place of any earlier one."""

    name: ClassVar[str] = "password.enrolled"
    prefix: ClassVar[str] = "acc"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """The person changed the password; their other sessions end.

    Args:
        kept_session: the session in which it was changed.
    """

    name: ClassVar[str] = "password.changed"
    prefix: ClassVar[str] = "acc"

    kept_session: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChangeRefused(Event):
    """Somebody who was signed in typed a wrong current password."""

    name: ClassVar[str] = "password.change_refused"
    prefix: ClassVar[str] = "acc"
    result: ClassVar[str] = "refused"
