"""Holds a server against its description, by schemathesis, the same way each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks

load_all_checks()


def checks_but(left_out: Set[str]) -> list[Any]:
    """Return every check of schemathesis but those, which are named as it names them."""
    known = {check.__name__ for check in CHECKS.get_all()}
    assert left_out <= known, left_out - known
    return [check for check in CHECKS.get_all() if check.__name__ not in left_out]


def attack(
    operation: Any,
    checks: list[Any],
    *,
    examples: int,
    headers: Mapping[str, str],
    before: Callable[[], None],
    **how: Any,
) -> None:
    """Call an operation with made-up values, and check each answer.

    Args:
        before: done before each call, such as moving the clock past a limit.
        how: what `as_strategy` takes: path parameters, the mode.
    """

    @settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy(**how))
    def attempt(case: Any) -> None:
        before()
        case.call_and_validate(headers=dict(headers), checks=checks)

    attempt()
