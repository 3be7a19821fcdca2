"""What the login room tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Event):
    """A person proved themselves."""

    name: ClassVar[str] = "login.signed_in"
    prefix: ClassVar[str] = "acc"
    amr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFailed(Event):
    """A proof was wrong; the subject is named only where there is an account.

    Args:
        factor: which proof was tried.
        why: `wrong`, `unknown` (nobody has what was typed), `missing` (the account has no such
            factor) or `stopped` (it fits, and the account may not sign in). The person who tries is
            told none of it.
    """

    name: ClassVar[str] = "login.failed"
    prefix: ClassVar[str] = "acc"
    result: ClassVar[str] = "refused"
    factor: str
    why: str = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Event):
    """A person made an account for themselves."""

    name: ClassVar[str] = "login.registered"
    prefix: ClassVar[str] = "acc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activated(Event):
    """A person used the link an operator made and chose a password."""

    name: ClassVar[str] = "login.activated"
    prefix: ClassVar[str] = "acc"
