"""How many calls a caller may make: successes too, for a machine that forgets to stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from domain.kernel.errors import Refusal
from domain.kernel.secrets import keyed
from domain.limits.refusals import BUDGET_SPENT
from domain.limits.rules import SANDBOX_FACTOR
from domain.limits.store import LimitWork
from domain.tenants.records import TenantKind


@dataclass(frozen=True, slots=True)
class Budget:
    """How many calls in which time.

    Args:
        name: what is counted, such as `api_key`.
        calls: 1 and up.
        window: after which the count starts anew.
    """

    name: str
    calls: int
    window: timedelta


API_KEY: Final = Budget("api_key", 600, timedelta(minutes=1))
"""Ten calls a second, each of which is one write: far from what would slow a sign-in down."""


AT_ONCE: Final = Budget("at_once", 60, timedelta(minutes=1))
"""Authorizations without a page, by session and client: as many as a browser with all its windows
asks for when it is opened again, and few for a page that has it sent here again and again."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Where a caller stands.

    Args:
        left: calls until the window ends.
        resets_in: time until then.
    """

    budget: Budget
    left: int
    resets_in: timedelta


def spend_call(work: LimitWork, caller: bytes, budget: Budget) -> Spent:
    """Count one call; a sandbox lets more pass, for test suites are in a hurry.

    Args:
        caller: id of who calls.

    Refuses:
        budget_spent: there were too many in this window; `retry_after` is its end.
    """
    key = keyed(b"limit", budget.name, caller)
    bucket = work.limits.fail(key, work.now, work.now + budget.window, budget.name)
    resets_in = bucket.window_ends_at - work.now
    sandbox = work.tenant.kind is TenantKind.SANDBOX
    calls = budget.calls * (SANDBOX_FACTOR if sandbox else 1)
    if bucket.failures > calls:
        raise Refusal(BUDGET_SPENT, retry_after=resets_in, calls=calls)
    return Spent(budget, calls - bucket.failures, resets_in)
