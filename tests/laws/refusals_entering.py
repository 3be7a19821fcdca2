"""Refusals of an authorization request that is answered at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.kernel.secrets import digest
from domain.login.begin import Begin
from domain.login.enter import Enter
from tests.laws.holdings import Holdings
from tests.laws.rows import my_person
from tests.laws.rows_login import silently
from tests.laws.scenarios import Scenario


def used_up(a: Holdings) -> Begin:
    """Return a request that came by a pushed one which is gone."""
    begin = silently(a, a)
    assert begin.request is not None
    return replace(begin, request=replace(begin.request, pushed=digest("gone")))


ENTERING: Final = (
    Scenario(
        "login.enter.enter",
        "invalid_request_uri",
        lambda w, a, b: Enter(used_up(a)),
        my_person,
        frozenset({"limit_bucket"}),
    ),
    Scenario(
        "login.silent.silent",
        "invalid_request_uri",
        lambda w, a, b: used_up(a),
        my_person,
        frozenset({"limit_bucket"}),
    ),
)
