"""Refusals of an operator's acts on applications and leave."""

from __future__ import annotations

from typing import Final

from domain.clients.end_secret import EndSecret
from domain.consent.revoke_many import RevokeMany
from domain.kernel.ids import new_id
from tests.laws.holdings import Holdings
from tests.laws.scenarios import Scenario
from tests.laws.world import World


def the_secret(_w: World, mine: Holdings, _theirs: Holdings) -> EndSecret:
    """The secret that a client works with now."""
    return EndSecret("shop", mine.secrets["shop"].id)


APPS: Final = (
    Scenario("clients.end_secret.end_secret", "last_secret", the_secret),
    Scenario(
        "consent.revoke_many.revoke_many",
        "not_found",
        lambda w, a, b: RevokeMany((a.consent_id, new_id()), "asked by telephone"),
    ),
)
