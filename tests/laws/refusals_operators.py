"""Refusals of operators' acts on each other, and of invitations."""

from __future__ import annotations

from typing import Any, Final

from domain.kernel.secrets import Secret
from domain.kernel.work import Actor
from domain.operators.accept import AcceptInvitation, accept_invitation
from domain.operators.invite import NewInvitation, revoke_invitation
from domain.operators.records import Role
from domain.operators.rename import Rename, rename
from domain.operators.suspend import suspend
from tests.laws.holdings import SYSTEM, Holdings, operator
from tests.laws.rows import a_machine, a_stranger
from tests.laws.rows_people import NEW_PASSWORD
from tests.laws.scenarios import Scenario
from tests.laws.world import World

HERE: Final = "installation"


def an_owner(world: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """The owner."""
    return operator(id_=world.staff.owner.id)


def an_admin(world: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """The admin of acme."""
    return operator(id_=world.staff.admin.id)


def taking(world: World, name: str = "irene", slug: str = "acme") -> AcceptInvitation:
    """Return what somebody types who takes an invitation."""
    return AcceptInvitation(world.staff.invited[slug].link, Secret(name), NEW_PASSWORD)


def wide(world: World, use_case: Any, request: Any) -> None:
    """Run a use case of the installation."""
    world.house.call.now(use_case, request, tenant=None, actor=SYSTEM)


STAFF: Final = (
    Scenario(
        "operators.invite.invite",
        "role_beyond",
        lambda w, a, b: NewInvitation((Role.OWNER,)),
        an_admin,
        place=HERE,
    ),
    Scenario(
        "operators.invite.revoke_invitation",
        "invitation_over",
        lambda w, a, b: w.staff.invited["acme"].invitation.id,
        a_machine,
        before=lambda w: wide(w, revoke_invitation, w.staff.invited["acme"].invitation.id),
        place=HERE,
    ),
    Scenario(
        "operators.accept.accept_invitation",
        "invitation_gone",
        lambda w, a, b: taking(w),
        a_stranger,
        meanwhile=lambda w: wide(w, accept_invitation, taking(w, "ivan")),
        place=HERE,
    ),
    Scenario(
        "operators.accept.accept_invitation",
        "identifier_taken",
        lambda w, a, b: taking(w, "olive"),
        a_stranger,
        place=HERE,
    ),
    Scenario(
        "operators.rename.rename",
        "invalid_input",
        lambda w, a, b: Rename("Same Name"),
        an_admin,
        meanwhile=lambda w: wide(w, rename, Rename("same name", w.staff.owner.id)),
        place=HERE,
    ),
    Scenario(
        "operators.suspend.suspend",
        "own_role",
        lambda w, a, b: w.staff.owner.id,
        an_owner,
        place=HERE,
    ),
    Scenario(
        "operators.suspend.suspend",
        "account_state",
        lambda w, a, b: w.staff.only["acme"].id,
        an_owner,
        before=lambda w: wide(w, suspend, w.staff.only["acme"].id),
        place=HERE,
    ),
    Scenario(
        "operators.suspend.resume",
        "role_beyond",
        lambda w, a, b: w.staff.stopped["globex"].id,
        an_admin,
        place=HERE,
    ),
    Scenario(
        "operators.suspend.end_sessions",
        "not_found",
        lambda w, a, b: bytes(16),
        a_machine,
        place=HERE,
    ),
)
