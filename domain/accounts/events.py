"""What this room tells; the subject is always the account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCreated(Event):
    """An account exists.

    Args:
        status: `pending` or `enabled`.
        audience: `customer` or `staff`.
        persona: whether it is a sandbox persona.
    """

    name: ClassVar[str] = "account.created"
    prefix: ClassVar[str] = "acc"

    status: str
    audience: str
    persona: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationIssued(Event):
    """A one-use activation link was made for the account, in place of any earlier one."""

    name: ClassVar[str] = "account.activation_issued"
    prefix: ClassVar[str] = "acc"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDisabled(Event):
    """The account may not sign in any more; its sessions and grants end."""

    name: ClassVar[str] = "account.disabled"
    prefix: ClassVar[str] = "acc"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEnabled(Event):
    """The account may sign in again, or waits again for its person to choose a password.

    Args:
        status: `enabled` or `pending`.
    """

    name: ClassVar[str] = "account.enabled"
    prefix: ClassVar[str] = "acc"

    status: str = "enabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountErased(Event):
    """The person is gone: only the row with its status is left.

    Args:
        by: `operator` or `person`.
    """

    name: ClassVar[str] = "account.erased"
    prefix: ClassVar[str] = "acc"

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSearched(Event):
    """An operator looked for an account by an identifier.

    The subject is the account that was found; None when nobody has the identifier.
    """

    name: ClassVar[str] = "account.searched"
    prefix: ClassVar[str] = "acc"
