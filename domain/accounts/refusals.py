"""The expected noes of this room."""

from __future__ import annotations

from typing import Final

from domain.accounts.records import AccountStatus
from domain.kernel.errors import Refusal, kind

ACCOUNT_STATE: Final = kind(
    "account_state",
    "This cannot be done with an account that is {status}.",
    "Look at the account again and choose what its status allows.",
    status=409,
)


def wrong_state(status: AccountStatus) -> Refusal:
    """Return the refusal of what this status does not allow."""
    return Refusal(ACCOUNT_STATE, status=status.value)
