"""The expected no of this room."""

from __future__ import annotations

from typing import Final

from domain.kernel.errors import kind

TOO_MANY_TRIES: Final = kind(
    "too_many_tries",
    "There were too many failed tries.",
    "Wait as long as `retry_after` says, then try again.",
    status=429,
)
BUDGET_SPENT: Final = kind(
    "budget_spent",
    "These were more than {calls} calls in a minute.",
    "Wait as long as `retry_after` says, then go on more slowly.",
    status=429,
)
