"""Rows of operators, invitations and keys."""

from __future__ import annotations

from typing import Final

from domain.kernel.secrets import Secret
from domain.kernel.work import Actor
from domain.operators.accept import AcceptInvitation
from domain.operators.invite import AskInvitation, ListInvitations, NewInvitation
from domain.operators.records import Role
from domain.operators.rename import Rename
from domain.operators.staff_list import AskOperator, ListOperators
from tests.laws.holdings import Holdings, operator
from tests.laws.rows import GONE, Row, a_stranger, nothing, says
from tests.laws.world import World
from tests.support.sign_ins import PASSWORD

HERE: Final = "installation"
_READ, _CHANGE = ("operators.read",), ("operators.change",)
_BEYOND, _NO = says("role_beyond"), says("forbidden")


def my_admin(world: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """The admin of my tenant alone."""
    return operator(id_=world.staff.admin.id)


OPERATORS: Final = (
    Row(
        "operators.staff_list.operator_cards",
        lambda w, a, b: ListOperators(b.tenant.id),
        _NO,
        my_admin,
        words=_READ,
        place=HERE,
    ),
    Row(
        "operators.staff_list.operator_card",
        lambda w, a, b: AskOperator(w.staff.owner.id, b.tenant.id),
        _NO,
        my_admin,
        words=_READ,
        place=HERE,
    ),
    Row(
        "operators.suspend.suspend",
        lambda w, a, b: w.staff.only[b.slug].id,
        _BEYOND,
        my_admin,
        words=("operators.change", "accounts.disable"),
        place=HERE,
    ),
    Row(
        "operators.suspend.resume",
        lambda w, a, b: w.staff.stopped[b.slug].id,
        _BEYOND,
        my_admin,
        words=("operators.change", "accounts.disable"),
        place=HERE,
    ),
    Row(
        "operators.suspend.end_sessions",
        lambda w, a, b: w.staff.only[b.slug].id,
        _BEYOND,
        my_admin,
        words=("operators.change", "sessions.end"),
        place=HERE,
    ),
    Row(
        "operators.rename.rename",
        lambda w, a, b: Rename("Night", (w.staff.admin if a is b else w.staff.only[b.slug]).id),
        GONE,
        my_admin,
        place=HERE,
    ),
    Row(
        "operators.key_room.key_room",
        nothing,
        words=("keys.read",),
    ),
)

INVITATIONS: Final = (
    Row(
        "operators.invite.invite",
        lambda w, a, b: NewInvitation((Role.SUPPORT,), b.tenant.id),
        _BEYOND,
        my_admin,
        words=_CHANGE,
        place=HERE,
    ),
    Row(
        "operators.invite.invitations",
        lambda w, a, b: ListInvitations(b.tenant.id),
        _NO,
        my_admin,
        words=_READ,
        place=HERE,
    ),
    Row(
        "operators.invite.invitation",
        lambda w, a, b: AskInvitation(w.staff.invited[b.slug].invitation.id, a.tenant.id),
        says("not_found"),
        my_admin,
        words=_READ,
        place=HERE,
    ),
    Row(
        "operators.invite.revoke_invitation",
        lambda w, a, b: w.staff.invited[b.slug].invitation.id,
        _BEYOND,
        my_admin,
        words=_CHANGE,
        place=HERE,
    ),
    Row(
        "operators.accept.peek_invitation",
        lambda w, a, b: w.staff.invited[b.slug].link,
        who=a_stranger,
        place=HERE,
    ),
    Row(
        "operators.accept.accept_invitation",
        lambda w, a, b: AcceptInvitation(
            w.staff.invited[b.slug].link, Secret("irene"), Secret(PASSWORD)
        ),
        who=a_stranger,
        place=HERE,
        told_there=True,
    ),
)

STAFF: Final = (*OPERATORS, *INVITATIONS)
