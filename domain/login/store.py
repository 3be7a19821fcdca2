"""What `login` needs kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.factors.store import FactorWork
from domain.identifiers.store import IdentifierWork
from domain.login.records import Interaction
from domain.oauth.store import OAuthWork


class Interactions(Protocol):
    """Interactions of this tenant."""

    def get(self, interaction_id: bytes) -> Interaction | None:
        """Return it, ended ones included, or None."""
        ...

    def bare(self, interaction_id: bytes) -> Interaction | None:
        """Return it like `get`, what was asked left sealed: its request is told as None."""
        ...

    def add(self, interaction: Interaction) -> None:
        """Keep a new one. Change."""
        ...

    def change(self, interaction: Interaction) -> bool:
        """Write how far it has come if `version - 1` is still stored. Change.

        What was asked, by whom and until when stays as it was begun.
        """
        ...

    def forget(self, account_id: bytes) -> int:
        """Delete all in which an account that is erased was recognised. Change."""
        ...

    def tidy(self, before: datetime, limit: int) -> int:
        """Delete those that ran out before a moment. Change."""
        ...


class LoginWork(OAuthWork, FactorWork, IdentifierWork, Protocol):
    """A work of the login dispatcher."""

    @property
    def interactions(self) -> Interactions:
        """The interactions."""
        ...
