"""Refusals of what operators end of many accounts, sessions and grants."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.kernel.many import Many
from domain.kernel.work import Actor
from domain.operators.invite import NewInvitation
from domain.operators.records import Role
from domain.tenants.keys import RotateKey
from tests.laws.holdings import Holdings, operator
from tests.laws.scenarios import Scenario
from tests.laws.world import World

NOBODY = bytes(16)


def _stale(_world: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """An operator who has not proven themselves for a while."""
    return replace(operator(), fresh=False)


def _stale_owner(world: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """The owner, who has not either."""
    return replace(operator(id_=world.staff.owner.id), fresh=False)


LIVE: Final = (
    *(
        Scenario(name, "invalid_input", lambda w, a, b: Many(()))
        for name in (
            "operators.many.disable_accounts",
            "operators.many.enable_accounts",
            "operators.many.sign_out_accounts",
            "sessions.end.end_many",
        )
    ),
    *(
        Scenario(f"oauth.end_by_operator.{name}", "not_found", lambda w, a, b: NOBODY)
        for name in ("end_everything", "end_grant", "end_refresh")
    ),
    Scenario("tenants.keys.rotate", "fresh_proof_needed", lambda w, a, b: RotateKey(), _stale),
    Scenario(
        "operators.invite.invite",
        "fresh_proof_needed",
        lambda w, a, b: NewInvitation((Role.TENANT_ADMIN,), a.tenant.id),
        _stale_owner,
        place="installation",
    ),
    Scenario(
        "operators.stop.erase_account",
        "fresh_proof_needed",
        lambda w, a, b: a.accounts["carol"].id,
        _stale,
    ),
)
